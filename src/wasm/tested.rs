//! What the package has no way to, and its ciphers and hashes are tried by: only with the feature `test-exports`, which no release has. Parts
//! of the input are told by their lengths, as in `crypto`.

use chacha20poly1305::{AeadInOut as _, ChaCha20Poly1305, KeyInit as _};
use wasm_bindgen::prelude::*;

use crate::crypto::mac::{self, HmacSha1, HmacSha224, HmacSha256, HmacSha384, HmacSha512};
use crate::crypto::message_encryptor::EncryptionKey;
use crate::error::Error;
use crate::wasm::border::{Answer, call};

/// The length of a cipher's keys here.
const KEY: usize = 32;

/// HMAC's code of a message under a key. The digests are numbered as in `pkg/crypto.js`.
#[wasm_bindgen]
#[must_use]
pub fn test_hmac(key: usize, message: usize, digest: u8) -> i32 {
    call(|border| {
        let (key, message) = border.parts(key, message);
        let code = match digest {
            0 => mac::keyed::<HmacSha256>(key).map(|key| mac::of(&key, message).to_vec()),
            1 => mac::keyed::<HmacSha384>(key).map(|key| mac::of(&key, message).to_vec()),
            2 => mac::keyed::<HmacSha512>(key).map(|key| mac::of(&key, message).to_vec()),
            3 => mac::keyed::<HmacSha224>(key).map(|key| mac::of(&key, message).to_vec()),
            _ => mac::keyed::<HmacSha1>(key).map(|key| mac::of(&key, message).to_vec()),
        };
        code.map(Answer::Bytes).ok_or_else(|| Error::config("no key of HMAC"))
    })
}

/// 1 if a code and what was given for it are the same, as signatures are compared.
#[wasm_bindgen]
#[must_use]
pub fn test_equal(code: usize, given: usize) -> i32 {
    call(|border| {
        let (code, given) = border.parts(code, given);
        Ok(Answer::Number(i32::from(mac::equal(code, given).to_u8())))
    })
}

/// The token of a message under a key and a nonce: `EncryptionKey::encrypt_with_nonce`.
#[wasm_bindgen]
#[must_use]
pub fn test_encrypt(nonce: usize, aad: usize, message: usize) -> i32 {
    call(|border| {
        let (key, rest) = border.parts(KEY, nonce.saturating_add(aad).saturating_add(message));
        let (nonce, rest) = rest.split_at_checked(nonce).unwrap_or_default();
        let (aad, message) = rest.split_at_checked(aad).unwrap_or_default();
        let nonce = nonce.try_into().map_err(|_| Error::config("no nonce of XChaCha20"))?;
        let mut token = Vec::new();
        EncryptionKey::new(key, b"")?.encrypt_with_nonce(nonce, message, aad, &mut token)?;
        Ok(Answer::Bytes(token))
    })
}

/// ChaCha20-Poly1305 itself, which is inside `XChaCha20`'s: the message of a text and its tag under a key and a nonce;
/// [`OTHER`](crate::wasm::border::OTHER) if it does not decrypt.
#[wasm_bindgen]
#[must_use]
pub fn test_chacha(nonce: usize, aad: usize, text: usize) -> i32 {
    call(|border| {
        let (key, rest) = border.parts(KEY, nonce.saturating_add(aad).saturating_add(text));
        let (nonce, rest) = rest.split_at_checked(nonce).unwrap_or_default();
        let (aad, sealed) = rest.split_at_checked(aad).unwrap_or_default();
        let opened = || {
            let cipher = ChaCha20Poly1305::new_from_slice(key).ok()?;
            let (text, tag) = sealed.split_last_chunk::<16>()?;
            let mut text = text.to_vec();
            cipher.decrypt_inout_detached(nonce.try_into().ok()?, aad, text.as_mut_slice().into(), tag.into()).ok()?;
            Some(text)
        };
        Ok(opened().map_or(Answer::Other(Vec::new()), Answer::Bytes))
    })
}
