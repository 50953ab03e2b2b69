//! `Plug.Crypto.MessageEncryptor`: a message encrypted and authenticated, as text.
//!
//! ```text
//! XCP . base64url(nonce 24 ‖ tag 16 ‖ ciphertext)        XChaCha20-Poly1305; written and read
//!
//! QTEyOEdDTQ . key . iv . ciphertext . tag                AES-GCM, each part base64url; plug_crypto 1 wrote it, only read here
//! │            └ base64url(wrapped content key 16|24|32 ‖ tag 16 ‖ iv 12), wrapped with the secret, AAD = the signing secret
//! └ base64url("A128GCM")
//! ```

use std::fmt;

use aes_gcm::aes::Aes192;
use aes_gcm::{Aes128Gcm, Aes256Gcm, AesGcm};
use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::consts::{U12, U16};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use crate::base64url;
use crate::env;
use crate::error::{Error, Reason};
use crate::key_generator::Key;

/// The associated data that Plug uses where none is given, with either cipher.
pub const DEFAULT_AAD: &[u8] = b"A128GCM";

const XCP: &[u8] = b"XCP.";
const A128GCM: &[u8] = b"QTEyOEdDTQ.";

/// The parts of an XCP token, in bytes. Beware: the tag is before the ciphertext.
const NONCE: usize = 24;
const TAG: usize = 16;
const HEAD: usize = NONCE + TAG;

/// The parts of an A128GCM token, in bytes.
const IV: usize = 12;
const WRAPPED_16: usize = 16 + TAG + IV;
const WRAPPED_24: usize = 24 + TAG + IV;
const WRAPPED_32: usize = 32 + TAG + IV;
const _: () = assert!(HEAD == 40 && WRAPPED_16 == 44 && WRAPPED_24 == 52 && WRAPPED_32 == 60);

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
            _ => Err(Error::config("the secret to decrypt with must have 32 bytes (or 16 or 24 for old A128GCM tokens)")),
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
    pub fn encrypt_with_nonce(&self, nonce: &[u8; NONCE], message: &[u8], aad: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let cipher = self.xchacha()?;
        let start = out.len();
        // All the room that the text will need, so that no copy of the plaintext is left behind by a move.
        out.reserve(XCP.len() + base64url::encoded_len(HEAD + message.len()));
        out.extend_from_slice(XCP);
        out.extend_from_slice(nonce);
        out.extend_from_slice(&[0; TAG]);
        out.extend_from_slice(message);

        let sealed = out.get_mut(start + XCP.len() + NONCE..).and_then(|rest| rest.split_first_chunk_mut::<TAG>());
        let sealed = sealed.and_then(|(tag, ciphertext)| {
            *tag = cipher.encrypt_inout_detached(nonce.into(), aad, ciphertext.into()).ok()?.into();
            Some(())
        });
        if sealed.is_none() {
            erase_from(start, out);
            return Err(Error::encode("the message is too long to be encrypted"));
        }
        base64url::encode_from(start + XCP.len(), out);
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
        } else if let Some(rest) = token.strip_prefix(A128GCM) {
            self.decrypt_a128gcm(rest, aad, out).map_err(DecryptError::Reason)
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

    fn decrypt_a128gcm(&self, text: &[u8], aad: &[u8], out: &mut Vec<u8>) -> Result<(), Reason> {
        let mut parts = text.split(|&byte| byte == b'.');
        let mut part = || parts.next().ok_or(Reason::Malformed);
        let (key, iv, ciphertext, tag) = (part()?, part()?, part()?, part()?);
        if parts.next().is_some() {
            return Err(Reason::Malformed);
        }
        let key = self.unwrap_key(&decoded(key)?)?;
        let iv = decoded(iv)?.try_into().map_err(|_| Reason::Malformed)?;
        let tag = decoded(tag)?.try_into().map_err(|_| Reason::Malformed)?;
        let start = out.len();
        base64url::decode(ciphertext, out)?;
        open(&key, &iv, aad, out.get_mut(start..).unwrap_or_default(), &tag)
    }

    /// The content key out of `wrapped`: key 16|24|32 ‖ tag 16 ‖ iv 12 (RFC 7518 §4.7, but for the order).
    fn unwrap_key(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Reason> {
        if !matches!(wrapped.len(), WRAPPED_16 | WRAPPED_24 | WRAPPED_32) {
            return Err(Reason::Malformed);
        }
        let (rest, iv) = wrapped.split_last_chunk::<IV>().ok_or(Reason::Malformed)?;
        let (key, tag) = rest.split_last_chunk::<TAG>().ok_or(Reason::Malformed)?;
        let mut key = Zeroizing::new(key.to_vec());
        open(self.secret.as_bytes(), iv, self.sign_secret.as_bytes(), &mut key, tag)?;
        Ok(key)
    }

    fn xchacha(&self) -> Result<XChaCha20Poly1305, Error> {
        XChaCha20Poly1305::new_from_slice(self.secret.as_bytes())
            .map_err(|_| Error::config("the secret to encrypt with must have 32 bytes"))
    }
}

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptionKey(..)")
    }
}

fn decoded(text: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    base64url::decode(text, &mut bytes)?;
    Ok(bytes)
}

/// Decrypts `buffer` in place with AES-GCM, after its tag was checked.
fn open(key: &[u8], iv: &[u8; IV], aad: &[u8], buffer: &mut [u8], tag: &[u8; TAG]) -> Result<(), Reason> {
    fn with<C>(key: &[u8], iv: &[u8; IV], aad: &[u8], buffer: &mut [u8], tag: &[u8; TAG]) -> Option<()>
    where
        C: KeyInit + AeadInOut<NonceSize = U12, TagSize = U16>,
    {
        let cipher = C::new_from_slice(key).ok()?;
        cipher.decrypt_inout_detached(iv.into(), aad, buffer.into(), tag.into()).ok()
    }
    let opened = match key.len() {
        16 => with::<Aes128Gcm>(key, iv, aad, buffer, tag),
        24 => with::<AesGcm<Aes192, U12>>(key, iv, aad, buffer, tag),
        32 => with::<Aes256Gcm>(key, iv, aad, buffer, tag),
        _ => None,
    };
    opened.ok_or(Reason::DecryptFailed)
}

fn erase_from(start: usize, out: &mut Vec<u8>) {
    use zeroize::Zeroize as _;
    out.get_mut(start..).unwrap_or_default().zeroize();
    out.truncate(start);
}
