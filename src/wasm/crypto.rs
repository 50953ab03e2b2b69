//! `waxseal/crypto` and `waxseal/term` at the border. Parts of the input are told by their lengths, one after the other.

use wasm_bindgen::prelude::*;

use crate::crypto::key_generator;
use crate::crypto::message_encryptor::{DEFAULT_AAD, DecryptError, EncryptionKey};
use crate::crypto::message_verifier::{self, SigningKey};
use crate::crypto::stack;
use crate::error::{Error, Reason};
use crate::term::decode;
use crate::term::encode::{self, Otp};
use crate::wasm::border::{Answer, Border, call, change};

/// `Plug.Crypto.KeyGenerator.generate/3` of a secret and a salt. The digests are numbered as in `pkg/crypto.js`.
#[wasm_bindgen]
#[must_use]
pub fn key_generate(secret: usize, salt: usize, iterations: u32, length: usize, digest: u8) -> i32 {
    let options = derivation(iterations, length, digest);
    change(|border| {
        let parts = border.parts(secret, salt);
        let key = key_generator::generate(parts.0, parts.1, &options);
        border.wipe_input(secret.saturating_add(salt));
        stack::wipe();
        Ok(Answer::Bytes(key?.as_bytes().to_vec()))
    })
}

/// How a key is derived. The digests are numbered as in `pkg/crypto.js`.
pub(crate) const fn derivation(iterations: u32, length: usize, digest: u8) -> key_generator::Options {
    use key_generator::Digest::{Sha1, Sha224, Sha256, Sha384, Sha512};
    let digest = match digest {
        0 => Sha256,
        1 => Sha384,
        2 => Sha512,
        3 => Sha224,
        _ => Sha1,
    };
    key_generator::Options { iterations, length, digest }
}

/// The key for the calls that follow, of a secret of `length` bytes: most programs have one. The secret itself is not kept.
#[wasm_bindgen]
#[must_use]
pub fn signing_key(length: usize) -> i32 {
    change(|border| {
        let key = SigningKey::new(border.input(length));
        border.wipe_input(length);
        stack::wipe();
        border.signing = Some(key?);
        Ok(Answer::Number(0))
    })
}

fn signing(border: &Border) -> Result<&SigningKey, Error> {
    border.signing.as_ref().ok_or_else(|| Error::config("there is no key to sign with"))
}

/// `Plug.Crypto.MessageVerifier.sign/3` of a message. The digests are numbered as in `pkg/crypto.js`.
#[wasm_bindgen]
#[must_use]
pub fn message_sign(length: usize, digest: u8) -> i32 {
    let digest = match digest {
        0 => message_verifier::Digest::Sha256,
        1 => message_verifier::Digest::Sha384,
        _ => message_verifier::Digest::Sha512,
    };
    call(|border| {
        let message = border.input(length);
        let mut token = Vec::with_capacity(message.len() / 3 * 4 + 104);
        signing(border)?.sign(message, digest, &mut token);
        Ok(Answer::Bytes(token))
    })
}

/// `Plug.Crypto.MessageVerifier.verify/2` of a token; [`OTHER`](crate::wasm::border::OTHER) if it is none of this key.
#[wasm_bindgen]
#[must_use]
pub fn message_verify(length: usize) -> i32 {
    call(|border| {
        let token = border.input(length);
        let mut message = Vec::with_capacity(token.len());
        let verified = signing(border)?.verify(token, &mut message);
        Ok(if verified.is_ok() { Answer::Bytes(message) } else { Answer::Other(Vec::new()) })
    })
}

/// The key for the calls that follow, of a secret and a signing secret: most programs have one.
#[wasm_bindgen]
#[must_use]
pub fn encryption_key(secret: usize, sign_secret: usize) -> i32 {
    change(|border| {
        let (key, sign_key) = border.parts(secret, sign_secret);
        let key = EncryptionKey::new(key, sign_key);
        border.wipe_input(secret.saturating_add(sign_secret));
        stack::wipe();
        border.encryption = Some(key?);
        Ok(Answer::Number(0))
    })
}

/// The key, and a text and associated data in the input: Plug's own if its length is negative.
fn encryption(border: &Border, text: usize, aad: i32) -> Result<(&EncryptionKey, &[u8], &[u8]), Error> {
    let key = border.encryption.as_ref().ok_or_else(|| Error::config("there is no key to encrypt with"))?;
    Ok(match usize::try_from(aad) {
        Ok(aad) => {
            let (text, aad) = border.parts(text, aad);
            (key, text, aad)
        }
        Err(_) => (key, border.input(text), DEFAULT_AAD),
    })
}

/// `Plug.Crypto.MessageEncryptor.encrypt/4` of a message, and associated data.
#[wasm_bindgen]
#[must_use]
pub fn message_encrypt(message: usize, aad: i32) -> i32 {
    call(|border| {
        let (key, message, aad) = encryption(border, message, aad)?;
        let mut token = Vec::new();
        key.encrypt(message, aad, &mut token)?;
        Ok(Answer::Bytes(token))
    })
}

/// `Plug.Crypto.MessageEncryptor.decrypt/4` of a token, and associated data; [`OTHER`](crate::wasm::border::OTHER) if it does not decrypt.
#[wasm_bindgen]
#[must_use]
pub fn message_decrypt(token: usize, aad: i32) -> i32 {
    call(|border| {
        let (key, token, aad) = encryption(border, token, aad)?;
        let mut message = Vec::with_capacity(token.len());
        match key.decrypt(token, aad, &mut message) {
            Ok(()) => Ok(Answer::Bytes(message)),
            Err(DecryptError::Reason(_)) => Ok(Answer::Other(Vec::new())),
            Err(DecryptError::KeyLength(error)) => Err(error),
        }
    })
}

/// The term of `length` bytes of input, version byte and all, as it came but not compressed and without what follows it: whole,
/// and with nothing in it that is refused.
#[wasm_bindgen]
#[must_use]
pub fn term_check(length: usize) -> i32 {
    call(|border| Ok(Answer::Bytes(decode::check(border.input(length))?.into_owned())))
}

/// The same as `term_to_binary` writes it: its maps in order, its atoms and pids as that version of OTP has them.
#[wasm_bindgen]
#[must_use]
pub fn term_normal(length: usize, otp25: bool) -> i32 {
    call(|border| {
        // What JavaScript wrote is a term in every other regard.
        let term = decode::check(border.input(length)).map_err(|error| {
            let twice = error.reason() == Reason::Undecodable;
            Error::encode(if twice { "a map has the same key twice".to_owned() } else { error.message() })
        })?;
        encode::normalize(&term, if otp25 { Otp::Otp25 } else { Otp::Otp26 }).map(Answer::Bytes)
    })
}
