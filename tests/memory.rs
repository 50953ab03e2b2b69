//! What stays in memory: no plaintext that did not verify, and no key that was dropped. Read through `/proc/self/mem`, which needs
//! no `unsafe`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{Read as _, Seek as _, SeekFrom};

use waxseal::crypto::key_generator::Key;
use waxseal::crypto::message_encryptor::{DEFAULT_AAD, DecryptError, EncryptionKey};
use waxseal::error::Reason;

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789ABCDEF";
const SIGN_SECRET: &[u8] = b"sign secret";
const NONCE: [u8; 24] = *b"just any 24 bytes, once!";
/// [`MESSAGE`] as `plug_crypto` 1 would have written it; made with Python's `cryptography`.
const LEGACY: &str = "QTEyOEdDTQ.LxLMhoLLZdS26LwddMw1g5hBphv6n2duVbUWS1kUI39paWlpaWlpaWlpaWk.ampqampqampqampq.Nz44ttqa3vxHvt-GfZQpkalWQdMlTPUUNbW45rDV9orbiUsFTC3kt1ca5LvvO1L4TltzgojugA1iVGhuT7obE6E94A.bnKGas9wuI2Y8HvNF4SEXg";
const MESSAGE: &[u8] = b"the plaintext, long enough that its middle can't be there by chance";

fn read(at: *const u8, length: usize) -> Vec<u8> {
    let mut memory = std::fs::File::open("/proc/self/mem").unwrap();
    memory.seek(SeekFrom::Start(at.addr() as u64)).unwrap();
    let mut bytes = vec![0; length];
    memory.read_exact(&mut bytes).unwrap();
    bytes
}

/// Whether eight bytes in a row of `secret` are in `bytes`.
fn traces(bytes: &[u8], secret: &[u8]) -> bool {
    secret.windows(8).any(|piece| bytes.windows(8).any(|window| window == piece))
}

#[test]
fn no_plaintext_after_a_failed_decrypt() {
    let key = EncryptionKey::new(SECRET, SIGN_SECRET).unwrap();
    let mut token = Vec::new();
    key.encrypt_with_nonce(&NONCE, MESSAGE, DEFAULT_AAD, &mut token).unwrap();
    let mut out = Vec::with_capacity(4096);
    for token in [&token[..], LEGACY.as_bytes()] {
        out.clear();
        key.decrypt(token, DEFAULT_AAD, &mut out).unwrap();
        assert_eq!(out, MESSAGE);
        assert!(traces(&read(out.as_ptr(), out.capacity()), MESSAGE), "this test sees what it looks for");
    }

    // In the tag, which comes before the ciphertext; and the wrong associated data.
    token[40] ^= 1;
    let legacy = LEGACY.replace(".bnKGas9wuI2Y8HvNF4SEXg", ".AnKGas9wuI2Y8HvNF4SEXg").into_bytes();
    assert_ne!(legacy, LEGACY.as_bytes());
    for (token, aad) in [(&token, DEFAULT_AAD), (&token, b"other"), (&legacy, DEFAULT_AAD)] {
        let mut out = Vec::with_capacity(4096);
        out.extend_from_slice(&[0; 4096]);
        out.clear();
        assert_eq!(key.decrypt(token, aad, &mut out), Err(DecryptError::Reason(Reason::DecryptFailed)));
        assert!(!traces(&read(out.as_ptr(), out.capacity()), MESSAGE));
    }
}

#[test]
fn no_plaintext_in_the_buffer_of_a_token() {
    let key = EncryptionKey::new(SECRET, SIGN_SECRET).unwrap();
    // A plaintext of its own for each buffer: what an allocator hands out may be memory that another one was in, and nobody
    // erased, as it was a caller's.
    let cases = [
        (0, "first: a plaintext that is nowhere else"),
        (10, "second: that one grows while it is written"),
        (100, "third: room for some of it"),
        (4096, "fourth: room for all of it"),
    ];
    for (capacity, message) in cases {
        let (message, own) = (message.as_bytes(), message.as_bytes().get(..8).unwrap());
        let mut out = Vec::with_capacity(capacity);
        key.encrypt_with_nonce(&NONCE, message, DEFAULT_AAD, &mut out).unwrap();
        assert!(!traces(&read(out.as_ptr(), out.capacity()), own));
        let mut opened = Vec::new();
        key.decrypt(&out, DEFAULT_AAD, &mut opened).unwrap();
        assert_eq!(opened, message);
        assert!(traces(&read(opened.as_ptr(), opened.capacity()), own), "this test sees what it looks for");
    }
}

#[test]
fn keys_are_erased() {
    let secret: Vec<u8> = (0..200).map(|byte| byte ^ 0x5a).collect();
    let key = Key::new(&secret);
    let at = key.as_bytes().as_ptr();
    assert!(traces(&read(at, secret.len()), &secret), "this test sees what it looks for");
    drop(key);
    assert!(!traces(&read(at, secret.len()), &secret));
}

/// The message is encrypted where it is written: a buffer that moved on the way would leave a copy of it behind, in memory that is free.
#[test]
fn the_buffer_of_a_token_is_reserved_at_once_and_to_the_byte() {
    let key = EncryptionKey::new(SECRET, SIGN_SECRET).unwrap();
    for length in [0, 1, 2, 3, 40, 1000, 4097] {
        let message = vec![b'm'; length];
        let (nonce, tag, text) = (24, 16, (40 + length) / 3 * 4 + [0, 2, 3][(40 + length) % 3]);
        let mut token = Vec::new();
        key.encrypt_with_nonce(&NONCE, &message, DEFAULT_AAD, &mut token).unwrap();
        assert_eq!(token.len(), 4 + text);
        assert_eq!(token.capacity(), 4 + text + nonce + tag + length, "{length}");
    }
}
