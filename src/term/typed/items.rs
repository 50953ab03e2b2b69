//! The items of lists and tuples, and the bytes of a binary, one after the other.

#![expect(clippy::wildcard_enum_match_arm, reason = "a term is what is asked for, or it is an error")]

use serde_core::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use crate::term::head::Head;
use crate::term::tag;
use crate::term::typed::fault::Fault;
use crate::term::typed::reader::{Reader, no_term};

/// What is left of a list or a tuple.
pub(crate) struct Items<'r, 'de, 'b> {
    reader: &'r mut Reader<'de, 'b>,
    left: usize,
    /// Small integers, each of them an item: before them come none.
    bytes: &'b [u8],
    /// Whether what ends it is still to be read.
    has_tail: bool,
    index: usize,
}

impl<'r, 'de, 'b> Items<'r, 'de, 'b> {
    pub(crate) const fn list(reader: &'r mut Reader<'de, 'b>, items: usize) -> Self {
        Self { reader, left: items, bytes: &[], has_tail: true, index: 0 }
    }

    pub(crate) const fn tuple(reader: &'r mut Reader<'de, 'b>, items: usize) -> Self {
        Self { reader, left: items, bytes: &[], has_tail: false, index: 0 }
    }

    /// What follows a variant's name in a tuple.
    pub(crate) const fn rest(reader: &'r mut Reader<'de, 'b>, items: usize) -> Self {
        Self { reader, left: items, bytes: &[], has_tail: false, index: 1 }
    }

    pub(crate) const fn bytes(reader: &'r mut Reader<'de, 'b>, bytes: &'b [u8]) -> Self {
        Self { reader, left: 0, bytes, has_tail: false, index: 0 }
    }

    /// Hands all of them over.
    pub(crate) fn visit<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Fault> {
        let value = visitor.visit_seq(&mut self)?;
        if self.has_next()? {
            return Err(Fault::new("got more parts than it takes"));
        }
        Ok(value)
    }

    /// A charlist as text; nothing if it is none.
    pub(crate) fn text(mut self) -> Result<Option<String>, Fault> {
        let mut text = String::new();
        while self.has_next()? {
            if self.left == 0 {
                text.extend(std::mem::take(&mut self.bytes).iter().map(|byte| char::from(*byte)));
                continue;
            }
            self.left -= 1;
            let Head::Int(int) = self.reader.head()? else { return Ok(None) };
            let Some(char) = u32::try_from(int).ok().and_then(char::from_u32) else { return Ok(None) };
            text.push(char);
        }
        Ok(Some(text))
    }

    /// A list that is the tail of a list is more of it.
    fn has_next(&mut self) -> Result<bool, Fault> {
        while self.left == 0 && self.has_tail {
            self.has_tail = false;
            match self.reader.head()? {
                Head::Nil => {}
                Head::String(bytes) => self.bytes = bytes,
                Head::List(items) => (self.left, self.has_tail) = (items, true),
                _ => return Err(Fault::new("got an improper list")),
            }
        }
        Ok(self.left > 0 || !self.bytes.is_empty())
    }

    fn next<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        if let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            return seed.deserialize(&mut *self.reader);
        }
        let (byte, rest) = self.bytes.split_first().ok_or_else(no_term)?;
        self.bytes = rest;
        seed.deserialize(&mut self.reader.beside(&[tag::SMALL_INTEGER, *byte]))
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if !self.has_next()? {
            return Ok(None);
        }
        let item = self.next(seed).map_err(|fault| fault.at(self.index))?;
        self.index += 1;
        Ok(Some(item))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.max(self.bytes.len()))
    }
}

/// The bytes of a binary, for a sequence of `u8` and of nothing else: text is no list of numbers.
pub(crate) struct Octets<'b> {
    bytes: &'b [u8],
}

impl<'b> Octets<'b> {
    /// Hands all of them over.
    pub(crate) fn visit<'de, V: Visitor<'de>>(bytes: &'b [u8], visitor: V) -> Result<V::Value, Fault> {
        let mut octets = Self { bytes };
        let value = visitor.visit_seq(&mut octets)?;
        if octets.bytes.is_empty() { Ok(value) } else { Err(Fault::new("got more bytes than it takes")) }
    }
}

impl<'de> SeqAccess<'de> for Octets<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some((byte, rest)) = self.bytes.split_first() else {
            return Ok(None);
        };
        self.bytes = rest;
        seed.deserialize(Octet(*byte)).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.bytes.len())
    }
}

struct Octet(u8);

impl<'de> Deserializer<'de> for Octet {
    type Error = Fault;

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_u8(self.0)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        Err(Fault::got("a binary", &format!("a list, each item {}", Takes(&visitor)).as_str()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A visitor's own words.
struct Takes<'a, V>(&'a V);

impl<'de, V: Visitor<'de>> std::fmt::Display for Takes<'_, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.expecting(f)
    }
}
