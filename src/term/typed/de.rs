//! serde's questions, each answered by what the next term is.

#![expect(clippy::wildcard_enum_match_arm, reason = "a term is what is asked for, or it is an error")]

use serde_core::Deserializer;
use serde_core::de::Visitor;

use crate::term::head::Head;
use crate::term::tag;
use crate::term::typed::fault::Fault;
use crate::term::typed::fields::Pairs;
use crate::term::typed::items::{Items, Octets};
use crate::term::typed::reader::{Reader, mismatch, no_term};
use crate::term::typed::variant;
use crate::term::typed::whole::WHOLE;

impl<'de> Deserializer<'de> for &mut Reader<'de, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.head()? {
            head @ (Head::Int(_) | Head::Big(..) | Head::Float(_)) => any_number(&head, visitor),
            Head::Atom(name) => match &*name.utf8() {
                b"nil" => visitor.visit_unit(),
                b"true" => visitor.visit_bool(true),
                b"false" => visitor.visit_bool(false),
                _ => self.visit_name(&name, visitor),
            },
            Head::Binary(bytes) if str::from_utf8(bytes).is_ok() => self.visit_text(bytes, visitor),
            Head::Binary(bytes) => self.visit_bytes(bytes, visitor),
            Head::Map(pairs) => self.deeper(|reader| Pairs::new(reader, pairs, None).visit(visitor)),
            head
            @ (Head::Bits(..) | Head::Opaque(_) | Head::Nil | Head::String(_) | Head::List(_) | Head::Tuple(_)) => {
                parts(self, &head, visitor)
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.cursor.exactly(b"w\x04true") {
            return visitor.visit_bool(true);
        }
        if self.cursor.exactly(b"w\x05false") {
            return visitor.visit_bool(false);
        }
        let head = self.head()?;
        if let Head::Atom(name) = &head {
            match &*name.utf8() {
                b"true" => return visitor.visit_bool(true),
                b"false" => return visitor.visit_bool(false),
                _ => {}
            }
        }
        Err(mismatch(&head, &visitor))
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        number(self, visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        // Most text is in a binary.
        if self.cursor.peek() == Some(tag::BINARY)
            && let Some((bytes, _)) = self.cursor.text()
        {
            return self.visit_text(bytes, visitor);
        }
        match self.head()? {
            Head::Binary(bytes) => self.visit_text(bytes, visitor),
            Head::Atom(name) if !matches!(&*name.utf8(), b"nil" | b"true" | b"false") => {
                self.visit_name(&name, visitor)
            }
            Head::Nil => visitor.visit_borrowed_str(""),
            Head::String(bytes) if bytes.is_ascii() => self.visit_text(bytes, visitor),
            Head::String(bytes) => visitor.visit_string(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Head::List(items) => {
                let Some(text) = Items::list(self, items).text()? else {
                    return Err(Fault::got("a list", &visitor));
                };
                visitor.visit_string(text)
            }
            head => Err(mismatch(&head, &visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.head()? {
            Head::Binary(bytes) | Head::String(bytes) => self.visit_bytes(bytes, visitor),
            Head::Nil => visitor.visit_borrowed_bytes(&[]),
            head @ Head::List(_) => parts(self, &head, visitor),
            head => Err(mismatch(&head, &visitor)),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.nil() { visitor.visit_none() } else { self.deeper(|reader| visitor.visit_some(reader)) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.nil() { visitor.visit_unit() } else { Err(mismatch(&self.head()?, &visitor)) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        if name == WHOLE {
            let term = self.skip()?;
            return visitor.visit_byte_buf([&[tag::VERSION], term].concat());
        }
        self.deeper(|reader| visitor.visit_newtype_struct(reader))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let head = self.head()?;
        parts(self, &head, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.head()? {
            Head::Map(pairs) => self.deeper(|reader| Pairs::new(reader, pairs, None).visit(visitor)),
            head => Err(mismatch(&head, &visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.head()? {
            Head::Map(pairs) => self.deeper(|reader| Pairs::new(reader, pairs, Some(names)).visit(visitor)),
            head => Err(mismatch(&head, &visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let head = self.head()?;
        variant::visit(self, &head, names, visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// A number; most are of one of the first two kinds.
fn number<'de, V: Visitor<'de>>(reader: &mut Reader<'de, '_>, visitor: V) -> Result<V::Value, Fault> {
    if let Some(int) = reader.cursor.int() {
        return match u32::try_from(int) {
            Ok(int) => visitor.visit_u64(int.into()),
            Err(_) => visitor.visit_i64(int.into()),
        };
    }
    match reader.cursor.float() {
        Some(float) if float.is_finite() => visitor.visit_f64(float),
        Some(_) => Err(no_term()),
        None => any_number(&reader.head()?, visitor),
    }
}

fn any_number<'de, V: Visitor<'de>>(head: &Head<'_>, visitor: V) -> Result<V::Value, Fault> {
    match head {
        Head::Int(int) => match u64::try_from(*int) {
            Ok(int) => visitor.visit_u64(int),
            Err(_) => visitor.visit_i64(*int),
        },
        Head::Big(is_negative, magnitude) => big(*is_negative, magnitude, visitor),
        Head::Float(float) if float.is_finite() => visitor.visit_f64(*float),
        head => Err(mismatch(head, &visitor)),
    }
}

/// An integer in the narrowest type that holds it.
fn big<'de, V: Visitor<'de>>(is_negative: bool, magnitude: &[u8], visitor: V) -> Result<V::Value, Fault> {
    if magnitude.len() > 16 {
        return Err(Fault::got("an integer of more than 128 bits", &visitor));
    }
    let magnitude = magnitude.iter().rev().fold(0, |sum, byte| sum << 8 | u128::from(*byte));
    if !is_negative {
        return match u64::try_from(magnitude) {
            Ok(int) => visitor.visit_u64(int),
            Err(_) => visitor.visit_u128(magnitude),
        };
    }
    let Some(int) = 0_i128.checked_sub_unsigned(magnitude) else {
        return Err(Fault::got("an integer of more than 128 bits", &visitor));
    };
    match i64::try_from(int) {
        Ok(int) => visitor.visit_i64(int),
        Err(_) => visitor.visit_i128(int),
    }
}

/// What is a list, a tuple or a binary, part by part.
fn parts<'de, 'b, V: Visitor<'de>>(
    reader: &mut Reader<'de, 'b>,
    head: &Head<'b>,
    visitor: V,
) -> Result<V::Value, Fault> {
    match head {
        Head::Nil => Items::bytes(reader, &[]).visit(visitor),
        Head::String(bytes) => reader.deeper(|reader| Items::bytes(reader, bytes).visit(visitor)),
        Head::List(items) => reader.deeper(|reader| Items::list(reader, *items).visit(visitor)),
        Head::Tuple(items) => reader.deeper(|reader| Items::tuple(reader, *items).visit(visitor)),
        Head::Binary(bytes) => Octets::visit(bytes, visitor),
        head => Err(mismatch(head, &visitor)),
    }
}
