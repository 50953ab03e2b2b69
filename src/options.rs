//! Options as they come in: one map of terms, read by name, with errors that name the option, what it got and what it takes.

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::decimal::{count, decimal};
use crate::error::Error;
use crate::term::Term;

/// A map from option names (JavaScript's, in camelCase) to values. nil is a value; an option that is not there is not given.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    pairs: &'a [(Term, Term)],
    /// What stands before an option's name in an error: `rotatingOptions[1].`
    within: &'a str,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Options(..)")
    }
}

impl<'a> Options<'a> {
    /// Options out of a term.
    ///
    /// # Errors
    ///
    /// The term is no map.
    pub fn new(term: &'a Term, within: &'a str) -> Result<Self, Error> {
        let Term::Map(pairs) = term else {
            return Err(wrong(within.strip_suffix('.').unwrap_or(within), "", &describe(term), "an object of options"));
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
    pub fn get(&self, name: &str) -> Option<&'a Term> {
        let is_named = |key: &Term| matches!(key, Term::Binary(bytes) if bytes == name.as_bytes());
        self.pairs.iter().find(|(key, _)| is_named(key)).map(|(_, value)| value)
    }

    /// The option's value, unless it is nil or not given.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&'a Term> {
        self.get(name).filter(|value| !is_nil(value))
    }

    /// Whether the option is false, which Plug takes for nil with some (`Plug.Conn.Cookies.encode/2`).
    #[must_use]
    pub fn is_false(&self, name: &str) -> bool {
        self.get(name).and_then(boolean) == Some(false)
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
            Some(Term::Binary(bytes)) => Ok(Some(bytes)),
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
        let got = if let Term::Int(number) = value {
            if (least..=most).contains(number) {
                return Ok(Some(*number));
            }
            Cow::Owned(decimal(*number))
        } else {
            describe(value)
        };
        Err(wrong(self.within, name, &got, takes))
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
        match boolean(value) {
            None => Err(self.wrong(name, "true or false")),
            given => Ok(given),
        }
    }

    /// Refuses what differs from one of `names` only in spelling (`signing_salt`, `maxage`): Plug's names and slips of the
    /// finger would otherwise be silently without effect.
    ///
    /// # Errors
    ///
    /// Names the option and its right spelling.
    #[inline(never)]
    pub fn check_spelling(&self, names: &[&str]) -> Result<(), Error> {
        for (key, _) in self.pairs {
            let Term::Binary(given) = key else { continue };
            if names.iter().any(|name| name.as_bytes() == given) {
                continue;
            }
            let meant = names.iter().find(|name| letters(name.as_bytes()).eq(letters(given)));
            if let (Some(meant), Ok(given)) = (meant, std::str::from_utf8(given)) {
                let message = [self.within, given, ": there is no such option; write ", meant].concat();
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
    Error::config([within, name, ": got ", got, ", takes ", takes].concat())
}

/// Whether the term is nil.
#[must_use]
pub fn is_nil(term: &Term) -> bool {
    matches!(term, Term::Atom(atom) if atom == "nil")
}

fn boolean(term: &Term) -> Option<bool> {
    let Term::Atom(atom) = term else { return None };
    match atom.as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// What a value is, without saying what it holds: it may be a secret.
fn describe(term: &Term) -> Cow<'static, str> {
    Cow::Borrowed(match term {
        Term::Atom(atom) if atom == "nil" => "null",
        Term::Atom(_) => match boolean(term) {
            Some(true) => "true",
            Some(false) => "false",
            None => "an atom",
        },
        Term::Int(_) | Term::Big(_) => "a whole number",
        Term::Float(_) => "a number that is not whole",
        Term::Binary(bytes) => {
            let (before, after) = match std::str::from_utf8(bytes) {
                Ok(_) => ("a string of ", " bytes"),
                Err(_) => ("", " bytes that are not text"),
            };
            return Cow::Owned([before, &count(bytes.len()), after].concat());
        }
        Term::List(_) | Term::Improper(..) => "a list",
        Term::Map(_) => "an object",
        Term::Bits { .. } | Term::Tuple(_) | Term::Opaque(_) => "a term",
    })
}
