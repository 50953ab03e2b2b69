//! `Plug.Crypto.MessageEncryptor`: a message encrypted and authenticated, as text.
//!
//! ```text
//! XCP . base64url(nonce 24 ‖ tag 16 ‖ ciphertext)        XChaCha20-Poly1305
//! ```
//!
//! Older tokens are read as well: see the module `a128gcm`.
//!
//! ```
//! use waxseal::crypto::message_encryptor::{DEFAULT_AAD, DecryptError, EncryptionKey};
//! use waxseal::error::Reason;
//!
//! let key = EncryptionKey::new(&[7; 32], b"")?;
//! let (mut token, mut message) = (Vec::new(), Vec::new());
//! key.encrypt(b"hello", DEFAULT_AAD, &mut token)?;
//! key.decrypt(&token, DEFAULT_AAD, &mut message).unwrap();
//! assert!(token.starts_with(b"XCP.") && message == b"hello");
//!
//! // In a test, the same each time.
//! token.clear();
//! key.encrypt_with_nonce(&[1; 24], b"hello", DEFAULT_AAD, &mut token)?;
//! let other = EncryptionKey::new(&[8; 32], b"")?;
//! assert!(matches!(
//!     other.decrypt(&token, DEFAULT_AAD, &mut message),
//!     Err(DecryptError::Reason(Reason::DecryptFailed))
//! ));
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use std::fmt;

use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305};
use zeroize::Zeroize as _;

use crate::crypto::a128gcm;
use crate::crypto::base64url;
use crate::crypto::key_generator::Key;
use crate::env;
use crate::error::{Error, Reason};

/// The associated data that Plug uses where none is given, with either cipher.
pub const DEFAULT_AAD: &[u8] = b"A128GCM";

const XCP: &[u8] = b"XCP.";

/// The parts of an XCP token, in bytes. Beware: the tag is before the ciphertext.
const NONCE: usize = 24;
const TAG: usize = 16;
const HEAD: usize = NONCE + TAG;
const _: () = assert!(HEAD == 40);

/// A key to encrypt and decrypt with. Zeroized when dropped, never printed.
#[derive(Clone)]
pub struct EncryptionKey {
    secret: Key,
    sign_secret: Key,
}

/// Why a token was not decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecryptError {
    /// Plug answers `:error`: no token of ours, or none of this key.
    Reason(Reason),
    /// Plug raises `FunctionClauseError`: an XCP token, and a secret of other than 32 bytes.
    KeyLength(Error),
}

impl From<Reason> for DecryptError {
    fn from(reason: Reason) -> Self {
        Self::Reason(reason)
    }
}

impl EncryptionKey {
    /// A key from a secret of 32 bytes; of 16 or 24 bytes, it only reads old A128GCM tokens. `sign_secret`, of any length, takes part
    /// in those old tokens alone.
    ///
    /// # Errors
    /// `ERR_CONFIG` for any other length of `secret` (Plug raises `FunctionClauseError` when the key is used).
    pub fn new(secret: &[u8], sign_secret: &[u8]) -> Result<Self, Error> {
        match secret.len() {
            16 | 24 | 32 => Ok(Self { secret: Key::new(secret), sign_secret: Key::new(sign_secret) }),
            _ => Err(Error::config("the secret must have 32 bytes (16 or 24 only read old A128GCM tokens)")),
        }
    }

    /// Appends the XCP token of `message` to `out`: `Plug.Crypto.MessageEncryptor.encrypt/4`.
    ///
    /// # Errors
    /// `ERR_CONFIG` if the secret hasn't 32 bytes, `ERR_RANDOMNESS` if there is no nonce; `out` is then as it was.
    pub fn encrypt(&self, message: &[u8], aad: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let mut nonce = [0; NONCE];
        env::random(&mut nonce)?;
        self.encrypt_with_nonce(&nonce, message, aad, out)
    }

    /// As [`EncryptionKey::encrypt`] with a nonce from the caller. One key and one nonce for two messages give both away: for tests.
    ///
    /// # Errors
    /// `ERR_CONFIG` if the secret hasn't 32 bytes, `ERR_ENCODE` if the message is too long (256 GiB); `out` is then as it was.
    pub fn encrypt_with_nonce(
        &self,
        nonce: &[u8; NONCE],
        message: &[u8],
        aad: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let cipher = self.xchacha()?;
        let start = out.len();
        // "XCP." ‖ room for the text ‖ nonce 24 ‖ tag 16 ‖ ciphertext: encrypted in place, written as text, and cut off again.
        let text = base64url::encoded_len(HEAD + message.len());
        // At once: a buffer that moves later would leave a copy of the plaintext behind.
        out.reserve(XCP.len() + text + HEAD + message.len());
        out.extend_from_slice(XCP);
        out.resize(out.len() + text, 0);
        out.extend_from_slice(nonce);
        out.extend_from_slice(&[0; TAG]);
        out.extend_from_slice(message);

        let sealed = (|| {
            let (text, bytes) = out.get_mut(start + XCP.len()..)?.split_at_mut_checked(text)?;
            let (tag, ciphertext) = bytes.get_mut(NONCE..)?.split_first_chunk_mut::<TAG>()?;
            *tag = cipher.encrypt_inout_detached(nonce.into(), aad, ciphertext.into()).ok()?.into();
            base64url::encode_to(bytes, text)
        })();
        if sealed.is_none() {
            out.get_mut(start..).unwrap_or_default().zeroize();
            out.truncate(start);
            return Err(Error::encode("the message is too long to be encrypted"));
        }
        out.truncate(start + XCP.len() + text);
        Ok(())
    }

    /// Appends the message of `token` to `out`, if it is authentic: `Plug.Crypto.MessageEncryptor.decrypt/4`.
    ///
    /// # Errors
    /// [`DecryptError::Reason`] with `Malformed`, `UnknownAlgorithm` or `DecryptFailed` where Plug answers `:error`, and
    /// [`DecryptError::KeyLength`] where it raises. `out` is then as it was, and no plaintext was ever in it.
    pub fn decrypt(&self, token: &[u8], aad: &[u8], out: &mut Vec<u8>) -> Result<(), DecryptError> {
        let start = out.len();
        let done = if let Some(rest) = token.strip_prefix(XCP) {
            self.decrypt_xcp(rest, aad, out)
        } else if let Some(rest) = token.strip_prefix(a128gcm::PREFIX) {
            let (secret, sign_secret) = (self.secret.as_bytes(), self.sign_secret.as_bytes());
            a128gcm::decrypt(secret, sign_secret, rest, aad, out).map_err(DecryptError::Reason)
        } else if token.contains(&b'.') {
            Err(Reason::UnknownAlgorithm.into())
        } else {
            Err(Reason::Malformed.into())
        };
        if done.is_err() {
            out.truncate(start);
        }
        done
    }

    fn decrypt_xcp(&self, text: &[u8], aad: &[u8], out: &mut Vec<u8>) -> Result<(), DecryptError> {
        let start = out.len();
        base64url::decode(text, out)?;
        // nonce 24 ‖ tag 16 ‖ ciphertext
        let parts = out.get_mut(start..).and_then(|bytes| {
            let (nonce, rest) = bytes.split_first_chunk_mut::<NONCE>()?;
            let (tag, ciphertext) = rest.split_first_chunk_mut::<TAG>()?;
            Some((nonce, tag, ciphertext))
        });
        let (nonce, tag, ciphertext) = parts.ok_or(Reason::Malformed)?;
        let cipher = self.xchacha().map_err(DecryptError::KeyLength)?;
        // The tag is checked before a byte is decrypted.
        cipher
            .decrypt_inout_detached((&*nonce).into(), aad, ciphertext.into(), (&*tag).into())
            .map_err(|_| Reason::DecryptFailed)?;
        out.drain(start..start + HEAD);
        Ok(())
    }

    fn xchacha(&self) -> Result<XChaCha20Poly1305, Error> {
        XChaCha20Poly1305::new_from_slice(self.secret.as_bytes()).map_err(|_| {
            Error::config("the secret must have 32 bytes for tokens of today; 16 or 24 only read old ones")
        })
    }
}

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptionKey(..)")
    }
}
