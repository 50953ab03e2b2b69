//! `Plug.Crypto.MessageVerifier`: a message with its HMAC, as text.
//!
//! ```text
//! SFMyNTY . base64url(message) . base64url(HMAC-SHA256(key, "SFMyNTY." base64url(message)))
//! └ base64url("HS256"); SFMzODQ and SFM1MTI stand for SHA-384 and SHA-512
//! ```
//!
//! ```
//! use waxseal::crypto::message_verifier::{Digest, SigningKey};
//! use waxseal::error::Reason;
//!
//! let key = SigningKey::new(b"a secret")?;
//! let (mut token, mut message) = (Vec::new(), Vec::new());
//! key.sign(b"hello", Digest::parse("sha256").unwrap_or_default(), &mut token);
//! assert!(token.starts_with(b"SFMyNTY.aGVsbG8."));
//! key.verify(&token, &mut message).unwrap();
//! assert_eq!(message, b"hello");
//! assert_eq!(SigningKey::new(b"another")?.verify(&token, &mut message), Err(Reason::BadSignature));
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use std::fmt;

use crate::crypto::base64url;
use crate::crypto::mac::{self, HmacSha256, HmacSha384, HmacSha512};
use crate::error::{Error, Reason};

/// The hash inside the HMAC. [`SigningKey::verify`] takes all three, as Plug does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Digest {
    /// `:sha256`, the default
    #[default]
    Sha256,
    /// `:sha384`
    Sha384,
    /// `:sha512`
    Sha512,
}

/// What a token begins with, its dot included.
const SHA256: &[u8; 8] = b"SFMyNTY.";
const SHA384: &[u8; 8] = b"SFMzODQ.";
const SHA512: &[u8; 8] = b"SFM1MTI.";
const _: () = assert!(SHA256.len() == SHA384.len() && SHA384.len() == SHA512.len());

impl Digest {
    /// The digest of that name: `"sha256"`, `"sha384"`, `"sha512"`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "sha256" => Some(Self::Sha256),
            "sha384" => Some(Self::Sha384),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    const fn header(self) -> &'static [u8; 8] {
        match self {
            Self::Sha256 => SHA256,
            Self::Sha384 => SHA384,
            Self::Sha512 => SHA512,
        }
    }

    fn of_header(header: &[u8]) -> Option<Self> {
        [Self::Sha256, Self::Sha384, Self::Sha512].into_iter().find(|digest| digest.header() == header)
    }
}

/// A key to sign and to verify with, kept as the HMAC states after the key's own blocks: a signature costs two fewer compressions,
/// and the secret itself is not kept. The states are zeroized when dropped.
#[derive(Clone)]
pub struct SigningKey {
    sha256: HmacSha256,
    sha384: HmacSha384,
    sha512: HmacSha512,
}

impl SigningKey {
    /// A key from a secret of at least one byte.
    ///
    /// # Errors
    /// `ERR_CONFIG` if the secret is empty (Plug raises `FunctionClauseError`).
    pub fn new(secret: &[u8]) -> Result<Self, Error> {
        let keyed =
            || Some(Self { sha256: mac::keyed(secret)?, sha384: mac::keyed(secret)?, sha512: mac::keyed(secret)? });
        let key = if secret.is_empty() { None } else { keyed() };
        key.ok_or_else(|| Error::config("the secret to sign with must not be empty"))
    }

    /// Appends the token of `message` to `out`: `Plug.Crypto.MessageVerifier.sign/3`.
    pub fn sign(&self, message: &[u8], digest: Digest, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(digest.header());
        base64url::encode(message, out);
        let input = out.get(start..).unwrap_or_default();
        match digest {
            Digest::Sha256 => append(&mac::of(&self.sha256, input), out),
            Digest::Sha384 => append(&mac::of(&self.sha384, input), out),
            Digest::Sha512 => append(&mac::of(&self.sha512, input), out),
        }
    }

    /// Appends the message of `token` to `out`, if its signature is right: `Plug.Crypto.MessageVerifier.verify/2`.
    ///
    /// # Errors
    /// The [`Reason`] (`Malformed`, `UnknownAlgorithm` or `BadSignature`) where Plug answers `:error`; `out` is then as it was.
    pub fn verify(&self, token: &[u8], out: &mut Vec<u8>) -> Result<(), Reason> {
        let Some(Parts { digest, input, message, signature }) = split(token) else {
            return Err(why_not(token));
        };
        // `out` holds the signature for a moment, so that verifying allocates nothing of its own.
        let start = out.len();
        base64url::decode(signature, out)?;
        let given = out.get(start..).unwrap_or_default();
        let good = match digest {
            Digest::Sha256 => mac::equal(&mac::of(&self.sha256, input), given),
            Digest::Sha384 => mac::equal(&mac::of(&self.sha384, input), given),
            Digest::Sha512 => mac::equal(&mac::of(&self.sha512, input), given),
        };
        out.truncate(start);
        if bool::from(good) {
            return base64url::decode(message, out);
        }
        Err(if base64url::is_valid(message) { Reason::BadSignature } else { Reason::Malformed })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

fn append(signature: &[u8], out: &mut Vec<u8>) {
    out.push(b'.');
    base64url::encode(signature, out);
}

/// A token in its parts; `input` is what was signed, up to the last dot.
struct Parts<'t> {
    digest: Digest,
    input: &'t [u8],
    message: &'t [u8],
    signature: &'t [u8],
}

/// The last dot is looked for from the end, which is near. A further dot would be in the message, and no message that was signed or
/// that decodes has one.
fn split(token: &[u8]) -> Option<Parts<'_>> {
    let dot = token.iter().rposition(|&byte| byte == b'.')?;
    let (input, signature) = token.split_at_checked(dot)?;
    let (header, message) = input.split_at_checked(SHA256.len())?;
    Some(Parts { digest: Digest::of_header(header)?, input, message, signature: signature.strip_prefix(b".")? })
}

/// What is wrong with a token that doesn't split.
fn why_not(token: &[u8]) -> Reason {
    let mut parts = token.split(|&byte| byte == b'.');
    let header = parts.next();
    let known = [SHA256, SHA384, SHA512].iter().any(|known| known.strip_suffix(b".") == header);
    if !known && parts.count() == 2 { Reason::UnknownAlgorithm } else { Reason::Malformed }
}
