//! The `:serializer` of `Plug.Session.COOKIE`: Erlang's terms, JSON as Jason writes it, or the user's own.

use std::borrow::Cow;

use crate::error::Error;
use crate::json;
use crate::store::options::Options;
use crate::term::decode;
use crate::term::encode::{self, Otp};

/// How a session is written into a cookie.
///
/// ```
/// # use waxseal::store::{options::Options, serializer::Serializer, value::Value};
/// let options = Value::object([("serializer", "json".into())]);
/// let serializer = Serializer::of(&Options::new(&options)?)?;
/// assert!(!serializer.is_term());
/// let payload = serializer.encode(&waxseal::term::to_vec(&std::collections::BTreeMap::from([("user", 7)]))?)?;
/// assert_eq!(payload, br#"{"user":7}"#);
/// assert!(serializer.decode(&payload).is_some() && serializer.decode(b"{user: 7}").is_none());
/// # Ok::<(), waxseal::error::Error>(())
/// ```
pub enum Serializer {
    /// `:external_term_format`.
    Term,
    /// JSON, compact, as Jason writes it.
    Json,
    /// The user's own.
    Custom(Box<dyn Custom>),
}

/// A serializer of the user's own, over terms as bytes: [`decode::decode`] and [`encode::encode`] make terms of them.
///
/// ```
/// use waxseal::error::Error;
/// use waxseal::store::serializer::{Custom, Serializer};
///
/// /// Terms, with a number of the app's own before them.
/// struct Numbered(u8);
///
/// impl Custom for Numbered {
///     fn decode(&self, payload: &[u8]) -> Option<Vec<u8>> {
///         payload.strip_prefix(&[self.0]).map(<[u8]>::to_vec)
///     }
///     fn encode(&self, session: &[u8]) -> Result<Vec<u8>, Error> {
///         Ok([&[self.0], session].concat())
///     }
/// }
///
/// let serializer = Serializer::Custom(Box::new(Numbered(7)));
/// assert_eq!(serializer.encode(waxseal::session::map::EMPTY)?[0], 7);
/// # Ok::<(), Error>(())
/// ```
pub trait Custom: Send + Sync {
    /// The session in a payload, as one term with its version byte; nothing if it can't be decoded (`:error` in Plug).
    fn decode(&self, payload: &[u8]) -> Option<Vec<u8>>;
    /// The payload of a session, which is one term with its version byte.
    ///
    /// # Errors
    ///
    /// What can't be written.
    fn encode(&self, session: &[u8]) -> Result<Vec<u8>, Error>;
}

impl std::fmt::Debug for Serializer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Term => "Term",
            Self::Json => "Json",
            Self::Custom(_) => "Custom",
        })
    }
}

impl Serializer {
    /// The one that the options name.
    ///
    /// # Errors
    ///
    /// They name another.
    pub fn of(options: &Options<'_>) -> Result<Self, Error> {
        let takes = "\"external_term_format\", \"json\" or an object with encode and decode";
        match options.text("serializer", takes)? {
            None | Some("external_term_format") => Ok(Self::Term),
            Some("json") => Ok(Self::Json),
            Some(_) => Err(options.wrong("serializer", takes)),
        }
    }

    /// Whether sessions are terms, so that Plug's sid is `:term` and not `:custom`.
    #[must_use]
    pub const fn is_term(&self) -> bool {
        matches!(self, Self::Term)
    }

    /// The session in a payload as one term with its version byte; nothing if it can't be decoded.
    #[must_use]
    pub fn decode(&self, payload: &[u8]) -> Option<Vec<u8>> {
        let term = match self {
            Self::Term => Cow::Borrowed(payload),
            Self::Json => Cow::Owned(json::decode::read(payload)?),
            Self::Custom(custom) => Cow::Owned(custom.decode(payload)?),
        };
        encode::normalize(&decode::check(&term).ok()?, Otp::Otp26).ok()
    }

    /// The payload of a session map.
    ///
    /// # Errors
    ///
    /// What the format can't write, with its path.
    pub fn encode(&self, map: &[u8]) -> Result<Vec<u8>, Error> {
        let map = decode::check(map)
            .map_err(|error| Error::encode(format!("the session could not be read back: {error}")))?;
        match self {
            Self::Term => encode::normalize(&map, Otp::Otp26),
            Self::Json => json::encode::write(&map, 1),
            Self::Custom(custom) => custom.encode(&map),
        }
    }
}
