//! A variant of an enum: its name alone, a map of its name and its data, or a tuple that begins with its name.

#![expect(clippy::wildcard_enum_match_arm, reason = "a term is what is asked for, or it is an error")]

use serde_core::Deserializer as _;
use serde_core::de::value::StrDeserializer;
use serde_core::de::{DeserializeSeed, EnumAccess, IntoDeserializer as _, VariantAccess, Visitor};

use crate::term::head::Head;
use crate::term::typed::fault::Fault;
use crate::term::typed::items::Items;
use crate::term::typed::name::Found;
use crate::term::typed::reader::{Reader, mismatch, no_term};

/// Reads the variant whose head was read.
pub(crate) fn visit<'de, V: Visitor<'de>>(
    reader: &mut Reader<'de, '_>,
    head: &Head<'_>,
    names: &'static [&'static str],
    visitor: V,
) -> Result<V::Value, Fault> {
    match head {
        Head::Binary(_) | Head::Atom(_) => {
            let name = name(head)?;
            visitor.visit_enum(Variant { reader, name: name.found().among(names), data: Data::None })
        }
        Head::Map(1) => reader.deeper(|reader| {
            let name = name(&reader.head()?)?;
            let name = name.found().among(names);
            let is_known = names.contains(&name);
            let variant = Variant { reader, name, data: Data::Value };
            visitor
                .visit_enum(variant)
                .map_err(|fault| if is_known { fault.under(name.trim_start_matches(':')) } else { fault })
        }),
        Head::Tuple(parts @ 1..) => reader.deeper(|reader| {
            let name = name(&reader.head()?)?;
            visitor.visit_enum(Variant { reader, name: name.found().among(names), data: Data::Rest(parts - 1) })
        }),
        _ => Err(mismatch(head, &visitor)),
    }
}

/// A name of its own: it is a few bytes, and an atom of an old OTP's is not in the bytes as it is compared.
struct Owned {
    text: String,
    is_atom: bool,
}

impl Owned {
    fn found(&self) -> Found<'_> {
        Found { text: &self.text, is_atom: self.is_atom }
    }
}

fn name(head: &Head<'_>) -> Result<Owned, Fault> {
    let (text, is_atom) = match head {
        Head::Binary(text) => (text.to_vec(), false),
        Head::Atom(name) => (name.utf8().into_owned(), true),
        head => return Err(mismatch(head, &"a variant's name")),
    };
    let text = String::from_utf8(text).map_err(|_| Fault::got("bytes", &"a variant's name"))?;
    Ok(Owned { text, is_atom })
}

/// What a variant has.
enum Data {
    None,
    /// One term.
    Value,
    /// So many terms, the rest of a tuple.
    Rest(usize),
}

struct Variant<'r, 'n, 'de, 'b> {
    reader: &'r mut Reader<'de, 'b>,
    name: &'n str,
    data: Data,
}

impl<'de> EnumAccess<'de> for Variant<'_, '_, 'de, '_> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let name: StrDeserializer<'_, Fault> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_, 'de, '_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.data {
            Data::None | Data::Rest(0) => Ok(()),
            Data::Value if self.reader.nil() => Ok(()),
            Data::Value | Data::Rest(_) => Err(Fault::got("a variant with data", &"its name alone")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        match self.data {
            Data::Value => seed.deserialize(self.reader),
            Data::Rest(1) => seed.deserialize(self.reader).map_err(|fault| fault.at(1)),
            Data::None | Data::Rest(_) => Err(wrong(&self.data)),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        match self.data {
            Data::Value => self.reader.deserialize_tuple(length, visitor),
            Data::Rest(parts) if parts == length => Items::rest(self.reader, parts).visit(visitor),
            Data::None | Data::Rest(_) => Err(wrong(&self.data)),
        }
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        match self.data {
            Data::Value => self.reader.deserialize_struct("", names, visitor),
            Data::Rest(1) => self.reader.deserialize_struct("", names, visitor).map_err(|fault| fault.at(1)),
            Data::None | Data::Rest(_) => Err(wrong(&self.data)),
        }
    }
}

#[cold]
fn wrong(data: &Data) -> Fault {
    match data {
        Data::None => Fault::got("a variant's name alone", &"its data too"),
        Data::Value => no_term(),
        Data::Rest(parts) => Fault::new(format!("got a variant with {parts} parts, takes another number")),
    }
}
