//! `waxseal/crypto` and `waxseal/term` at the border. Parts of the input are told by their lengths, one after the other.

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use crate::error::{Error, Reason};
use crate::key_generator;
use crate::message_encryptor::{DecryptError, EncryptionKey};
use crate::message_verifier::{self, SigningKey};
use crate::stack;
use crate::term_decode;
use crate::term_encode::{self, Otp};
use crate::wasm::{Answer, Border, call, change};

/// Takes the input apart and wipes it.
fn with_parts<const N: usize>(lengths: [usize; N], work: impl FnOnce([&[u8]; N]) -> Result<Answer, Error>) -> i32 {
    change(|border| {
        let total = lengths.iter().fold(0_usize, |total, length| total.saturating_add(*length));
        let input = Zeroizing::new(border.input(total).to_vec());
        border.wipe_input(total);
        let mut rest = input.as_slice();
        let answer = work(lengths.map(|length| {
            let (part, after) = rest.split_at_checked(length).unwrap_or_default();
            rest = after;
            part
        }));
        stack::wipe();
        answer
    })
}

/// `Plug.Crypto.KeyGenerator.generate/3` of a secret and a salt. The digests are numbered as in `pkg/crypto.js`.
#[wasm_bindgen]
#[must_use]
pub fn key_generate(secret: usize, salt: usize, iterations: u32, length: usize, digest: u8) -> i32 {
    use key_generator::Digest::{Sha1, Sha224, Sha256, Sha384, Sha512};
    let digest = match digest {
        0 => Sha256,
        1 => Sha384,
        2 => Sha512,
        3 => Sha224,
        _ => Sha1,
    };
    with_parts([secret, salt], |[secret, salt]| {
        let options = key_generator::Options { iterations, length, digest };
        Ok(Answer::Bytes(key_generator::generate(secret, salt, &options)?.as_bytes().to_vec()))
    })
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

/// `Plug.Crypto.MessageVerifier.verify/2` of a token; [`OTHER`](crate::wasm::OTHER) if it is none of this key.
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

/// `Plug.Crypto.MessageEncryptor.encrypt/4` of a message, a secret, a signing secret and associated data.
#[wasm_bindgen]
#[must_use]
pub fn message_encrypt(message: usize, secret: usize, sign_secret: usize, aad: usize) -> i32 {
    with_parts([message, secret, sign_secret, aad], |[message, secret, sign_secret, aad]| {
        let mut token = Vec::new();
        EncryptionKey::new(secret, sign_secret)?.encrypt(message, aad, &mut token)?;
        Ok(Answer::Bytes(token))
    })
}

/// `Plug.Crypto.MessageEncryptor.decrypt/4`, with the same input but a token for the message; [`OTHER`](crate::wasm::OTHER) if it
/// does not decrypt.
#[wasm_bindgen]
#[must_use]
pub fn message_decrypt(token: usize, secret: usize, sign_secret: usize, aad: usize) -> i32 {
    with_parts([token, secret, sign_secret, aad], |[token, secret, sign_secret, aad]| {
        let mut message = Vec::with_capacity(token.len());
        match EncryptionKey::new(secret, sign_secret)?.decrypt(token, aad, &mut message) {
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
    call(|border| Ok(Answer::Bytes(term_decode::check(border.input(length))?.into_owned())))
}

/// The same as `term_to_binary` writes it: its maps in order, its atoms and pids as that version of OTP has them.
#[wasm_bindgen]
#[must_use]
pub fn term_normal(length: usize, otp25: bool) -> i32 {
    call(|border| {
        // What JavaScript wrote is a term in every other regard.
        let term = term_decode::check(border.input(length)).map_err(|error| {
            let twice = error.reason() == Reason::Undecodable;
            Error::encode(if twice { "a map has the same key twice".to_owned() } else { error.message() })
        })?;
        term_encode::normalize(&term, if otp25 { Otp::Otp25 } else { Otp::Otp26 }).map(Answer::Bytes)
    })
}
