//! Options as they come in: one map as a term's bytes, read by name where it stands, with errors that name the option, what it got
//! and what it takes.

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::error::Error;
use crate::session::map::string_key;
use crate::term::cursor::Cursor;
use crate::term::decode::{check, pairs, skip};
use crate::term::head::{Head, head};
use crate::term::integer::small;
use crate::term::tag;

/// A map from option names (JavaScript's, in camelCase) to values. nil is a value; an option that is not there is not given.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Without its version byte.
    map: &'a [u8],
    /// What stands before an option's name in an error: `rotatingOptions[1].`
    within: &'a str,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Options(..)")
    }
}

impl<'a> Options<'a> {
    /// Options out of a term with its version byte, as [`encode::encode`](crate::term::encode::encode) writes it. They may be
    /// secrets, and whoever has the bytes wipes them.
    ///
    /// # Errors
    ///
    /// The bytes are no term, or none that is a map; or it is compressed.
    pub fn new(term: &'a [u8]) -> Result<Self, Error> {
        let Cow::Borrowed(term) = check(term)? else {
            return Err(wrong("", "options", "a compressed term", "an object of options"));
        };
        Self::inside(term.strip_prefix(&[tag::VERSION]).unwrap_or_default(), "")
    }

    /// Options that are an option's value, or in it.
    ///
    /// # Errors
    ///
    /// The term is no map.
    pub(crate) fn inside(term: &'a [u8], within: &'a str) -> Result<Self, Error> {
        if term.first() != Some(&tag::MAP) {
            return Err(wrong(within.strip_suffix('.').unwrap_or(within), "", &describe(term), "an object of options"));
        }
        Ok(Self { map: term, within })
    }

    /// What stands before an option's name in an error.
    #[must_use]
    pub const fn within(&self) -> &'a str {
        self.within
    }

    /// The option's value as a term without version byte; nil too.
    #[must_use]
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<&'a [u8]> {
        pairs(self.map).find(|(key, _)| string_key(key) == Some(name.as_bytes())).map(|(_, value)| value)
    }

    /// The option's value, unless it is nil or not given.
    fn value(&self, name: &str) -> Option<Head<'a>> {
        self.get(name).and_then(head_of).filter(|value| !is_atom(value, b"nil"))
    }

    /// Whether the option is false, which Plug takes for nil with some (`Plug.Conn.Cookies.encode/2`).
    #[must_use]
    pub fn is_false(&self, name: &str) -> bool {
        self.value(name).is_some_and(|value| is_atom(&value, b"false"))
    }

    /// An error about an option.
    #[must_use]
    #[inline(never)]
    pub fn wrong(&self, name: &str, takes: &str) -> Error {
        let got = self.get(name).map_or(Cow::Borrowed("nothing"), describe);
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
            Some(Head::Binary(bytes)) => Ok(Some(bytes)),
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
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        match whole(&value) {
            Some(number) if (least..=most).contains(&number) => Ok(Some(number)),
            Some(number) => Err(wrong(self.within, name, &number.to_string(), takes)),
            None => Err(self.wrong(name, takes)),
        }
    }

    /// true or false.
    ///
    /// # Errors
    ///
    /// Anything else.
    #[inline(never)]
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, Error> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        if is_atom(&value, b"true") {
            return Ok(Some(true));
        }
        if is_atom(&value, b"false") { Ok(Some(false)) } else { Err(self.wrong(name, "true or false")) }
    }

    /// A list's items, each a term without version byte; none of nil.
    ///
    /// # Errors
    ///
    /// Anything else.
    pub(crate) fn list(&self, name: &str, takes: &str) -> Result<Vec<&'a [u8]>, Error> {
        if self.value(name).is_none() {
            return Ok(Vec::new());
        }
        self.get(name).and_then(items).ok_or_else(|| self.wrong(name, takes))
    }

    /// Refuses what differs from one of `names` only in spelling (`signing_salt`, `maxage`): Plug's names and slips of the
    /// finger would otherwise be silently without effect.
    ///
    /// # Errors
    ///
    /// Names the option and its right spelling.
    #[inline(never)]
    pub fn check_spelling(&self, names: &[&str]) -> Result<(), Error> {
        for (key, _) in pairs(self.map) {
            let Some(given) = string_key(key) else { continue };
            if names.iter().any(|name| name.as_bytes() == given) {
                continue;
            }
            let meant = names.iter().find(|name| letters(name.as_bytes()).eq(letters(given)));
            if let (Some(meant), Ok(given)) = (meant, std::str::from_utf8(given)) {
                let message = format!("{}{given}: there is no such option; write {meant}", self.within);
                return Err(Error::config(message));
            }
        }
        Ok(())
    }
}

/// What is left of a name when spelling does not count.
fn letters(name: &[u8]) -> impl Iterator<Item = u8> {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase)
}

#[cold]
#[inline(never)]
fn wrong(within: &str, name: &str, got: &str, takes: &str) -> Error {
    Error::config(format!("{within}{name}: got {got}, takes {takes}"))
}

fn head_of(term: &[u8]) -> Option<Head<'_>> {
    head(&mut Cursor::new(term, 0)).ok()
}

/// A proper list's, whatever there is in it.
fn items(list: &[u8]) -> Option<Vec<&[u8]>> {
    let mut cursor = Cursor::new(list, 0);
    let begins = head(&mut cursor).ok()?;
    if matches!(begins, Head::Nil) {
        return Some(Vec::new());
    }
    if let Head::String(bytes) = begins {
        // Small integers: each is one, whichever.
        return Some(vec![&[tag::SMALL_INTEGER, 0]; bytes.len()]);
    }
    let Head::List(count) = begins else { return None };
    let mut items = Vec::new();
    for _ in 0..count {
        items.push(skip(&mut cursor)?);
    }
    matches!(head(&mut cursor), Ok(Head::Nil)).then_some(items)
}

fn is_atom(value: &Head<'_>, name: &[u8]) -> bool {
    matches!(value, Head::Atom(atom) if *atom.utf8() == *name)
}

fn whole(value: &Head<'_>) -> Option<i64> {
    if let Head::Big(is_negative, magnitude) = value {
        return small(*is_negative, magnitude);
    }
    if let Head::Int(number) = value { Some(*number) } else { None }
}

/// What a value is, without saying what it holds: it may be a secret.
fn describe(term: &[u8]) -> Cow<'static, str> {
    let Some(value) = head_of(term) else {
        return Cow::Borrowed("no term");
    };
    Cow::Borrowed(match value {
        Head::Atom(_) => {
            let named = [("nil", "null"), ("true", "true"), ("false", "false")];
            named.iter().find(|(name, _)| is_atom(&value, name.as_bytes())).map_or("an atom", |(_, shown)| shown)
        }
        Head::Int(_) | Head::Big(..) => "a whole number",
        Head::Float(_) => "a number that is not whole",
        Head::Binary(bytes) => {
            let (before, after) = match std::str::from_utf8(bytes) {
                Ok(_) => ("a string of ", " bytes"),
                Err(_) => ("", " bytes that are not text"),
            };
            return Cow::Owned(format!("{before}{}{after}", bytes.len()));
        }
        Head::Nil | Head::String(_) | Head::List(_) => "a list",
        Head::Map(_) => "an object",
        Head::Bits(..) | Head::Tuple(_) | Head::Opaque(_) => "a term",
    })
}
