//! Options as they come in: an object's values, read by name, with errors that name the option, what it got and what it takes.

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::error::Error;
use crate::store::names::nearest;
use crate::store::value::Value;

/// An object of options by their names (JavaScript's, in camelCase). nil is a value; an option that is not there is not given.
///
/// ```
/// # use waxseal::store::{options::Options, value::Value};
/// let value = Value::object([
///     ("key", "_my_app_key".into()),
///     ("maxAge", 60.into()),
///     ("secure", false.into()),
///     ("signingKey", vec![7; 32].into()),
/// ]);
/// let options = Options::new(&value)?;
/// options.check_names(&[&["key", "maxAge", "secure", "signingKey"]])?;
/// assert_eq!(options.text("key", "text")?, Some("_my_app_key"));
/// assert_eq!(options.bytes("key", "text")?.map(|bytes| bytes.len()), Some(11));
/// assert_eq!(options.key("signingKey", "32 bytes")?.map(|key| key.len()), Some(32));
/// assert_eq!(options.boolean("secure")?, Some(false));
/// assert!(options.is_false("secure") && options.has("secure") && options.get("path").is_none());
///
/// assert_eq!(options.integer("maxAge", 1, 1000, "seconds")?, Some(60));
/// let error = options.integer("maxAge", 1, 10, "seconds, at most 10").unwrap_err();
/// assert_eq!(error.message(), "maxAge: got 60, takes seconds, at most 10");
/// let error = options.wrong("maxAge", "less");
/// assert_eq!(error.message(), "maxAge: got a whole number, takes less");
/// assert_eq!(options.within(), "");
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Options<'a> {
    pairs: &'a [(Zeroizing<String>, Value)],
    /// What stands before an option's name in an error: `rotatingOptions[1].`
    within: &'a str,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Options(..)")
    }
}

impl<'a> Options<'a> {
    /// Options out of an object.
    ///
    /// # Errors
    ///
    /// The value is none.
    pub fn new(value: &'a Value) -> Result<Self, Error> {
        Self::inside(value, "")
    }

    /// Options that are an option's value, or in it.
    ///
    /// # Errors
    ///
    /// The value is no object.
    pub(crate) fn inside(value: &'a Value, within: &'a str) -> Result<Self, Error> {
        let Value::Object(pairs) = value else {
            let name = within.strip_suffix('.').unwrap_or("options");
            return Err(wrong("", name, &value.describe(), "an object of options"));
        };
        Ok(Self { pairs, within })
    }

    /// What stands before an option's name in an error.
    #[must_use]
    pub const fn within(&self) -> &'a str {
        self.within
    }

    /// The option's value; nil too.
    #[must_use]
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.pairs.iter().find(|(known, _)| known.as_str() == name).map(|(_, value)| value)
    }

    /// The option's value, unless it is nil or not given.
    fn value(&self, name: &str) -> Option<&'a Value> {
        self.get(name).filter(|value| !matches!(value, Value::Nil))
    }

    /// Whether the option is given, and not nil.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Whether the option is false, which Plug takes for nil with some (`Plug.Conn.Cookies.encode/2`).
    #[must_use]
    pub fn is_false(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Value::Boolean(false)))
    }

    /// An error about an option.
    #[must_use]
    #[inline(never)]
    pub fn wrong(&self, name: &str, takes: &str) -> Error {
        let got = self.get(name).map_or(Cow::Borrowed("nothing"), Value::describe);
        wrong(self.within, name, &got, takes)
    }

    /// Text.
    ///
    /// # Errors
    ///
    /// Anything else.
    #[inline(never)]
    pub fn text(&self, name: &str, takes: &str) -> Result<Option<&'a str>, Error> {
        let text = self.binary(name, takes)?.map(std::str::from_utf8).transpose();
        text.map_err(|_| self.wrong(name, takes))
    }

    /// A string's UTF-8 or the bytes themselves, kept in memory that is zeroized.
    ///
    /// # Errors
    ///
    /// Anything else.
    #[inline(never)]
    pub fn bytes(&self, name: &str, takes: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        Ok(self.binary(name, takes)?.map(|bytes| Zeroizing::new(bytes.to_vec())))
    }

    fn binary(&self, name: &str, takes: &str) -> Result<Option<&'a [u8]>, Error> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.as_bytes())),
            Some(Value::Bytes(bytes)) => Ok(Some(bytes)),
            Some(_) => Err(self.wrong(name, takes)),
        }
    }

    /// A key's bytes; where a format has none, a list of numbers. Text is refused: the characters of base64 would be another key.
    ///
    /// # Errors
    ///
    /// Anything else.
    #[inline(never)]
    pub fn key(&self, name: &str, takes: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Bytes(bytes)) => Ok(Some(bytes.clone())),
            Some(Value::List(items)) => {
                let mut key = Zeroizing::new(Vec::with_capacity(items.len()));
                for item in items {
                    let Value::Integer(number) = item else { return Err(self.wrong(name, takes)) };
                    key.push(u8::try_from(*number).map_err(|_| self.wrong(name, takes))?);
                }
                Ok(Some(key))
            }
            Some(_) => Err(self.wrong(name, takes)),
        }
    }

    /// A whole number from `least` to `most`.
    ///
    /// # Errors
    ///
    /// Anything else.
    #[inline(never)]
    pub fn integer(&self, name: &str, least: i64, most: i64, takes: &str) -> Result<Option<i64>, Error> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => match whole(value) {
                Some(number) if (least..=most).contains(&number) => Ok(Some(number)),
                Some(number) => Err(wrong(self.within, name, &number.to_string(), takes)),
                None => Err(self.wrong(name, takes)),
            },
        }
    }

    /// true or false.
    ///
    /// # Errors
    ///
    /// Anything else.
    #[inline(never)]
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, Error> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Boolean(boolean)) => Ok(Some(*boolean)),
            Some(_) => Err(self.wrong(name, "true or false")),
        }
    }

    /// A list's items; none of nil.
    ///
    /// # Errors
    ///
    /// Anything else.
    pub(crate) fn list(&self, name: &str, takes: &str) -> Result<&'a [Value], Error> {
        match self.value(name) {
            None => Ok(&[]),
            Some(Value::List(items)) => Ok(items),
            Some(_) => Err(self.wrong(name, takes)),
        }
    }

    /// Refuses what is none of these names.
    ///
    /// # Errors
    ///
    /// Names the option, and what was probably meant.
    pub fn check_names(&self, known: &[&[&str]]) -> Result<(), Error> {
        let names = || known.iter().flat_map(|names| names.iter().copied());
        let Some((given, _)) = self.pairs.iter().find(|(given, _)| names().all(|name| name != given.as_str())) else {
            return Ok(());
        };
        let within = self.within;
        let hint = nearest(given, names()).map_or_else(
            || format!("it takes {}", names().collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean {near}?"),
        );
        // A name may be a secret that stands in the wrong place; few secrets are so short, and without a digit.
        let is_shown =
            given.len() <= 24 && given.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'));
        Err(Error::config(if is_shown {
            format!("{within}{}: there is no such option; {hint}", given.as_str())
        } else {
            format!("{within}an option of {} bytes: there is no such option; {hint}", given.len())
        }))
    }
}

/// The most that JavaScript takes for one certain whole number.
const SAFE: f64 = 9_007_199_254_740_991.0;

/// A whole number, however it is written: `60.0` is 60, as in JavaScript.
#[expect(clippy::cast_possible_truncation, reason = "it is whole, and fits")]
fn whole(value: &Value) -> Option<i64> {
    if let Value::Integer(number) = value {
        return Some(*number);
    }
    if let Value::Float(number) = value
        && number.fract() == 0.0
        && number.abs() <= SAFE
    {
        return Some(*number as i64);
    }
    None
}

#[cold]
#[inline(never)]
fn wrong(within: &str, name: &str, got: &str, takes: &str) -> Error {
    Error::config(format!("{within}{name}: got {got}, takes {takes}"))
}
