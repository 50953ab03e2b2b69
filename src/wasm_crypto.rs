//! `waxseal/crypto` and `waxseal/term` at the border. Parts of the input are told by their lengths, one after the other.

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::key_generator;
use crate::message_encryptor::{DecryptError, EncryptionKey};
use crate::message_verifier::{self, SigningKey};
use crate::term_encode::{self, Otp};
use crate::wasm::{Thrown, bridge, thrown, with};
use crate::wasm_term;
use crate::wasm_term_encode::from_js;

/// Takes the input apart and wipes it.
fn parts<const N: usize>(lengths: [usize; N]) -> [Zeroizing<Vec<u8>>; N] {
    let total = lengths.iter().fold(0_usize, |total, length| total.saturating_add(*length));
    let input = with(|border| Zeroizing::new(border.input(total).to_vec()));
    crate::wasm::wipe();
    let mut at = 0_usize;
    lengths.map(|length| {
        let end = at.saturating_add(length);
        let part = Zeroizing::new(input.get(at..end).unwrap_or_default().to_vec());
        at = end;
        part
    })
}

fn answer(result: Result<Vec<u8>, Error>) -> Thrown<i32> {
    let bytes = result.map_err(|error| thrown(&error))?;
    Ok(with(|border| border.answer(bytes)))
}

fn unknown_digest(given: &str, takes: &str) -> Error {
    Error::config(format!("digest: got {given:?}, takes {takes}"))
}

/// `Plug.Crypto.KeyGenerator.generate/3` of a secret and a salt in the input.
#[wasm_bindgen]
pub fn key_generate(secret: usize, salt: usize, iterations: u32, length: usize, digest: &str) -> Thrown<i32> {
    let [secret, salt] = parts([secret, salt]);
    let named = key_generator::Digest::parse(digest);
    let takes = "\"sha\", \"sha224\", \"sha256\", \"sha384\" or \"sha512\"";
    answer(named.ok_or_else(|| unknown_digest(digest, takes)).and_then(|digest| {
        let options = key_generator::Options { iterations, length, digest };
        key_generator::generate(&secret, &salt, &options).map(|key| key.as_bytes().to_vec())
    }))
}

/// `Plug.Crypto.MessageVerifier.sign/3` of a message and a secret in the input.
#[wasm_bindgen]
pub fn message_sign(message: usize, secret: usize, digest: &str) -> Thrown<i32> {
    let [message, secret] = parts([message, secret]);
    let named = message_verifier::Digest::parse(digest);
    let takes = "\"sha256\", \"sha384\" or \"sha512\"";
    answer(named.ok_or_else(|| unknown_digest(digest, takes)).and_then(|digest| {
        let mut token = Vec::new();
        SigningKey::new(&secret)?.sign(&message, digest, &mut token);
        Ok(token)
    }))
}

/// `Plug.Crypto.MessageVerifier.verify/2` of a token and a secret in the input; -1 if it is none of this secret.
#[wasm_bindgen]
pub fn message_verify(token: usize, secret: usize) -> Thrown<i32> {
    let [token, secret] = parts([token, secret]);
    let key = SigningKey::new(&secret).map_err(|error| thrown(&error))?;
    let mut message = Vec::new();
    if key.verify(&token, &mut message).is_err() {
        return Ok(-1);
    }
    answer(Ok(message))
}

/// `Plug.Crypto.MessageEncryptor.encrypt/4` of a message, a secret, a signing secret and associated data in the input.
#[wasm_bindgen]
pub fn message_encrypt(message: usize, secret: usize, sign_secret: usize, aad: usize) -> Thrown<i32> {
    let [message, secret, sign_secret, aad] = parts([message, secret, sign_secret, aad]);
    answer(EncryptionKey::new(&secret, &sign_secret).and_then(|key| {
        let mut token = Vec::new();
        key.encrypt(&message, &aad, &mut token)?;
        Ok(token)
    }))
}

/// `Plug.Crypto.MessageEncryptor.decrypt/4`, with the same input but a token for the message; -1 if it does not decrypt.
#[wasm_bindgen]
pub fn message_decrypt(token: usize, secret: usize, sign_secret: usize, aad: usize) -> Thrown<i32> {
    let [token, secret, sign_secret, aad] = parts([token, secret, sign_secret, aad]);
    let key = EncryptionKey::new(&secret, &sign_secret).map_err(|error| thrown(&error))?;
    let mut message = Vec::new();
    match key.decrypt(&token, &aad, &mut message) {
        Ok(()) => answer(Ok(message)),
        Err(DecryptError::Reason(_)) => Ok(-1),
        Err(DecryptError::KeyLength(error)) => Err(thrown(&error)),
    }
}

/// `term_to_binary`: the length of the term in the output.
#[wasm_bindgen]
pub fn term_encode(value: &JsValue, otp25: bool) -> Thrown<i32> {
    let bridge = bridge()?;
    let term = from_js(&bridge, value).map_err(|wrong| wrong.thrown(&bridge, "encode", "value"))?;
    answer(term_encode::encode(&term, if otp25 { Otp::Otp25 } else { Otp::Otp26 }))
}

/// `Plug.Crypto.non_executable_binary_to_term/1` of `length` bytes of input.
#[wasm_bindgen]
pub fn term_decode(length: usize) -> Thrown<JsValue> {
    let bytes = with(|border| border.input(length).to_vec());
    let bridge = bridge()?;
    wasm_term::decode(&bridge, &bytes)
}
