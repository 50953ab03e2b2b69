//! `Plug.Crypto.sign/4`, `encrypt/4`, `verify/4` and `decrypt/4`: data with the time of its signing and its age, as text. What
//! `Phoenix.Token` makes and reads is the same.
//!
//! ```text
//! term_to_binary({data, signed_at in milliseconds, max_age in seconds}), by message_verifier or by message_encryptor
//! ```
//!
//! ```
//! use waxseal::crypto::message_encryptor::EncryptionKey;
//! use waxseal::crypto::message_verifier::SigningKey;
//! use waxseal::crypto::token::{self, Age, MAX_AGE, Opened, Refusal, Terms};
//! use waxseal::term::{self, encode::Otp};
//!
//! let now_ms = 1_700_000_000_000;
//! let terms = Terms { signed_at_ms: 1_700_000_000_000, max_age: MAX_AGE, otp: Otp::Otp26, compressed: false };
//! let key = SigningKey::new(b"derived of the secret and a salt")?;
//! let token = token::sign(&key, &term::to_vec(&42)?, &terms)?;
//!
//! let Opened { data, .. } = token::verify(&key, &token, None, now_ms).unwrap();
//! assert_eq!(term::from_slice::<u32>(&data)?, 42);
//! let in_an_hour = now_ms + 3_600_000;
//! assert_eq!(token::verify(&key, &token, Some(Age::from_number(60.0)), in_an_hour), Err(Refusal::Expired));
//!
//! let key = EncryptionKey::new(&[7; 32], b"")?;
//! let token = token::encrypt(&key, &data, &terms)?;
//! assert!(token::decrypt(&key, &token, None, now_ms)?.is_ok());
//!
//! // What is in either, for another kind of message.
//! let payload = token::payload(&data, &terms)?;
//! assert_eq!(token::open(&payload, None, now_ms).map(|opened| opened.data), Ok(data));
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use crate::crypto::deflate::compressed;
use crate::crypto::message_encryptor::{DEFAULT_AAD, DecryptError, EncryptionKey};
use crate::crypto::message_verifier::{Digest, SigningKey};
use crate::error::Error;
use crate::term::Term;
use crate::term::cursor::Cursor;
use crate::term::decode::{check, pairs, skip};
use crate::term::encode::{Otp, encode_value};
use crate::term::head::{Head, head};

/// The age in seconds of a token that is given none: a day.
pub const MAX_AGE: Age = Age::Seconds(86_400);

/// How long after its signing a token is good.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Age {
    /// So many seconds. None, and less than none, is over at once.
    Seconds(i64),
    /// So many seconds, and a part of one.
    Fraction(f64),
    /// `:infinity`: it never ends, and nobody asks when it was signed.
    Infinity,
    /// `nil`: the token can only be read by who gives an age of their own.
    Nil,
}

impl Age {
    /// An age out of JavaScript's one kind of number; not a number is `nil`. Less than any number is over at once, as all that is less than 0.
    #[must_use]
    pub fn from_number(seconds: f64) -> Self {
        const SAFE: f64 = 9_007_199_254_740_991.0;
        if seconds.is_nan() {
            Self::Nil
        } else if seconds == f64::INFINITY {
            Self::Infinity
        } else if seconds.fract() == 0.0 && seconds.abs() <= SAFE {
            #[expect(clippy::cast_possible_truncation, reason = "whole and small enough")]
            let whole = seconds as i64;
            Self::Seconds(whole)
        } else {
            Self::Fraction(seconds)
        }
    }

    fn term(self) -> Term {
        match self {
            Self::Seconds(seconds) => Term::Int(seconds),
            Self::Fraction(seconds) => Term::Float(seconds),
            Self::Infinity => Term::Atom("infinity".to_owned()),
            Self::Nil => Term::Atom("nil".to_owned()),
        }
    }
}

/// What a token says beside its data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub signed_at_ms: i64,
    /// [`MAX_AGE`] in Plug, where nothing else is said.
    pub max_age: Age,
    /// Whose atoms are written.
    pub otp: Otp,
    /// Whether the term is compressed where that makes it shorter (`plug_crypto` 2.2).
    pub compressed: bool,
}

/// What was in a token.
#[derive(Clone, PartialEq)]
pub struct Opened {
    /// The data, a checked term with its version byte.
    pub data: Vec<u8>,
    /// When it was signed, in milliseconds since 1970; not there if what stands there is no number, as an endless token's may be.
    pub signed_at_ms: Option<f64>,
}

/// Without the data.
impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("data", &self.data.len()).field("signed_at_ms", &self.signed_at_ms).finish()
    }
}

/// Why there is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It was good once.
    Expired,
    /// No token of this key; one that was signed in the future; or a payload of another shape, where Plug raises.
    Invalid,
}

/// `Plug.Crypto.sign/4` of one term, written for the OTP of `terms` and with its version byte.
///
/// # Errors
/// Data that nests too deep to be read back.
pub fn sign(key: &SigningKey, data: &[u8], terms: &Terms) -> Result<Vec<u8>, Error> {
    let payload = payload(data, terms)?;
    let mut token = Vec::with_capacity(payload.len() / 3 * 4 + 60);
    key.sign(&payload, Digest::Sha256, &mut token);
    Ok(token)
}

/// `Plug.Crypto.encrypt/4`, as [`sign`].
///
/// # Errors
/// As [`sign`]; a key of other than 32 bytes; no randomness.
pub fn encrypt(key: &EncryptionKey, data: &[u8], terms: &Terms) -> Result<Vec<u8>, Error> {
    let mut token = Vec::new();
    key.encrypt(&payload(data, terms)?, DEFAULT_AAD, &mut token)?;
    Ok(token)
}

/// `Plug.Crypto.verify/4`. `max_age` goes before the token's own.
///
/// # Errors
/// Why there is nothing.
pub fn verify(key: &SigningKey, token: &[u8], max_age: Option<Age>, now_ms: u64) -> Result<Opened, Refusal> {
    let mut payload = Vec::with_capacity(token.len());
    key.verify(token, &mut payload).map_err(|_| Refusal::Invalid)?;
    open(&payload, max_age, now_ms)
}

/// `Plug.Crypto.decrypt/4`, as [`verify`].
///
/// # Errors
/// A key whose length no token of today has, where Plug raises; within, why there is nothing.
pub fn decrypt(
    key: &EncryptionKey,
    token: &[u8],
    max_age: Option<Age>,
    now_ms: u64,
) -> Result<Result<Opened, Refusal>, Error> {
    let mut payload = Vec::with_capacity(token.len());
    match key.decrypt(token, DEFAULT_AAD, &mut payload) {
        Ok(()) => Ok(open(&payload, max_age, now_ms)),
        Err(DecryptError::Reason(_)) => Ok(Err(Refusal::Invalid)),
        Err(DecryptError::KeyLength(error)) => Err(error),
    }
}

/// The payload of a token.
///
/// # Errors
/// Data that nests too deep to be read back.
pub fn payload(data: &[u8], terms: &Terms) -> Result<Vec<u8>, Error> {
    const HEAD: &[u8] = &[131, 104, 3];
    let mut payload = Vec::with_capacity(data.len() + 24);
    payload.extend_from_slice(HEAD);
    payload.extend_from_slice(data.get(1..).unwrap_or_default());
    encode_value(&Term::Int(terms.signed_at_ms), terms.otp, &mut payload)?;
    encode_value(&terms.max_age.term(), terms.otp, &mut payload)?;
    check(&payload).map_err(|error| Error::encode(format!("the data could not be read back: {error}")))?;
    Ok(if terms.compressed { compressed(payload) } else { payload })
}

/// What is in a payload, if it is one and not over.
///
/// # Errors
/// Why there is nothing.
pub fn open(payload: &[u8], max_age: Option<Age>, now_ms: u64) -> Result<Opened, Refusal> {
    let term = check(payload).map_err(|_| Refusal::Invalid)?;
    let (data, signed, own_age) = parts(&term).ok_or(Refusal::Invalid)?;
    let signed = Number::read(signed);
    let limit = match max_age {
        Some(age) => Limit::of(age),
        None => own_age.map_or(Limit::of(MAX_AGE), Limit::read),
    };
    judge(signed, limit, now_ms)?;
    let mut copy = Vec::with_capacity(1 + data.len());
    copy.push(131);
    copy.extend_from_slice(data);
    Ok(Opened { data: copy, signed_at_ms: signed.map(Number::to_f64) })
}

/// Data, when it was signed, and its age if it has one: terms without a version byte.
type Parts<'a> = (&'a [u8], &'a [u8], Option<&'a [u8]>);

/// `{data, signed, age}`; and what older versions wrote: `{data, signed}`, `%{data: …, signed: …}`.
fn parts(term: &[u8]) -> Option<Parts<'_>> {
    let mut cursor = Cursor::new(term, 1);
    let shape = head(&mut cursor).ok()?;
    if let Head::Tuple(count @ (2 | 3)) = shape {
        let (data, signed) = (skip(&mut cursor)?, skip(&mut cursor)?);
        return Some((data, signed, if count == 3 { Some(skip(&mut cursor)?) } else { None }));
    }
    let Head::Map(_) = shape else { return None };
    let (mut data, mut signed) = (None, None);
    for (key, value) in pairs(term.get(1..)?) {
        match atom(key).as_deref() {
            Some(b"data") => data = Some(value),
            Some(b"signed") => signed = Some(value),
            _ => {}
        }
    }
    Some((data?, signed?, None))
}

/// The name of an atom without a version byte.
fn atom(term: &[u8]) -> Option<std::borrow::Cow<'_, [u8]>> {
    if let Ok(Head::Atom(name)) = head(&mut Cursor::new(term, 0)) { Some(name.utf8()) } else { None }
}

/// A number of Erlang's, as far as a time needs it.
#[derive(Clone, Copy)]
enum Number {
    Whole(i128),
    Float(f64),
}

/// Beyond any time, and still a thousand times smaller than what overflows.
const HUGE: i128 = 1 << 100;

impl Number {
    /// Nothing if the term is no number.
    fn read(term: &[u8]) -> Option<Self> {
        match head(&mut Cursor::new(term, 0)) {
            Ok(Head::Int(int)) => Some(Self::Whole(int.into())),
            Ok(Head::Big(negative, magnitude)) => {
                let bytes: Option<[u8; 12]> =
                    (magnitude.len() <= 12).then(|| std::array::from_fn(|at| magnitude.get(at).copied().unwrap_or(0)));
                let whole =
                    bytes.map_or(HUGE, |bytes| bytes.iter().rev().fold(0, |sum, byte| sum << 8 | i128::from(*byte)));
                Some(Self::Whole(if negative { -whole } else { whole }))
            }
            Ok(Head::Float(float)) => Some(Self::Float(float)),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "Erlang's own: it adds a float and an integer as floats")]
    const fn to_f64(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Float(float) => float,
        }
    }

    /// `trunc(self * 1000)`; nothing where Erlang's float is out of range.
    fn milliseconds(self) -> Option<i128> {
        match self {
            Self::Whole(whole) => Some(whole.saturating_mul(1000)),
            Self::Float(seconds) => {
                let product = seconds * 1000.0;
                #[expect(clippy::cast_possible_truncation, reason = "truncated on purpose, and saturating")]
                let whole = product as i128;
                product.is_finite().then_some(whole)
            }
        }
    }
}

/// An age to judge by.
#[derive(Clone, Copy)]
enum Limit {
    Infinity,
    Seconds(Number),
    /// What is no number: Plug raises, or says "in the future" first.
    Other,
}

impl Limit {
    const fn of(age: Age) -> Self {
        match age {
            Age::Seconds(seconds) => Self::Seconds(Number::Whole(seconds as i128)),
            Age::Fraction(seconds) => Self::Seconds(Number::Float(seconds)),
            Age::Infinity => Self::Infinity,
            Age::Nil => Self::Other,
        }
    }

    fn read(term: &[u8]) -> Self {
        if atom(term).as_deref() == Some(b"infinity") {
            return Self::Infinity;
        }
        Number::read(term).map_or(Self::Other, Self::Seconds)
    }
}

/// `Plug.Crypto`'s order: endless; over at once; signed in the future; over. What is no number is greater than any, so in the future.
fn judge(signed: Option<Number>, limit: Limit, now_ms: u64) -> Result<(), Refusal> {
    let age = match limit {
        Limit::Infinity => return Ok(()),
        Limit::Seconds(age) if age.to_f64() <= 0.0 => return Err(Refusal::Expired),
        Limit::Seconds(age) => age.milliseconds(),
        Limit::Other => None,
    };
    let (Some(signed), Some(age)) = (signed, age) else { return Err(Refusal::Invalid) };
    let now = i128::from(now_ms);
    let (is_future, is_over) = match signed {
        Number::Whole(signed) => (signed > now, signed.saturating_add(age) < now),
        Number::Float(signed) => {
            let now = Number::Whole(now).to_f64();
            (signed > now, signed + Number::Whole(age).to_f64() < now)
        }
    };
    match (is_future, is_over) {
        (true, _) => Err(Refusal::Invalid),
        (false, true) => Err(Refusal::Expired),
        (false, false) => Ok(()),
    }
}
