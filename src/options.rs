//! Options as they come in: one map of terms, read by name, with errors that name the option, what it got and what it takes.

use zeroize::Zeroizing;

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
            let name = within.strip_suffix('.').unwrap_or(within);
            return Err(Error::config(format!("{name}: got {}, takes an object of options", describe(term))));
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
        matches!(self.get(name), Some(Term::Atom(atom)) if atom == "false")
    }

    /// An error about an option.
    #[must_use]
    pub fn wrong(&self, name: &str, takes: &str) -> Error {
        let got = self.get(name).map_or_else(|| "nothing".to_owned(), describe);
        Error::config(format!("{}{name}: got {got}, takes {takes}", self.within))
    }

    /// Text.
    ///
    /// # Errors
    ///
    /// Anything else.
    pub fn text(&self, name: &str, takes: &str) -> Result<Option<&'a str>, Error> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let Term::Binary(bytes) = value else {
            return Err(self.wrong(name, takes));
        };
        std::str::from_utf8(bytes).map(Some).map_err(|_| self.wrong(name, takes))
    }

    /// A string's UTF-8 or the bytes themselves, kept in memory that is zeroized.
    ///
    /// # Errors
    ///
    /// Anything else.
    pub fn bytes(&self, name: &str, takes: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let Term::Binary(bytes) = value else {
            return Err(self.wrong(name, takes));
        };
        Ok(Some(Zeroizing::new(bytes.clone())))
    }

    /// A whole number from `least` to `most`.
    ///
    /// # Errors
    ///
    /// Anything else.
    pub fn integer(&self, name: &str, least: i64, most: i64, takes: &str) -> Result<Option<i64>, Error> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let got = if let Term::Int(number) = value {
            if (least..=most).contains(number) {
                return Ok(Some(*number));
            }
            number.to_string()
        } else {
            describe(value)
        };
        Err(Error::config(format!("{}{name}: got {got}, takes {takes}", self.within)))
    }

    /// true or false.
    ///
    /// # Errors
    ///
    /// Anything else.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, Error> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let given = if let Term::Atom(atom) = value { atom.as_str() } else { "" };
        match given {
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            _ => Err(self.wrong(name, "true or false")),
        }
    }

    /// Refuses what differs from one of `names` only in spelling (`signing_salt`, `maxage`): Plug's names and slips of the
    /// finger would otherwise be silently without effect.
    ///
    /// # Errors
    ///
    /// Names the option and its right spelling.
    pub fn check_spelling(&self, names: &[&str]) -> Result<(), Error> {
        let plain =
            |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        for (key, _) in self.pairs {
            let Term::Binary(bytes) = key else { continue };
            let Ok(given) = std::str::from_utf8(bytes) else {
                continue;
            };
            if names.contains(&given) {
                continue;
            }
            if let Some(meant) = names.iter().find(|name| plain(name) == plain(given)) {
                return Err(Error::config(format!("{}{given}: there is no such option; write {meant}", self.within)));
            }
        }
        Ok(())
    }
}

/// Whether the term is nil.
#[must_use]
pub fn is_nil(term: &Term) -> bool {
    matches!(term, Term::Atom(atom) if atom == "nil")
}

/// What a value is, without saying what it holds: it may be a secret.
fn describe(term: &Term) -> String {
    match term {
        Term::Atom(atom) if atom == "nil" => "null".to_owned(),
        Term::Atom(atom) if atom == "true" || atom == "false" => atom.clone(),
        Term::Atom(_) => "an atom".to_owned(),
        Term::Int(_) | Term::Big(_) => "a whole number".to_owned(),
        Term::Float(_) => "a number that is not whole".to_owned(),
        Term::Binary(bytes) => match std::str::from_utf8(bytes) {
            Ok(_) => format!("a string of {} bytes", bytes.len()),
            Err(_) => format!("{} bytes that are not text", bytes.len()),
        },
        Term::List(_) | Term::Improper(..) => "a list".to_owned(),
        Term::Map(_) => "an object".to_owned(),
        Term::Bits { .. } | Term::Tuple(_) | Term::Opaque(_) => "a term".to_owned(),
    }
}
