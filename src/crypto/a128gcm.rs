//! The tokens of `plug_crypto` 1, which `Plug.Crypto.MessageEncryptor` still reads. Nothing here writes one.
//!
//! ```text
//! QTEyOEdDTQ . key . iv . ciphertext . tag                each part base64url; the content in AES-GCM
//! │            └ base64url(wrapped content key 16|24|32 ‖ tag 16 ‖ iv 12): wrapped in AES-GCM with the secret, AAD = the signing secret
//! └ base64url("A128GCM"), whatever the keys' lengths
//! ```

use aes_gcm::AesGcm;
use aes_gcm::aead::AeadInOut;
use aes_gcm::aes::cipher::consts::{U1, U12, U16};
use aes_gcm::aes::cipher::{
    Block, BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, InOut, KeyInit,
    ParBlocksSizeUser,
};
use aes_gcm::aes::{Aes128Enc, Aes192Enc, Aes256Enc};
use zeroize::Zeroizing;

use crate::crypto::base64url;
use crate::error::Reason;

/// What a token begins with, its dot included.
pub const PREFIX: &[u8] = b"QTEyOEdDTQ.";

/// The parts of a token, in bytes.
const TAG: usize = 16;
const IV: usize = 12;
const WRAPPED_16: usize = 16 + TAG + IV;
const WRAPPED_24: usize = 24 + TAG + IV;
const WRAPPED_32: usize = 32 + TAG + IV;
const _: () = assert!(WRAPPED_16 == 44 && WRAPPED_24 == 52 && WRAPPED_32 == 60);

/// Appends the message in `text`, a token without its [`PREFIX`], to `out`. On failure there may be ciphertext in `out`, but no plaintext.
pub fn decrypt(secret: &[u8], sign_secret: &[u8], text: &[u8], aad: &[u8], out: &mut Vec<u8>) -> Result<(), Reason> {
    let mut parts = text.split(|&byte| byte == b'.');
    let mut part = || parts.next().ok_or(Reason::Malformed);
    let (wrapped, iv, ciphertext, tag) = (part()?, part()?, part()?, part()?);
    if parts.next().is_some() {
        return Err(Reason::Malformed);
    }
    let (wrapped, iv, tag) = (decoded(wrapped)?, decoded(iv)?, decoded(tag)?);
    let iv = iv.as_slice().try_into().map_err(|_| Reason::Malformed)?;
    let tag = tag.as_slice().try_into().map_err(|_| Reason::Malformed)?;
    let start = out.len();
    base64url::decode(ciphertext, out)?;
    let key = unwrap_key(secret, sign_secret, &wrapped)?;
    open(&key, iv, aad, out.get_mut(start..).unwrap_or_default(), tag)
}

/// The content key out of `wrapped`: key 16|24|32 ‖ tag 16 ‖ iv 12. (RFC 7518 §4.7 has the same in three parts.)
fn unwrap_key(secret: &[u8], sign_secret: &[u8], wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Reason> {
    if !matches!(wrapped.len(), WRAPPED_16 | WRAPPED_24 | WRAPPED_32) {
        return Err(Reason::Malformed);
    }
    let (rest, iv) = wrapped.split_last_chunk::<IV>().ok_or(Reason::Malformed)?;
    let (key, tag) = rest.split_last_chunk::<TAG>().ok_or(Reason::Malformed)?;
    let mut key = Zeroizing::new(key.to_vec());
    open(secret, iv, sign_secret, &mut key, tag)?;
    Ok(key)
}

fn decoded(text: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    base64url::decode(text, &mut bytes)?;
    Ok(bytes)
}

/// Decrypts `buffer` in place, after its tag was checked.
fn open(key: &[u8], iv: &[u8; IV], aad: &[u8], buffer: &mut [u8], tag: &[u8; TAG]) -> Result<(), Reason> {
    let aes = Aes::new(key).ok_or(Reason::DecryptFailed)?;
    let gcm = AesGcm::<Aes, U12>::from(aes);
    gcm.decrypt_inout_detached(iv.into(), aad, buffer.into(), tag.into()).map_err(|_| Reason::DecryptFailed)
}

/// AES with a key of any of its three lengths, one block at a time. With a type for each, and eight blocks at once, GCM would be in the
/// module three times and take five times the room, for tokens that nobody writes any more.
enum Aes {
    Key16(Aes128Enc),
    Key24(Aes192Enc),
    Key32(Aes256Enc),
}

impl Aes {
    fn new(key: &[u8]) -> Option<Self> {
        match key.len() {
            16 => Aes128Enc::new_from_slice(key).ok().map(Self::Key16),
            24 => Aes192Enc::new_from_slice(key).ok().map(Self::Key24),
            32 => Aes256Enc::new_from_slice(key).ok().map(Self::Key32),
            _ => None,
        }
    }
}

impl BlockSizeUser for Aes {
    type BlockSize = U16;
}

impl ParBlocksSizeUser for Aes {
    type ParBlocksSize = U1;
}

impl BlockCipherEncrypt for Aes {
    fn encrypt_with_backend(&self, closure: impl BlockCipherEncClosure<BlockSize = U16>) {
        closure.call(self);
    }
}

impl BlockCipherEncBackend for Aes {
    fn encrypt_block(&self, block: InOut<'_, '_, Block<Self>>) {
        match self {
            Self::Key16(aes) => aes.encrypt_block_inout(block),
            Self::Key24(aes) => aes.encrypt_block_inout(block),
            Self::Key32(aes) => aes.encrypt_block_inout(block),
        }
    }
}
