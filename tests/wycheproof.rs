//! Project Wycheproof's vectors, natively, by the public API; HMAC's are in `src/crypto/mac.rs`. `tests/wycheproof/` has all of them on what
//! ships.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod vectors;

use aes_gcm::aead::AeadInOut as _;
use aes_gcm::{Aes256Gcm, KeyInit as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::ChaCha20Poly1305;
use serde_json::Value;
use vectors::hex;
use waxseal::crypto::key_generator::{Digest, Options, generate};
use waxseal::crypto::message_encryptor::EncryptionKey;

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
const SIGNING: &[u8] = b"the secret that signs";
/// More rounds of PBKDF2 take seconds: they are tried by `make safety`.
const MOST: u64 = 1_000_000;

fn rows(file: &str) -> Vec<Value> {
    let path = format!("{}/tests/wycheproof/vectors.json", env!("CARGO_MANIFEST_DIR"));
    let mut files: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let Value::Array(rows) = files[file].take() else { panic!("no {file}") };
    rows
}

/// A row's number, its fields, and whether it is valid.
fn read<const N: usize>(row: &Value) -> (u64, [Vec<u8>; N], bool) {
    let fields = std::array::from_fn(|at| hex(row[at + 1].as_str().unwrap()));
    (row[0].as_u64().unwrap(), fields, row[N + 1] == "valid")
}

fn decrypt(key: &EncryptionKey, token: &str, aad: &[u8]) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    key.decrypt(token.as_bytes(), aad, &mut message).ok().map(|()| message)
}

fn derives(file: &str, digest: Digest, is_tried: impl Fn(u64) -> bool) -> usize {
    let mut tried = 0;
    for row in rows(&format!("pbkdf2_hmac{file}")) {
        let (iterations, length) = (row[3].as_u64().unwrap(), row[4].as_u64().unwrap());
        if is_tried(iterations) {
            let options = Options {
                iterations: u32::try_from(iterations).unwrap(),
                length: usize::try_from(length).unwrap(),
                digest,
            };
            let [secret, salt, key] = [&row[1], &row[2], &row[5]].map(|field| hex(field.as_str().unwrap()));
            assert_eq!(generate(&secret, &salt, &options).unwrap().as_bytes(), key, "{file} {}", row[0]);
            assert_eq!(row[6], "valid");
            tried += 1;
        }
    }
    tried
}

#[test]
fn pbkdf2() {
    let digests = [
        ("sha1", Digest::Sha1, 63),
        ("sha224", Digest::Sha224, 58),
        ("sha256", Digest::Sha256, 60),
        ("sha384", Digest::Sha384, 58),
        ("sha512", Digest::Sha512, 58),
    ];
    for (file, digest, count) in digests {
        assert_eq!(derives(file, digest, |iterations| iterations <= MOST), count, "{file}");
    }
    if std::env::var("WYCHEPROOF").is_ok() {
        assert_eq!(derives("sha1", Digest::Sha1, |iterations| iterations > MOST), 1);
    }
}

#[test]
fn xchacha20_poly1305() {
    let (mut opened, mut refused) = (0, 0);
    for row in rows("xchacha20_poly1305") {
        let (number, [key, nonce, aad, message, text, tag], is_valid) = read(&row);
        let key = EncryptionKey::new(&key, b"").unwrap();
        let token = format!("XCP.{}", URL_SAFE_NO_PAD.encode([&nonce[..], &tag, &text].concat()));
        let found = decrypt(&key, &token, &aad);
        if is_valid {
            assert_eq!(found, Some(message.clone()), "{number}");
            let mut sealed = Vec::new();
            key.encrypt_with_nonce(nonce.as_slice().try_into().unwrap(), &message, &aad, &mut sealed).unwrap();
            assert_eq!(sealed, token.as_bytes(), "{number}");
            opened += 1;
        } else {
            assert_eq!(found, None, "{number}");
            refused += 1;
        }
    }
    assert_eq!((opened, refused), (246, 69));
}

/// The cipher inside of XChaCha20-Poly1305.
#[test]
fn chacha20_poly1305() {
    let (mut opened, mut refused) = (0, 0);
    for row in rows("chacha20_poly1305") {
        let (number, [key, nonce, aad, message, mut text, tag], is_valid) = read(&row);
        let cipher = ChaCha20Poly1305::new_from_slice(&key).unwrap();
        let done = nonce.as_slice().try_into().is_ok_and(|nonce| {
            let tag = tag.as_slice().try_into().unwrap();
            cipher.decrypt_inout_detached(nonce, &aad, text.as_mut_slice().into(), tag).is_ok()
        });
        assert_eq!((done, done && text == message), (is_valid, is_valid), "{number}");
        if is_valid { opened += 1 } else { refused += 1 }
    }
    assert_eq!((opened, refused), (256, 69));
}

/// In tokens of `plug_crypto` 1, whose nonces have twelve bytes: what has another one is refused, also where GCM itself would take it.
#[test]
fn aes_gcm() {
    let (mut opened, mut refused, mut by_nonce) = (0, 0, 0);
    let iv = [9; 12];
    let outer = Aes256Gcm::new_from_slice(SECRET).unwrap();
    let key = EncryptionKey::new(SECRET, SIGNING).unwrap();
    for row in rows("aes_gcm") {
        let (number, [content, nonce, aad, message, text, tag], is_valid) = read(&row);
        let mut wrapped = content.clone();
        let wrapped_tag = outer.encrypt_inout_detached((&iv).into(), SIGNING, wrapped.as_mut_slice().into()).unwrap();
        let wrapped = [&wrapped[..], &wrapped_tag, &iv].concat();
        let parts = [&wrapped, &nonce, &text, &tag].map(|part| URL_SAFE_NO_PAD.encode(part));
        let found = decrypt(&key, &format!("QTEyOEdDTQ.{}", parts.join(".")), &aad);
        if is_valid && nonce.len() == 12 {
            assert_eq!(found, Some(message), "{number}");
            opened += 1;
        } else {
            assert_eq!(found, None, "{number}");
            refused += 1;
            by_nonce += usize::from(is_valid);
        }
    }
    assert_eq!((opened, refused, by_nonce), (116, 200, 113));
}
