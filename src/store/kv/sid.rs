//! The sid: 32 random bytes, only ever in the cookie. What the service is given of it is a hash, and records that its key opens.
//!
//! Its bytes are a secret, so they become text, and text becomes bytes, in constant time.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::KeyInit;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::crypto::mac::{self, HmacSha256};
use crate::env;
use crate::error::Error;

const SID: usize = 32;
const SID_CHARS: usize = 43;

/// A session's id. Whoever has it has the session, so it is never printed, and zeroized.
pub(crate) struct SessionId {
    bytes: Zeroizing<Vec<u8>>,
    cookie: Zeroizing<Vec<u8>>,
}

impl SessionId {
    /// A new one.
    pub(crate) fn random() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new(vec![0; SID]);
        env::random(&mut bytes)?;
        let cookie = Zeroizing::new(Base64UrlUnpadded::encode_string(&bytes).into_bytes());
        Ok(Self { bytes, cookie })
    }

    /// The one of a cookie, if that is exactly what is written: without padding and spare bits, so that one sid has one spelling.
    pub(crate) fn parse(cookie: &[u8]) -> Option<Self> {
        if cookie.len() != SID_CHARS {
            return None;
        }
        let mut bytes = Zeroizing::new(vec![0; SID]);
        Base64UrlUnpadded::decode(cookie, &mut bytes).ok()?;
        Some(Self { bytes, cookie: Zeroizing::new(cookie.to_vec()) })
    }

    /// The cookie's value.
    pub(crate) fn cookie(&self) -> &[u8] {
        &self.cookie
    }

    /// What the service is told of it.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.cookie()).into()
    }

    /// The record's key in the service, which says nothing about the sid.
    pub(crate) fn storage_key(&self, prefix: &str) -> String {
        format!("{prefix}{}", hex(&self.hash()))
    }

    /// The cipher of its record and its mark.
    pub(super) fn cipher(&self) -> Option<XChaCha20Poly1305> {
        let mac: HmacSha256 = mac::keyed(&self.bytes)?;
        let key = Zeroizing::new(<[u8; 32]>::from(mac::of(&mac, b"waxseal record v1")));
        Some(XChaCha20Poly1305::new((&*key).into()))
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }));
        }
    }
    text
}
