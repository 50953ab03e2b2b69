//! Which key is kept for what it was derived of: another secret's would open another app's cookies.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use waxseal::crypto::key_generator::{Digest, Options, generate};
use waxseal::crypto::keyring::Keyring;
use waxseal::crypto::message_encryptor::EncryptionKey;
use waxseal::crypto::message_verifier::{self, SigningKey};
use waxseal::crypto::secret_key_base::SecretKeyBase;

const FEW: Options = Options { iterations: 3, length: 32, digest: Digest::Sha256 };

fn token(key: &SigningKey) -> Vec<u8> {
    let mut token = Vec::new();
    key.sign(b"message", message_verifier::Digest::Sha256, &mut token);
    token
}

/// What the keyring has is what is derived without one.
fn check(keyring: &mut Keyring, secret: &[u8], salt: &[u8], options: &Options) {
    let key = generate(secret, salt, options).unwrap();
    let derived = keyring.derived(secret, salt, options).unwrap();
    assert_eq!(token(derived.signing()), token(&SigningKey::new(key.as_bytes()).unwrap()));
    match (options.length, derived.encryption()) {
        (32, encryption) => {
            let (mut sealed, mut opened) = (Vec::new(), Vec::new());
            encryption.unwrap().encrypt(b"message", b"", &mut sealed).unwrap();
            EncryptionKey::new(key.as_bytes(), b"").unwrap().decrypt(&sealed, b"", &mut opened).unwrap();
            assert_eq!(opened, b"message");
        }
        // It only reads old tokens; and of other lengths there is none.
        (16, encryption) => assert!(encryption.is_ok()),
        (_, encryption) => assert_eq!(encryption.unwrap_err().code(), "ERR_CONFIG"),
    }
    assert_eq!(token(keyring.newest().unwrap().signing()), token(&SigningKey::new(key.as_bytes()).unwrap()));
}

#[test]
fn a_key_is_of_its_secret_its_salt_and_its_options() {
    let mut keyring = Keyring::default();
    assert_eq!(keyring.newest().unwrap_err().code(), "ERR_CONFIG");
    let options = [
        FEW,
        Options { iterations: 4, ..FEW },
        Options { length: 16, ..FEW },
        Options { length: 20, ..FEW },
        Options { digest: Digest::Sha1, ..FEW },
    ];
    // Each pair of these differs in one thing alone, and each is asked for when all others are kept.
    for _ in 0..2 {
        for secret in [&b"secret"[..], b"Secret", b"secret "] {
            for salt in [&b"salt"[..], b"Salt"] {
                for options in &options {
                    check(&mut keyring, secret, salt, options);
                }
            }
        }
    }
    // Two that together are the same bytes.
    check(&mut keyring, b"secrets", b"alt", &FEW);
    assert_eq!(format!("{keyring:?} {:?}", keyring.newest().unwrap()), "Keyring(..) Derived(..)");
}

#[test]
fn thirty_two_keys_are_kept_the_newest() {
    let mut keyring = Keyring::default();
    let salts: Vec<Vec<u8>> = (0..40).map(|at| format!("salt {at}").into_bytes()).collect();
    let mut place = |salt: &[u8]| std::ptr::from_ref(keyring.derived(b"secret", salt, &FEW).unwrap().signing()).addr();
    let first = place(&salts[0]);
    place(&salts[1]);
    for salt in &salts[2..32] {
        place(salt);
    }
    // Thirty-two: all of them are there, and the first is the newest now.
    assert_eq!(place(&salts[0]), first);
    let places: Vec<usize> = salts[2..32].iter().map(|salt| place(salt)).collect();
    // What was asked for last stays when others come; the second, which was not, is gone. Its place may be another key's.
    for salt in &salts[32..40] {
        place(salt);
    }
    for (salt, before) in salts[10..32].iter().zip(&places[8..]) {
        assert_eq!(place(salt), *before);
    }
}

#[test]
fn a_secret_key_base_has_64_bytes_and_a_fingerprint() {
    let secret = SecretKeyBase::new(&[b'x'; 64]);
    assert_eq!(secret.checked("").unwrap(), [b'x'; 64]);
    assert!(SecretKeyBase::new(&[b'x'; 65]).checked("").is_ok());
    let error = SecretKeyBase::new(&[b'x'; 63]).checked("rotatingOptions[0].").unwrap_err();
    assert!(
        error.message().starts_with("rotatingOptions[0].secretKeyBase: got 63 bytes, takes at least 64"),
        "{error}"
    );
    assert_ne!(secret.fingerprint(), SecretKeyBase::new(&[b'y'; 64]).fingerprint());
    assert_eq!(secret.fingerprint(), SecretKeyBase::new(&[b'x'; 64]).fingerprint());
    assert_eq!(format!("{secret:?}"), "SecretKeyBase(..)");
}
