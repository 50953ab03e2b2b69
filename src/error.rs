//! Every error of the crate: a private kind, one sentence, a stable code.
//!
//! A bad cookie is never an error; it is no session and a [`Reason`].

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// What went wrong, in one sentence, with a stable [code](Error::code). Never holds a secret, a cookie or a session's values.
///
/// ```
/// # use waxseal::error::Error;
/// # use waxseal::session::Session;
/// let mut session = Session::default();
/// session.put("cart", &["tea"])?;
/// let error = session.get::<Vec<u32>>("cart").unwrap_err();
/// assert_eq!((error.code(), error.path()), ("ERR_DECODE", "cart[0]"));
/// assert_eq!(error.message(), "cart[0]: got a string, takes u32");
/// assert!(!error.is_retriable());
///
/// // A store of your own has these to give.
/// for (error, code) in [
///     (Error::config("tableName: got nothing, takes text"), "ERR_CONFIG"),
///     (Error::encode("cart[2]: is a tuple"), "ERR_ENCODE"),
///     (Error::decode("no term"), "ERR_DECODE"),
///     (Error::already_sent("the session was committed"), "ERR_ALREADY_SENT"),
///     (Error::cookie_overflow("5,000 bytes"), "ERR_COOKIE_OVERFLOW"),
///     (Error::session_interrupted("dropped by another request"), "ERR_SESSION_INTERRUPTED"),
///     (Error::randomness("the platform has none"), "ERR_RANDOMNESS"),
/// ] {
///     assert_eq!(error.code(), code);
/// }
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

/// Boxed, as each result that may be an error is moved about, and hardly one is.
#[derive(Debug, Clone)]
struct Inner {
    kind: Kind,
    message: Cow<'static, str>,
    /// How many bytes of the message are the path.
    path: usize,
    /// Of a service's failure.
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl PartialEq for Inner {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.message) == (other.kind, &other.message)
    }
}

impl Eq for Inner {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Config,
    Encode,
    Decode,
    AlreadySent,
    CookieOverflow,
    SessionInterrupted,
    Randomness,
    /// A service's: whether a later request may succeed.
    Store(bool),
}

impl Error {
    /// Wrong configuration or wrong use. `message` names the option, what it got (never a secret) and what it takes.
    #[must_use]
    pub fn config(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Config, message.into())
    }

    /// A value that can't be written. `message` says where it is.
    #[must_use]
    pub fn encode(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Encode, message.into())
    }

    /// Bytes that are not a term (only where a caller asked for that term; a cookie gives a [`Reason`]).
    #[must_use]
    pub fn decode(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Decode, message.into())
    }

    /// The session was committed before (`Plug.Conn.AlreadySentError`).
    #[must_use]
    pub fn already_sent(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::AlreadySent, message.into())
    }

    /// The whole Set-Cookie is over 4,096 bytes (`Plug.Conn.CookieOverflowError`).
    #[must_use]
    pub fn cookie_overflow(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::CookieOverflow, message.into())
    }

    /// The session was dropped or renewed by another request while this one ran.
    #[must_use]
    pub fn session_interrupted(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::SessionInterrupted, message.into())
    }

    /// The platform gave no randomness.
    #[must_use]
    pub fn randomness(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Randomness, message.into())
    }

    /// A value that can't be written, at this path; without one it is the whole.
    pub(crate) fn encode_at(path: &str, what: &str) -> Self {
        Self::new_at(Kind::Encode, path, what)
    }

    /// A term that is not what a caller asked for, at this path; without one it is the whole.
    pub(crate) fn decode_at(path: &str, what: &str) -> Self {
        Self::new_at(Kind::Decode, path, what)
    }

    fn new_at(kind: Kind, path: &str, what: &str) -> Self {
        let message = if path.is_empty() { what.to_owned() } else { format!("{path}: {what}") };
        Self(Box::new(Inner { kind, message: message.into(), path: path.len(), source: None }))
    }

    #[cold]
    #[inline(never)]
    fn new(kind: Kind, message: Cow<'static, str>) -> Self {
        Self(Box::new(Inner { kind, message, path: 0, source: None }))
    }

    /// The key-value service failed, for the reason in `source`.
    #[cold]
    pub(crate) fn store(
        message: impl Into<Cow<'static, str>>,
        is_retriable: bool,
        source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self(Box::new(Inner { kind: Kind::Store(is_retriable), message: message.into(), path: 0, source }))
    }

    /// Whether the same request may succeed later: a service failed, and it need not be for good.
    #[must_use]
    pub fn is_retriable(&self) -> bool {
        self.0.kind == Kind::Store(true)
    }

    /// The sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where in a value that was read into a type or written out of one, such as `cart.items[2].amount`; empty for the whole of it, and for
    /// any other error.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.message.get(..self.0.path).unwrap_or_default()
    }

    /// The stable code, the same in JavaScript.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.0.kind {
            Kind::Config => "ERR_CONFIG",
            Kind::Encode => "ERR_ENCODE",
            Kind::Decode => "ERR_DECODE",
            Kind::AlreadySent => "ERR_ALREADY_SENT",
            Kind::CookieOverflow => "ERR_COOKIE_OVERFLOW",
            Kind::SessionInterrupted => "ERR_SESSION_INTERRUPTED",
            Kind::Randomness => "ERR_RANDOMNESS",
            Kind::Store(_) => "ERR_STORE",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// Why a request has no session although nothing is broken: given to `log`, never to the client.
///
/// ```
/// # use waxseal::error::Reason;
/// assert_eq!(Reason::BadSignature.as_str(), "bad_signature");
/// assert_eq!(Reason::from_number(Reason::BadSignature as u8), Some(Reason::BadSignature));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[non_exhaustive]
pub enum Reason {
    /// The request has no such cookie.
    NoCookie = 1,
    /// The cookie is longer than any platform lets through (1 MiB).
    TooLarge = 2,
    /// Not the shape of a token: parts, base64, lengths.
    Malformed = 3,
    /// The token names an algorithm that we do not take.
    UnknownAlgorithm = 4,
    /// No key verifies the signature.
    BadSignature = 5,
    /// No key decrypts it.
    DecryptFailed = 6,
    /// Verified, but not a term that we take (`Plug.Crypto.non_executable_binary_to_term/2`).
    Undecodable = 7,
    /// A good term over our bounds in depth, nodes or bytes.
    Limit = 8,
    /// Verified and decoded, but not a map.
    NotAMap = 9,
    /// The record is past its idle or absolute limit.
    Expired = 10,
    /// A session id that the store does not know.
    UnknownSid = 11,
    /// Not the shape of a session id.
    BadSid = 12,
    /// No session, but a later cookie of the same name would have been one: one of another path or domain stands before it.
    ShadowedCookie = 13,
    /// A session id whose session was dropped or renewed a moment ago.
    RetiredSid = 14,
    /// A session whose owner's sessions were revoked.
    Revoked = 15,
}

impl Reason {
    const ALL: [Self; 15] = [
        Self::NoCookie,
        Self::TooLarge,
        Self::Malformed,
        Self::UnknownAlgorithm,
        Self::BadSignature,
        Self::DecryptFailed,
        Self::Undecodable,
        Self::Limit,
        Self::NotAMap,
        Self::Expired,
        Self::UnknownSid,
        Self::BadSid,
        Self::ShadowedCookie,
        Self::RetiredSid,
        Self::Revoked,
    ];

    /// The reason of a session's header.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| *reason as u8 == number)
    }

    /// The name that `log` is given.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoCookie => "no_cookie",
            Self::TooLarge => "too_large",
            Self::Malformed => "malformed",
            Self::UnknownAlgorithm => "unknown_algorithm",
            Self::BadSignature => "bad_signature",
            Self::DecryptFailed => "decrypt_failed",
            Self::Undecodable => "undecodable",
            Self::Limit => "limit",
            Self::NotAMap => "not_a_map",
            Self::Expired => "expired",
            Self::UnknownSid => "unknown_sid",
            Self::BadSid => "bad_sid",
            Self::ShadowedCookie => "shadowed_cookie",
            Self::RetiredSid => "retired_sid",
            Self::Revoked => "revoked",
        }
    }
}
