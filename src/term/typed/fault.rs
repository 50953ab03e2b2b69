//! What went wrong on the way between a type and a term, and where; never with what was there.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{Expected, Unexpected};

use crate::error::Error;
use crate::term::typed::name;

/// An error on its way out: each container adds its part of the path. Boxed, as each result that may be one is moved about.
#[derive(Debug)]
pub(crate) struct Fault(Box<Inner>);

#[derive(Debug)]
struct Inner {
    path: String,
    what: Cow<'static, str>,
}

impl Fault {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(what: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { path: String::new(), what: what.into() }))
    }

    /// One thing in the place of another.
    #[cold]
    #[inline(never)]
    pub(crate) fn got(got: &str, takes: &dyn Expected) -> Self {
        Self::new(format!("got {got}, takes {takes}"))
    }

    /// It is at this place of a list or a tuple.
    #[cold]
    #[inline(never)]
    pub(crate) fn at(mut self, index: usize) -> Self {
        self.put_before(&format!("[{index}]"));
        self
    }

    /// It is under this name.
    #[cold]
    #[inline(never)]
    pub(crate) fn under(mut self, name: &str) -> Self {
        self.put_before(name);
        self
    }

    fn put_before(&mut self, part: &str) {
        let path = &mut self.0.path;
        let dot = if path.is_empty() || path.starts_with('[') || part.is_empty() { "" } else { "." };
        *path = format!("{part}{dot}{path}");
    }

    /// Of what was read, under a key of a session if that is not empty.
    #[cold]
    pub(crate) fn decode(mut self, key: &[u8]) -> Error {
        self.put_before(&name::of_session(key));
        Error::decode_at(&self.0.path, &self.0.what)
    }

    /// Of what was written, likewise.
    #[cold]
    pub(crate) fn encode(mut self, key: &[u8]) -> Error {
        self.put_before(&name::of_session(key));
        Error::encode_at(&self.0.path, &self.0.what)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.what)
    }
}

impl std::error::Error for Fault {}

/// The kind of a value, without the value.
fn kind(unexpected: &Unexpected<'_>) -> &'static str {
    match unexpected {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "an integer",
        Unexpected::Float(_) => "a float",
        Unexpected::Char(_) => "a character",
        Unexpected::Str(_) => "a string",
        Unexpected::Bytes(_) => "bytes",
        Unexpected::Unit => "nil",
        Unexpected::Option => "an optional value",
        Unexpected::NewtypeStruct => "a newtype",
        Unexpected::Seq => "a list",
        Unexpected::Map => "a map",
        Unexpected::Enum => "a variant",
        Unexpected::UnitVariant => "a name alone",
        Unexpected::NewtypeVariant => "a name with a value",
        Unexpected::TupleVariant => "a name with a tuple",
        Unexpected::StructVariant => "a name with fields",
        // serde puts the value itself here.
        Unexpected::Other(text) if text.starts_with("integer") => "an integer of 128 bits",
        Unexpected::Other(_) => "another value",
    }
}

const CUSTOM: &str = "is refused by its type";

impl serde_core::de::Error for Fault {
    /// What a type says of its own accord may have the value in it.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(CUSTOM)
    }

    fn invalid_type(unexpected: Unexpected<'_>, takes: &dyn Expected) -> Self {
        Self::got(kind(&unexpected), takes)
    }

    fn invalid_value(unexpected: Unexpected<'_>, takes: &dyn Expected) -> Self {
        Self::new(format!("got {} of another value, takes {takes}", kind(&unexpected)))
    }

    fn invalid_length(length: usize, takes: &dyn Expected) -> Self {
        Self::new(format!("got {length} parts, takes {takes}"))
    }

    fn unknown_variant(_: &str, known: &'static [&'static str]) -> Self {
        Self::new(format!("got a name that is no variant, takes {}", listed(known)))
    }

    fn unknown_field(_: &str, known: &'static [&'static str]) -> Self {
        Self::new(format!("got a field that is not known, takes {}", listed(known)))
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new(format!("{name} is not there"))
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new(format!("{name} is there twice"))
    }
}

impl serde_core::ser::Error for Fault {
    /// What a type says of its own accord may have the value in it.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(CUSTOM)
    }
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
