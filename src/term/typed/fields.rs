//! The pairs of a map, for a map or for a struct.

#![expect(clippy::wildcard_enum_match_arm, reason = "a term is what is asked for, or it is an error")]

use serde_core::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use crate::term::head::{Head, head};
use crate::term::tag;
use crate::term::typed::fault::Fault;
use crate::term::typed::name::{Found, has_atoms, shown};
use crate::term::typed::reader::Reader;

/// The key under which Elixir's structs have their module.
const STRUCT: &str = "__struct__";

/// What is left of a map.
pub(crate) struct Pairs<'r, 'de, 'b> {
    reader: &'r mut Reader<'de, 'b>,
    left: usize,
    /// A struct's names; a map has none.
    names: Option<&'static [&'static str]>,
    /// Whether one of them is an atom's.
    has_atoms: bool,
    /// Where the key begins that was read last.
    key: usize,
}

impl<'r, 'de, 'b> Pairs<'r, 'de, 'b> {
    pub(crate) fn new(reader: &'r mut Reader<'de, 'b>, pairs: usize, names: Option<&'static [&'static str]>) -> Self {
        let has_atoms = names.is_some_and(has_atoms);
        Self { reader, left: pairs, names, has_atoms, key: 0 }
    }

    /// Hands all of them over.
    pub(crate) fn visit<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Fault> {
        let value = visitor.visit_map(&mut self)?;
        if self.has_next()? {
            return Err(Fault::new("got more pairs than it takes"));
        }
        Ok(value)
    }

    /// Whether there is another pair, but for that of `__struct__`.
    fn has_next(&mut self) -> Result<bool, Fault> {
        while self.left > 0 {
            match self.reader.cursor.peek() {
                Some(tag::SMALL_ATOM_UTF8 | tag::ATOM | tag::SMALL_ATOM) if self.is_struct() => {}
                _ => return Ok(true),
            }
            self.reader.skip()?;
            self.reader.skip()?;
            self.left -= 1;
        }
        Ok(false)
    }

    fn is_struct(&self) -> bool {
        let asked_for = |names: &[&str]| names.iter().any(|name| name.trim_start_matches(':') == STRUCT);
        matches!(head(&mut self.reader.cursor.clone()), Ok(Head::Atom(name)) if *name.utf8() == *STRUCT.as_bytes())
            && !self.names.is_some_and(asked_for)
    }

    /// The last key in a path. A struct's own names are no secrets.
    #[cold]
    fn segment(&self) -> String {
        let text = match head(&mut self.reader.cursor.from(self.key)) {
            Ok(Head::Binary(text)) => text.to_vec(),
            Ok(Head::Atom(name)) => name.utf8().into_owned(),
            _ => Vec::new(),
        };
        let text = String::from_utf8(text).unwrap_or_default();
        let is_own = |names: &[&str]| names.iter().any(|name| name.trim_start_matches(':') == text);
        if self.names.is_some_and(is_own) { text } else { shown(&text).to_owned() }
    }
}

impl<'de> MapAccess<'de> for Pairs<'_, 'de, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        if !self.has_next()? {
            return Ok(None);
        }
        self.left -= 1;
        self.key = self.reader.cursor.at();
        let Some(names) = self.names else {
            return seed.deserialize(&mut *self.reader).map(Some);
        };
        seed.deserialize(field(self.reader, names, self.has_atoms)?).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        seed.deserialize(&mut *self.reader).map_err(|fault| fault.under(&self.segment()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The key that is next, as a struct's field.
fn field<'b>(reader: &mut Reader<'_, 'b>, names: &'static [&'static str], has_atoms: bool) -> Result<Field<'b>, Fault> {
    if let Some((text, is_atom)) = reader.cursor.text() {
        // One of the names is UTF-8 without a look at it.
        if let Some(name) = names.iter().take(FEW).find(|name| !has_atoms && name.as_bytes() == text) {
            return Ok(Field::Name(name));
        }
        return Ok(match str::from_utf8(text) {
            Ok(text) => Field::Name(Found { text, is_atom }.among(names)),
            Err(_) => Field::Other,
        });
    }
    let start = reader.cursor.clone();
    // An old OTP's atom, or a binary in another form: if it is one of the names, that.
    let text = match reader.head()? {
        Head::Binary(text) => text.into(),
        Head::Atom(name) => name.utf8(),
        _ => {
            reader.cursor = start;
            reader.skip()?;
            return Ok(Field::Other);
        }
    };
    let same = names.iter().find(|name| name.trim_start_matches(':').as_bytes() == &*text);
    Ok(same.map_or(Field::Other, |name| Field::Name(name)))
}

/// So many names are compared one by one.
const FEW: usize = 16;

/// A key of a struct's map.
enum Field<'b> {
    Name(&'b str),
    /// No name. A number would be taken for the place of a field, but not this one.
    Other,
}

impl<'de> Deserializer<'de> for Field<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Name(name) => visitor.visit_str(name),
            Self::Other => visitor.visit_u64(u64::MAX),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
