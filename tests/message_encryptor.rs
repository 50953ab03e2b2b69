//! `Plug.Crypto.MessageEncryptor`: the vectors, tampering, and what a key shows.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use aes_gcm::AesGcm;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::aes::{Aes128, Aes192, Aes256};
use serde_json::Value;
use waxseal::crypto::base64url;
use waxseal::crypto::message_encryptor::{DEFAULT_AAD, DecryptError, EncryptionKey};
use waxseal::error::Reason;

mod vectors;

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789ABCDEF";
const SIGN_SECRET: &[u8] = b"sign secret";
const NONCE: [u8; 24] = *b"just any 24 bytes, once!";
/// Written by `plug_crypto` 1.2.5: the vectors' case `legacy_a128gcm_k16_1_sign32`.
const LEGACY: &str = "legacy_a128gcm_k16_1_sign32";

/// The message, or the error; `out` has to be as it was in the latter case.
#[track_caller]
fn decrypt(key: &EncryptionKey, token: &[u8], aad: &[u8]) -> Result<Vec<u8>, DecryptError> {
    let mut out = b"before".to_vec();
    let decrypted = key.decrypt(token, aad, &mut out);
    let message = out.split_off(6);
    assert_eq!(out, b"before");
    assert!(decrypted.is_ok() || message.is_empty());
    decrypted.map(|()| message)
}

fn encrypt(key: &EncryptionKey, message: &[u8], aad: &[u8]) -> Vec<u8> {
    let mut out = b"before".to_vec();
    key.encrypt_with_nonce(&NONCE, message, aad, &mut out).unwrap();
    assert!(out.starts_with(b"before"));
    out.split_off(6)
}

fn key(case: &Value) -> Option<EncryptionKey> {
    EncryptionKey::new(&vectors::bytes(case, "secret_b64"), &vectors::bytes(case, "sign_secret_b64")).ok()
}

#[test]
fn vectors() {
    let cases = vectors::load("message_encryptor");
    let (mut ok, mut error, mut raised) = (0, 0, 0);
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        let aad = vectors::bytes(case, "aad_b64");
        assert!(case["aad_default"] != true || aad == DEFAULT_AAD, "{name}");
        let outcome = case["outcome"].as_str().unwrap();
        if case["op"] == "encrypt" {
            let message = vectors::bytes(case, "message_b64");
            let mut out = Vec::new();
            let encrypted = key(case).map(|key| key.encrypt(&message, &aad, &mut out));
            assert!(outcome == "raise" && !matches!(encrypted, Some(Ok(()))) && out.is_empty(), "{name}");
            raised += 1;
            continue;
        }
        let token = vectors::bytes(case, "token_b64");
        let decrypted = key(case).map(|key| decrypt(&key, &token, &aad));
        match outcome {
            "ok" => {
                let message = vectors::bytes(case, "message_b64");
                assert_eq!(decrypted, Some(Ok(message.clone())), "{name}");
                if name.starts_with("xcp_good_") || name.starts_with("xcp_aad_") {
                    assert_eq!(encrypt_like(&key(case).unwrap(), &token, &message, &aad), token, "{name}");
                }
                ok += 1;
            }
            "error" => {
                assert!(matches!(decrypted, Some(Err(DecryptError::Reason(_)))), "{name}: {decrypted:?}");
                error += 1;
            }
            "raise" => {
                // No such key, or none for this token.
                assert!(matches!(decrypted, None | Some(Err(DecryptError::KeyLength(_)))), "{name}: {decrypted:?}");
                raised += 1;
            }
            other => panic!("{name}: {other}"),
        }
    }
    assert_eq!((ok, error, raised, cases.len()), (56, 53, 9, 118));
}

/// Encrypts with the nonce of `token`.
fn encrypt_like(key: &EncryptionKey, token: &[u8], message: &[u8], aad: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    waxseal::crypto::base64url::decode(&token[4..], &mut bytes).unwrap();
    let mut out = Vec::new();
    key.encrypt_with_nonce(bytes.first_chunk().unwrap(), message, aad, &mut out).unwrap();
    out
}

/// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
#[test]
fn the_draft_s_vector() {
    let secret: Vec<u8> = (0x80..=0x9f).collect();
    let nonce: Vec<u8> = (0x40..=0x57).collect();
    let aad = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
    let message = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
    let mut out = Vec::new();
    let key = EncryptionKey::new(&secret, b"").unwrap();
    key.encrypt_with_nonce(nonce.first_chunk().unwrap(), message, &aad, &mut out).unwrap();
    let mut bytes = Vec::new();
    waxseal::crypto::base64url::decode(out.strip_prefix(b"XCP.").unwrap(), &mut bytes).unwrap();
    assert_eq!(bytes[..24], nonce);
    assert_eq!(bytes[24..40], 0xc087_5924_c1c7_9879_47de_afd8_780a_cf49_u128.to_be_bytes());
    assert_eq!(bytes[40..48], 0xbd6d_179d_3e83_d43b_u64.to_be_bytes());
    assert_eq!(bytes.len(), 40 + message.len());
}

#[test]
fn there_and_back() {
    let key = EncryptionKey::new(SECRET, SIGN_SECRET).unwrap();
    for length in (0..200).chain([1000, 4096, 70_000]) {
        let message = vec![u8::try_from(length % 251).unwrap(); length];
        for aad in [DEFAULT_AAD, b"", b"x", &[0; 100]] {
            let token = encrypt(&key, &message, aad);
            assert_eq!(decrypt(&key, &token, aad), Ok(message.clone()));
            assert_eq!(decrypt(&key, &token, b"other"), Err(DecryptError::Reason(Reason::DecryptFailed)));
        }
    }
}

#[test]
fn each_token_has_its_own_nonce() {
    let key = EncryptionKey::new(SECRET, SIGN_SECRET).unwrap();
    let mut tokens = std::collections::BTreeSet::new();
    for _ in 0..1000 {
        let mut out = Vec::new();
        key.encrypt(b"same", DEFAULT_AAD, &mut out).unwrap();
        assert_eq!(decrypt(&key, &out, DEFAULT_AAD), Ok(b"same".to_vec()));
        // "XCP." and the 32 characters of the nonce.
        assert!(tokens.insert(out[..36].to_vec()));
    }
}

fn legacy() -> (EncryptionKey, Vec<u8>) {
    let cases = vectors::load("message_encryptor");
    let case = cases.iter().find(|case| case["name"] == LEGACY).unwrap();
    (key(case).unwrap(), vectors::bytes(case, "token_b64"))
}

/// What the crate `aes-gcm` sealed: with every length of secret and of content key, messages and associated data of up to more
/// than four blocks.
#[test]
fn legacy_of_every_length() {
    let bytes: Vec<u8> = (0..=69).collect();
    for (secret, content_key) in [16, 24, 32].into_iter().flat_map(|secret| [(secret, 16), (secret, 24), (secret, 32)])
    {
        for length in 0..=bytes.len() {
            let (message, aad) = bytes.split_at(length);
            let (secret, content_key) = (&bytes[..secret], &bytes[32..32 + content_key]);
            let wrapped = [&sealed(secret, b"iv for keys.", content_key, aad)[..], b"iv for keys."].concat();
            let mut content = sealed(content_key, b"iv for texts", message, aad);
            let tag = content.split_off(length);
            let token: Vec<String> = [&wrapped[..], b"iv for texts", &content, &tag].map(encoded).into();
            let token = format!("QTEyOEdDTQ.{}", token.join("."));
            let key = EncryptionKey::new(secret, aad).unwrap();
            assert_eq!(decrypt(&key, token.as_bytes(), aad).unwrap(), message, "{} {length}", content_key.len());
        }
    }
}

fn encoded(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    base64url::encode(bytes, &mut text);
    String::from_utf8(text).unwrap()
}

/// Ciphertext ‖ tag.
fn sealed(key: &[u8], iv: &[u8; 12], message: &[u8], aad: &[u8]) -> Vec<u8> {
    let payload = Payload { msg: message, aad };
    match key.len() {
        16 => AesGcm::<Aes128, U12>::new_from_slice(key).unwrap().encrypt(iv.into(), payload),
        24 => AesGcm::<Aes192, U12>::new_from_slice(key).unwrap().encrypt(iv.into(), payload),
        _ => AesGcm::<Aes256, U12>::new_from_slice(key).unwrap().encrypt(iv.into(), payload),
    }
    .unwrap()
}

#[test]
fn every_bit_of_every_byte_counts() {
    let key = EncryptionKey::new(SECRET, SIGN_SECRET).unwrap();
    let xcp = encrypt(&key, b"attack at dawn", DEFAULT_AAD);
    let (legacy_key, legacy) = legacy();
    for (key, token) in [(key, xcp), (legacy_key, legacy)] {
        let message = decrypt(&key, &token, DEFAULT_AAD).unwrap();
        for place in 0..token.len() {
            for byte in (0..=255).filter(|byte| *byte != token[place]) {
                let mut tampered = token.clone();
                tampered[place] = byte;
                match decrypt(&key, &tampered, DEFAULT_AAD) {
                    // Elixir's decoder ignores the spare bits at the end of a part: other text, the same bytes.
                    Ok(same) => assert!(same == message && ends_a_part(&token, place), "{place} {byte}"),
                    Err(error) => assert!(matches!(error, DecryptError::Reason(_))),
                }
            }
        }
        for length in 0..token.len() {
            assert!(decrypt(&key, &token[..length], DEFAULT_AAD).is_err());
        }
    }
}

fn ends_a_part(token: &[u8], place: usize) -> bool {
    token.get(place + 1).is_none_or(|next| *next == b'.')
}

#[test]
fn key_lengths() {
    for length in 0..100 {
        let key = EncryptionKey::new(&vec![7; length], SIGN_SECRET);
        assert_eq!(key.is_ok(), matches!(length, 16 | 24 | 32), "{length}");
        let Ok(key) = key else { continue };
        let mut out = b"before".to_vec();
        let encrypted = key.encrypt(b"message", DEFAULT_AAD, &mut out);
        if length == 32 {
            assert_eq!(decrypt(&key, &out[6..], DEFAULT_AAD), Ok(b"message".to_vec()));
            continue;
        }
        assert_eq!(encrypted.unwrap_err().code(), "ERR_CONFIG");
        assert_eq!(out, b"before");
        // As in Plug, the length matters only once a token has the shape of one.
        let token = encrypt(&EncryptionKey::new(SECRET, b"").unwrap(), b"", DEFAULT_AAD);
        assert!(matches!(decrypt(&key, &token, DEFAULT_AAD), Err(DecryptError::KeyLength(_))));
        assert_eq!(decrypt(&key, &token[..57], DEFAULT_AAD), Err(DecryptError::Reason(Reason::Malformed)));
    }
}

#[test]
fn reasons() {
    let key = EncryptionKey::new(SECRET, SIGN_SECRET).unwrap();
    let reason = |token: &str| match decrypt(&key, token.as_bytes(), DEFAULT_AAD) {
        Err(DecryptError::Reason(reason)) => reason,
        other => panic!("{token}: {other:?}"),
    };
    for token in [
        "",
        "XCP",
        "XCP.",
        "XCP.!",
        "XCP..",
        "QTEyOEdDTQ.",
        "QTEyOEdDTQ.a.b.c",
        "QTEyOEdDTQ.....",
        "QTEyOEdDTQ....",
        "x",
    ] {
        assert_eq!(reason(token), Reason::Malformed, "{token}");
    }
    for token in ["SFMyNTY.eA.eA", "xcp.AAAA", "A128GCM.a.b.c.d", "QTEyOEdDTQ==.a.b.c.d", "...."] {
        assert_eq!(reason(token), Reason::UnknownAlgorithm, "{token}");
    }
    assert_eq!(reason(&format!("XCP.{}", "A".repeat(54))), Reason::DecryptFailed);
}

#[test]
fn a_key_stays_hidden() {
    let key = EncryptionKey::new(b"hunter2 hunter2 ", b"hunter3").unwrap();
    assert_eq!(format!("{key:?} {:#?}", key.clone()), "EncryptionKey(..) EncryptionKey(..)");
    let shown = format!("{:?}", EncryptionKey::new(b"hunter2", b"hunter3").unwrap_err());
    assert!(!shown.contains("hunter"));
}
