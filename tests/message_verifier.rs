//! `Plug.Crypto.MessageVerifier`: the vectors, tampering, and what a key shows.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use waxseal::crypto::message_verifier::{Digest, SigningKey};
use waxseal::error::Reason;

mod vectors;

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const DIGESTS: [Digest; 3] = [Digest::Sha256, Digest::Sha384, Digest::Sha512];

/// The message, or the reason; `out` has to be as it was in the latter case.
#[track_caller]
fn verify(key: &SigningKey, token: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut out = b"before".to_vec();
    let verified = key.verify(token, &mut out);
    let message = out.split_off(6);
    assert_eq!(out, b"before");
    assert!(verified.is_ok() || message.is_empty());
    verified.map(|()| message)
}

fn sign(key: &SigningKey, message: &[u8], digest: Digest) -> Vec<u8> {
    let mut out = b"before".to_vec();
    key.sign(message, digest, &mut out);
    assert!(out.starts_with(b"before"));
    out.split_off(6)
}

#[test]
fn vectors() {
    let cases = vectors::load("message_verifier");
    let (mut ok, mut error, mut raised) = (0, 0, 0);
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        let key = SigningKey::new(&vectors::bytes(case, "secret_b64"));
        let outcome = case["outcome"].as_str().unwrap();
        match case["op"].as_str().unwrap() {
            "sign" => {
                let digest = Digest::parse(case["digest"].as_str().unwrap());
                let token =
                    digest.zip(key.ok()).map(|(digest, key)| sign(&key, &vectors::bytes(case, "message_b64"), digest));
                match outcome {
                    "ok" => assert_eq!(token.unwrap(), vectors::bytes(case, "token_b64"), "{name}"),
                    _ => assert!(token.is_none() && outcome == "raise", "{name}"),
                }
            }
            "verify" => {
                let token = vectors::bytes(case, "token_b64");
                match outcome {
                    "ok" => {
                        let message = vectors::bytes(case, "payload_b64");
                        assert_eq!(verify(&key.unwrap(), &token), Ok(message), "{name}");
                    }
                    "error" => assert!(verify(&key.unwrap(), &token).is_err(), "{name}"),
                    _ => assert_eq!((outcome, key.unwrap_err().code()), ("raise", "ERR_CONFIG"), "{name}"),
                }
            }
            other => panic!("{name}: {other}"),
        }
        match outcome {
            "ok" => ok += 1,
            "error" => error += 1,
            _ => raised += 1,
        }
    }
    assert_eq!((ok, error, raised, cases.len()), (68, 122, 5, 195));
}

/// These must never change: cookies that browsers hold today.
#[test]
fn frozen_tokens() {
    let key = SigningKey::new(SECRET).unwrap();
    let frozen = [
        (Digest::Sha256, "SFMyNTY.g3QAAAAA.7PFOcK4DXu1hyaiL56DAxzN8Dk5IlRbcUPVEo8QlF60"),
        (Digest::Sha384, "SFMzODQ.g3QAAAAA.oJLWDTnR7Rfk0vbnPOupuZqJYVmJty5-huegGcjLPETCqixH1GmQh1YE07rkTv5x"),
        (
            Digest::Sha512,
            "SFM1MTI.g3QAAAAA.BZRK7W3EK2DiPzkBHBzXYaBmzT57pfLIubiBpQ7uV64IeUSsG6rmaJHXKpi57S1kh5K5tPwlm4fQ-tPL52YOXw",
        ),
    ];
    for (digest, token) in frozen {
        assert_eq!(sign(&key, b"\x83t\0\0\0\0", digest), token.as_bytes());
        assert_eq!(verify(&key, token.as_bytes()), Ok(b"\x83t\0\0\0\0".to_vec()));
    }
}

#[test]
fn there_and_back() {
    let key = SigningKey::new(SECRET).unwrap();
    for length in (0..130).chain([1000, 4096, 70_000]) {
        let message = vec![u8::try_from(length % 251).unwrap(); length];
        for digest in DIGESTS {
            assert_eq!(verify(&key, &sign(&key, &message, digest)), Ok(message.clone()));
        }
    }
}

#[test]
fn every_other_byte_in_every_place_is_refused() {
    let key = SigningKey::new(SECRET).unwrap();
    for digest in DIGESTS {
        let token = sign(&key, b"user_id=1;x", digest);
        let last = token.len() - 1;
        for place in 0..token.len() {
            for byte in 0..=255 {
                let mut tampered = token.clone();
                tampered[place] = byte;
                // The spare bits of the signature's last character: 4 texts for SHA-256's 32 bytes, 1 for 48, 16 for 64.
                let same = byte == token[place] || place == last && same_bits(byte, token[place], digest);
                assert_eq!(verify(&key, &tampered).is_ok(), same, "{place} {byte}");
            }
        }
        for length in 0..token.len() {
            assert!(verify(&key, &token[..length]).is_err());
            assert!(verify(&key, &token[token.len() - length..]).is_err());
        }
    }
}

/// Whether two characters differ in no more than the bits that the signature's last character has to spare.
fn same_bits(one: u8, other: u8, digest: Digest) -> bool {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let value = |character| alphabet.iter().position(|known| *known == character);
    let spare = match digest {
        Digest::Sha256 => 2,
        Digest::Sha384 => 0,
        Digest::Sha512 => 4,
    };
    value(one).zip(value(other)).is_some_and(|(one, other)| one >> spare == other >> spare)
}

#[test]
fn reasons() {
    let key = SigningKey::new(SECRET).unwrap();
    let token = String::from_utf8(sign(&key, b"hello", Digest::Sha256)).unwrap();
    let [header, message, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!() };
    let other = SigningKey::new(b"another").unwrap();
    let reason = |token: String| verify(&key, token.as_bytes()).unwrap_err();

    assert_eq!(verify(&other, token.as_bytes()), Err(Reason::BadSignature));
    assert_eq!(reason(format!("{header}.{message}.")), Reason::BadSignature);
    assert_eq!(reason(format!("SFM1MTI.{message}.{signature}")), Reason::BadSignature);
    assert_eq!(reason(format!("bm9uZQ.{message}.")), Reason::UnknownAlgorithm);
    assert_eq!(reason(format!("HS256.{message}.{signature}")), Reason::UnknownAlgorithm);
    assert_eq!(reason(format!("SFMyNTY=.{message}.{signature}")), Reason::UnknownAlgorithm);
    assert_eq!(reason(".".repeat(2)), Reason::UnknownAlgorithm);
    for malformed in ["", ".", "...", "SFMyNTY", "SFMyNTY.", "SFMyNTY.aaaa", "none.a.b.c", "QTEyOEdDTQ.a.b.c.d"] {
        assert_eq!(reason(malformed.to_owned()), Reason::Malformed, "{malformed}");
    }
    assert_eq!(reason(format!("{header}.{message}!.{signature}")), Reason::Malformed);
    assert_eq!(reason(format!("{header}.{message}.{signature}!")), Reason::Malformed);
    assert_eq!(reason(format!("{token}.")), Reason::Malformed);
    assert_eq!(reason(format!("{header}.{message}.{signature}.{signature}")), Reason::Malformed);
}

#[test]
fn a_key_stays_hidden() {
    let key = SigningKey::new(b"hunter2").unwrap();
    assert_eq!(format!("{key:?} {:#?}", key.clone()), "SigningKey(..) SigningKey(..)");
    let error = SigningKey::new(b"").unwrap_err();
    assert_eq!(error.code(), "ERR_CONFIG");
}

/// HMAC fills a key up with zeros to a block, and hashes a longer one (RFC 2104 §2).
#[test]
fn keys_around_the_block_sizes() {
    for length in [1, 31, 63, 64, 65, 127, 128, 129, 300] {
        let secret = vec![b'k'; length];
        let key = SigningKey::new(&secret).unwrap();
        let padded = SigningKey::new(&[&secret[..], &[0]].concat()).unwrap();
        for (digest, block) in DIGESTS.into_iter().zip([64, 128, 128]) {
            let token = sign(&key, b"message", digest);
            assert!(verify(&key, &token).is_ok());
            assert_eq!(verify(&padded, &token).is_ok(), length < block, "{length} {digest:?}");
        }
    }
}
