//! What is written part by part: sequences, tuples, maps and structs, also as the data of a variant.

use serde_core::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use crate::term::typed::fault::Fault;
use crate::term::typed::writer::{Open, Out};
use crate::term::walk::Container;

/// A fault in the data of a variant; of none, if that has no name.
#[cold]
pub(crate) fn within(variant: &str, fault: Fault) -> Fault {
    fault.under(variant.trim_start_matches(':'))
}

/// What is being written part by part.
pub(crate) struct Parts<'s, 'o> {
    out: &'s mut Out<'o>,
    open: Open,
    /// How many there are; keys and values each count.
    count: usize,
    /// What is around a variant's data.
    around: Option<Open>,
    variant: &'static str,
    /// Where the last key of a map begins, for the path.
    key_at: usize,
}

impl<'s, 'o> Parts<'s, 'o> {
    pub(crate) fn begin(out: &'s mut Out<'o>, container: Container, count: usize) -> Result<Self, Fault> {
        let open = out.open(container, count)?;
        Ok(Self { out, open, count: 0, around: None, variant: "", key_at: 0 })
    }

    /// The data of a variant. Its name may be one of the parts, or in what is around them.
    pub(crate) const fn of_variant(
        out: &'s mut Out<'o>,
        open: Open,
        around: Option<Open>,
        count: usize,
        variant: &'static str,
    ) -> Self {
        Self { out, open, count, around, variant, key_at: 0 }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        value.serialize(&mut *self.out).map_err(|fault| within(self.variant, fault.at(self.count)))?;
        self.count += 1;
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Fault> {
        self.out.key();
        self.out.name(name)?;
        let plain = name.trim_start_matches(':');
        value.serialize(&mut *self.out).map_err(|fault| within(self.variant, fault.under(plain)))?;
        self.count += 2;
        Ok(())
    }

    fn finish(self) -> Result<(), Fault> {
        self.out.close(&self.open, self.count).map_err(|fault| within(self.variant, fault))?;
        match self.around {
            Some(around) => self.out.close(&around, 2),
            None => Ok(()),
        }
    }
}

impl SerializeSeq for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.item(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl SerializeTuple for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.item(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl SerializeTupleStruct for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.item(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl SerializeTupleVariant for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.item(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl SerializeMap for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        self.out.key();
        self.key_at = self.out.length();
        key.serialize(&mut *self.out)?;
        self.count += 1;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        value.serialize(&mut *self.out).map_err(|fault| fault.under(&self.out.shown(self.key_at)))?;
        self.count += 1;
        Ok(())
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl SerializeStruct for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Fault> {
        self.field(name, value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl SerializeStructVariant for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Fault> {
        self.field(name, value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}
