//! A [`Term`] in a type of serde's: whatever stands there, as it is.

use std::fmt;

use serde_core::de::{self, Deserialize, Deserializer, Visitor};
use serde_core::ser::{Error as _, Serialize, Serializer};

use crate::term::Term;
use crate::term::decode::decode;
use crate::term::encode::{Otp, encode};

/// What a term is called between its own code here and `term::to_vec` and `term::from_slice`: no name that a type can have.
pub(crate) const WHOLE: &str = "$waxseal::term::Term";

/// In a term, the term itself; in any other format the bytes of [`encode`].
impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = encode(self, Otp::Otp26).map_err(|error| S::Error::custom(error.message()))?;
        serializer.serialize_newtype_struct(WHOLE, &Bytes(&bytes))
    }
}

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// From a term, the term itself; from any other format the bytes of [`encode`].
impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(WHOLE, Whole)
    }
}

struct Whole;

impl<'de> Visitor<'de> for Whole {
    type Value = Term;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a term")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Term, D::Error> {
        deserializer.deserialize_bytes(self)
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Term, E> {
        decode(bytes).map_err(|_| E::invalid_value(de::Unexpected::Bytes(&[]), &self))
    }
}
