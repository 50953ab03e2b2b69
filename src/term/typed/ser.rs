//! serde's values, each written as what it becomes.

use serde_core::ser::{Serialize, Serializer};

use crate::term::head::Head;
use crate::term::integer::significant;
use crate::term::tag;
use crate::term::typed::fault::Fault;
use crate::term::typed::name;
use crate::term::typed::parts::{Parts, within};
use crate::term::typed::whole::WHOLE;
use crate::term::typed::writer::{Open, Out};
use crate::term::walk::Container;

impl<'s, 'o> Serializer for &'s mut Out<'o> {
    type Ok = ();
    type Error = Fault;
    type SerializeSeq = Parts<'s, 'o>;
    type SerializeTuple = Parts<'s, 'o>;
    type SerializeTupleStruct = Parts<'s, 'o>;
    type SerializeTupleVariant = Parts<'s, 'o>;
    type SerializeMap = Parts<'s, 'o>;
    type SerializeStruct = Parts<'s, 'o>;
    type SerializeStructVariant = Parts<'s, 'o>;

    fn serialize_bool(self, value: bool) -> Result<(), Fault> {
        self.atom(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Fault> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Fault> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Fault> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Fault> {
        self.head(&Head::Int(value));
        Ok(())
    }

    fn serialize_i128(self, value: i128) -> Result<(), Fault> {
        self.head(&Head::Big(value < 0, significant(&value.unsigned_abs().to_le_bytes())));
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Fault> {
        self.serialize_i64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Fault> {
        self.serialize_i64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Fault> {
        self.serialize_i64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Fault> {
        self.head(&Head::Big(false, significant(&value.to_le_bytes())));
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Fault> {
        self.head(&Head::Big(false, significant(&value.to_le_bytes())));
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Fault> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Fault> {
        if !value.is_finite() {
            return Err(Fault::new("is infinite or not a number"));
        }
        self.head(&Head::Float(value));
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Fault> {
        self.binary(value.encode_utf8(&mut [0; 4]).as_bytes())
    }

    fn serialize_str(self, value: &str) -> Result<(), Fault> {
        self.binary(value.as_bytes())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Fault> {
        if std::mem::take(&mut self.is_whole) {
            self.whole(value.strip_prefix(&[tag::VERSION]).unwrap_or_default());
            return Ok(());
        }
        self.binary(value)
    }

    fn serialize_none(self) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Fault> {
        self.sink()?;
        value.serialize(&mut *self)?;
        self.rise();
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Fault> {
        self.atom("nil");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Fault> {
        self.name(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), Fault> {
        self.is_whole = name == WHOLE;
        self.serialize_some(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        let around = tagged(self, variant, 1)?;
        value.serialize(&mut *self).map_err(|fault| within(variant, fault))?;
        self.close(&around, 2)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'s, 'o>, Fault> {
        // Of any number but 0, so that it is a list at first; what it has is counted.
        Parts::begin(self, Container::List, 1)
    }

    fn serialize_tuple(self, length: usize) -> Result<Parts<'s, 'o>, Fault> {
        Parts::begin(self, Container::Tuple, length)
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Parts<'s, 'o>, Fault> {
        Parts::begin(self, Container::Tuple, length)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Parts<'s, 'o>, Fault> {
        if name::atom(variant).is_some() {
            let open = tagged(self, variant, length)?;
            return Ok(Parts::of_variant(self, open, None, 1, variant));
        }
        let around = tagged(self, variant, 1)?;
        let open = self.open(Container::Tuple, length)?;
        Ok(Parts::of_variant(self, open, Some(around), 0, variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'s, 'o>, Fault> {
        Parts::begin(self, Container::Map, 0)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'s, 'o>, Fault> {
        Parts::begin(self, Container::Map, 0)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'s, 'o>, Fault> {
        let around = tagged(self, variant, 1)?;
        let open = self.open(Container::Map, 0)?;
        Ok(Parts::of_variant(self, open, Some(around), 0, variant))
    }
}

/// Begins a variant with data: a tuple of an atom and so many parts, or a map of a string and one.
fn tagged(out: &mut Out<'_>, variant: &'static str, parts: usize) -> Result<Open, Fault> {
    let open = if name::atom(variant).is_some() {
        out.open(Container::Tuple, 1 + parts)?
    } else {
        let open = out.open(Container::Map, 1)?;
        out.key();
        open
    };
    out.name(variant)?;
    Ok(open)
}
