//! `Plug.Crypto.KeyGenerator`: the vectors, the bounds, and what a key shows.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use pbkdf2::pbkdf2_hmac;
use serde_json::Value;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use waxseal::crypto::key_generator::{Digest, Key, MAX_LENGTH, Options, generate};

mod vectors;

/// None where an option can't even be written in Rust: a negative length, a digest that does not exist.
fn options(case: &Value) -> Option<Options> {
    let mut options = Options::default();
    for (name, value) in case["opts"].as_object().unwrap() {
        match name.as_str() {
            "iterations" => options.iterations = u32::try_from(value.as_u64()?).unwrap(),
            "length" => options.length = usize::try_from(value.as_u64()?).unwrap(),
            "digest" => options.digest = Digest::parse(value.as_str().unwrap())?,
            other => panic!("unknown option {other}"),
        }
    }
    Some(options)
}

fn hex(key: &Key) -> String {
    key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

#[test]
fn vectors() {
    let cases = vectors::load("key_generator");
    let (mut good, mut raised) = (0, 0);
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        let key = options(case).and_then(|options| {
            generate(&vectors::bytes(case, "secret_b64"), &vectors::bytes(case, "salt_b64"), &options).ok()
        });
        match case["outcome"].as_str().unwrap() {
            "ok" => {
                assert_eq!(hex(&key.unwrap()), case["key_hex"].as_str().unwrap(), "{name}");
                good += 1;
            }
            "raise" => {
                assert!(key.is_none(), "{name}");
                raised += 1;
            }
            other => panic!("{name}: {other}"),
        }
    }
    assert_eq!((good, raised, cases.len()), (54, 3, 57));
}

#[test]
fn bounds() {
    let with = |iterations, length| Options { iterations, length, digest: Digest::Sha256 };
    for options in [with(0, 32), with(1, 0), with(1, MAX_LENGTH + 1), with(1, usize::MAX)] {
        assert_eq!(generate(b"secret", b"salt", &options).unwrap_err().code(), "ERR_CONFIG");
    }
    assert_eq!(generate(b"secret", b"salt", &with(1, MAX_LENGTH)).unwrap().as_bytes().len(), MAX_LENGTH);
}

#[test]
fn digest_names() {
    assert_eq!(Digest::parse("sha"), Some(Digest::Sha1));
    assert_eq!(Digest::parse("sha1"), Some(Digest::Sha1));
    assert_eq!(Digest::parse("sha224"), Some(Digest::Sha224));
    assert_eq!(Digest::parse("sha256"), Some(Digest::Sha256));
    assert_eq!(Digest::parse("sha384"), Some(Digest::Sha384));
    assert_eq!(Digest::parse("sha512"), Some(Digest::Sha512));
    for name in ["", "SHA256", "md5", "sha3_256", "blake2b", "sha512_256", "sha256 "] {
        assert_eq!(Digest::parse(name), None, "{name}");
    }
}

/// Not in the vectors: SHA-224, computed with Python's `hashlib.pbkdf2_hmac("sha224", b"secret", b"salt", 1000, 32)`.
#[test]
fn sha224() {
    let key = generate(b"secret", b"salt", &Options { digest: Digest::Sha224, ..Options::default() }).unwrap();
    assert_eq!(hex(&key), "0f697a862d2b819abee0b7e91d239dc096e45d9e51e5f336a5422de7fbdae042");
}

#[test]
fn a_key_compares_and_stays_hidden() {
    let key = Key::new(b"hunter2 hunter2");
    assert!(key.ct_eq(&Key::new(b"hunter2 hunter2")) && key.ct_eq(&key.clone()));
    assert!(
        !key.ct_eq(&Key::new(b"hunter2 hunter3")) && !key.ct_eq(&Key::new(b"hunter2")) && !key.ct_eq(&Key::new(b""))
    );
    assert_eq!(format!("{key:?} {key:#?}"), "Key(..) Key(..)");
}

/// As the crate `pbkdf2` has them: with every hash, secrets and salts of up to more than two blocks, keys of a part of a hash to many.
#[test]
fn as_the_crate_derives_them() {
    let bytes: Vec<u8> = (0..=255).chain(0..=44).collect();
    let by_crate = [
        (Digest::Sha1, pbkdf2_hmac::<Sha1> as fn(&[u8], &[u8], u32, &mut [u8])),
        (Digest::Sha224, pbkdf2_hmac::<Sha224>),
        (Digest::Sha256, pbkdf2_hmac::<Sha256>),
        (Digest::Sha384, pbkdf2_hmac::<Sha384>),
        (Digest::Sha512, pbkdf2_hmac::<Sha512>),
    ];
    for at in 0..=bytes.len() {
        let (secret, salt) = bytes.split_at(at);
        for (digest, derive) in by_crate {
            let options = Options { iterations: 1 + u32::try_from(at % 3).unwrap(), length: 1 + at, digest };
            let mut expected = vec![0; options.length];
            derive(secret, salt, options.iterations, &mut expected);
            assert_eq!(generate(secret, salt, &options).unwrap().as_bytes(), expected, "{at} {digest:?}");
        }
    }
}
