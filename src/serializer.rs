//! The `:serializer` of `Plug.Session.COOKIE`: Erlang's terms, JSON as Jason writes it, or the user's own.

use crate::error::Error;
use crate::json;
use crate::term::Term;
use crate::term_decode;
use crate::term_encode::{self, Otp};

/// How a session is written into a cookie.
pub enum Serializer {
    /// `:external_term_format`.
    Term,
    /// JSON, compact, as Jason writes it.
    Json,
    /// The user's own.
    Custom(Box<dyn Custom>),
}

/// A serializer of the user's own.
pub trait Custom {
    /// The session in a payload; nothing if it can't be decoded (`:error` in Plug).
    fn decode(&self, payload: &[u8]) -> Option<Term>;
    /// A session's payload.
    ///
    /// # Errors
    ///
    /// What can't be written.
    fn encode(&self, session: &Term) -> Result<Vec<u8>, Error>;
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
    /// Whether sessions are terms, so that Plug's sid is `:term` and not `:custom`.
    #[must_use]
    pub const fn is_term(&self) -> bool {
        matches!(self, Self::Term)
    }

    /// The session in a payload as one term with its version byte; nothing if it can't be decoded.
    #[must_use]
    pub fn decode(&self, payload: &[u8]) -> Option<Vec<u8>> {
        let term = match self {
            Self::Term => term_decode::decode(payload).ok()?,
            Self::Json => json::decode(payload)?,
            Self::Custom(custom) => custom.decode(payload)?,
        };
        term_encode::encode(&term, Otp::Otp26).ok()
    }

    /// The payload of a session map.
    ///
    /// # Errors
    ///
    /// What the format can't write, with its path.
    pub fn encode(&self, map: &[u8]) -> Result<Vec<u8>, Error> {
        let unreadable = |error| Error::encode(format!("the session could not be read back: {error}"));
        let term = term_decode::decode(map).map_err(unreadable)?;
        match self {
            Self::Term => term_encode::encode(&term, Otp::Otp26),
            Self::Json => json::encode(&term).map(String::into_bytes),
            Self::Custom(custom) => custom.encode(&term),
        }
    }
}
