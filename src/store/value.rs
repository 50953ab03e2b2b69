//! What an option holds, wherever it was written: in TOML, JSON or whatever else serde reads; at WebAssembly's border in a term.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::term::cursor::Cursor;
use crate::term::decode::{check, skip};
use crate::term::head::{Head, head};
use crate::term::integer::small;
use crate::term::tag;

/// An option's value, or all options: an object of them by their names, which are JavaScript's, in camelCase. It may hold secrets:
/// it is wiped when it is dropped, and nothing of it is shown.
///
/// ```
/// # use waxseal::store::{cookie::CookieStore, options::Options, serializer::Serializer, value::Value};
/// # use waxseal::plug::SessionCookie;
/// let json = r#"{ "store": "cookie", "key": "_my_app_key", "signingSalt": "3kVbPzQ1", "maxAge": 86400 }"#;
/// let value: Value = serde_json::from_str(json)?;
/// let options = Options::new(&value)?;
/// let cookie = SessionCookie::init(&options)?;
/// let store = CookieStore::init(&options, Serializer::of(&options)?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[non_exhaustive]
pub enum Value {
    /// Plug's nil, JSON's null.
    Nil,
    /// true or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(Zeroizing<String>),
    /// Bytes. Those of a term may be text.
    Bytes(Zeroizing<Vec<u8>>),
    /// A list.
    List(Vec<Value>),
    /// An object: no name twice.
    Object(Vec<(Zeroizing<String>, Value)>),
    /// A term that is none of these.
    Other,
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(..)")
    }
}

/// How deep objects and lists are read in a term: options in a list in options.
const DEPTH: usize = 4;

impl Value {
    /// Out of a term with its version byte, as [`encode`](crate::term::encode::encode) writes it: text and bytes are one to it.
    ///
    /// ```
    /// # use waxseal::store::{options::Options, value::Value};
    /// let written = waxseal::term::to_vec(&std::collections::BTreeMap::from([("key", "_my_app_key")]))?;
    /// let value = Value::of_term(&written)?;
    /// assert_eq!(Options::new(&value)?.text("key", "text")?, Some("_my_app_key"));
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The bytes are no term; or it is compressed.
    pub fn of_term(term: &[u8]) -> Result<Self, Error> {
        let Cow::Borrowed(term) = check(term)? else {
            return Err(Error::config("options: got a compressed term, takes an object of options"));
        };
        let mut cursor = Cursor::new(term.strip_prefix(&[tag::VERSION]).unwrap_or_default(), 0);
        Ok(read(&mut cursor, DEPTH).unwrap_or(Self::Other))
    }

    /// An object, by its names; of a name that is there twice the last counts.
    ///
    /// ```
    /// # use waxseal::store::value::Value;
    /// let value = Value::object([("key", "_my_app_key".into()), ("maxAge", 86_400.into()), ("secure", true.into())]);
    /// ```
    #[must_use]
    pub fn object<const N: usize>(pairs: [(&str, Self); N]) -> Self {
        let mut object: Vec<(Zeroizing<String>, Self)> = Vec::with_capacity(N);
        for (name, value) in pairs {
            object.retain(|(known, _)| known.as_str() != name);
            object.push((Zeroizing::new(name.to_owned()), value));
        }
        Self::Object(object)
    }

    /// What it is, without saying what it holds.
    pub(crate) fn describe(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Nil => "null",
            Self::Boolean(true) => "true",
            Self::Boolean(false) => "false",
            Self::Float(number) if number.fract() != 0.0 => "a number that is not whole",
            Self::Integer(_) | Self::Float(_) => "a whole number",
            Self::Text(text) => return Cow::Owned(format!("a string of {} bytes", text.len())),
            Self::Bytes(bytes) => {
                let length = bytes.len();
                return Cow::Owned(match std::str::from_utf8(bytes) {
                    Ok(_) => format!("a string of {length} bytes"),
                    Err(_) => format!("{length} bytes that are not text"),
                });
            }
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
            Self::Other => "a term",
        })
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Zeroizing::new(text))
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Zeroizing::new(bytes))
    }
}

impl From<bool> for Value {
    fn from(boolean: bool) -> Self {
        Self::Boolean(boolean)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

/// One term; nothing where it ends too early.
fn read(cursor: &mut Cursor<'_>, depth: usize) -> Option<Value> {
    Some(match head(cursor).ok()? {
        Head::Atom(name) => match &*name.utf8() {
            b"nil" => Value::Nil,
            b"true" => Value::Boolean(true),
            b"false" => Value::Boolean(false),
            _ => Value::Other,
        },
        Head::Int(number) => Value::Integer(number),
        Head::Big(is_negative, magnitude) => {
            small(is_negative, magnitude).map_or(Value::Float(f64::MAX), Value::Integer)
        }
        Head::Float(number) => Value::Float(number),
        Head::Binary(bytes) => Value::Bytes(Zeroizing::new(bytes.to_vec())),
        Head::Nil => Value::List(Vec::new()),
        Head::String(bytes) => Value::List(bytes.iter().map(|byte| Value::Integer(i64::from(*byte))).collect()),
        Head::List(count) => {
            let items = many(cursor, count, depth)?;
            if matches!(head(cursor).ok()?, Head::Nil) { Value::List(items) } else { Value::Other }
        }
        Head::Map(count) => {
            let mut pairs = Vec::new();
            for _ in 0..count {
                // Names are text; what is under another key is no option.
                let name = read(cursor, 0)?;
                let value = one(cursor, depth)?;
                if let Value::Bytes(name) = name
                    && let Ok(name) = std::str::from_utf8(&name)
                {
                    pairs.push((Zeroizing::new(name.to_owned()), value));
                }
            }
            Value::Object(pairs)
        }
        Head::Tuple(count) => {
            many(cursor, count, 0)?;
            Value::Other
        }
        Head::Bits(..) | Head::Opaque(_) => Value::Other,
    })
}

fn many(cursor: &mut Cursor<'_>, count: usize, depth: usize) -> Option<Vec<Value>> {
    (0..count).map(|_| one(cursor, depth)).collect()
}

/// What is nested, as far as options are.
fn one(cursor: &mut Cursor<'_>, depth: usize) -> Option<Value> {
    match depth.checked_sub(1) {
        Some(depth) => read(cursor, depth),
        None => skip(cursor).map(|_| Value::Other),
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Read)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an option: text, bytes, a number, true or false, a list or an object")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, boolean: bool) -> Result<Value, E> {
        Ok(Value::Boolean(boolean))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        // It is more than any option takes, whatever it is.
        Ok(i64::try_from(number).map_or(Value::Float(f64::MAX), Value::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::new(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::new(text)))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Value, E> {
        Ok(Value::Bytes(Zeroizing::new(bytes.to_vec())))
    }

    fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Value, E> {
        Ok(Value::Bytes(Zeroizing::new(bytes)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut pairs: Vec<(Zeroizing<String>, Value)> = Vec::new();
        while let Some(name) = entries.next_key::<String>()?.map(Zeroizing::new) {
            if pairs.iter().any(|(known, _)| *known == name) {
                // Not by its name, which may be a secret in the wrong place.
                return Err(de::Error::custom("an option is there twice"));
            }
            pairs.push((name, entries.next_value()?));
        }
        Ok(Value::Object(pairs))
    }
}
