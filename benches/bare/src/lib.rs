//! The least that a token takes in WebAssembly: a hash or cipher and base64 between two buffers, one key, numbers across
//! the border. No choice of digest, no rotation, no old formats, no bounds but the buffers', no reasons, nothing wiped. What waxseal
//! takes more than this is its own; what this takes is the limit.

#![forbid(unsafe_code)]

use std::cell::RefCell;

use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305};
use hmac::{Hmac, Mac as _};
use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[path = "../../../src/wasm/allocator.rs"]
mod allocator;
#[path = "../../../src/crypto/base64url.rs"]
#[allow(dead_code, reason = "waxseal uses all of it")]
mod base64url;
/// Where waxseal has it.
#[cfg(feature = "libraries")]
mod crypto {
    pub(crate) use crate::base64url;
}
#[cfg(feature = "libraries")]
mod libraries;

mod error {
    /// What is said of what is refused.
    #[derive(Debug)]
    pub enum Reason {
        /// No base64url.
        Malformed,
        /// Not of this key.
        #[cfg(feature = "libraries")]
        DecryptFailed,
    }
}

/// Each buffer's, in bytes. Who writes takes care that a token fits.
const ROOM: usize = 16 * 1024;

const SIGNED: &[u8] = b"SFMyNTY.";
const ENCRYPTED: &[u8] = b"XCP.";
const AAD: &[u8] = b"A128GCM";
const NONCE: usize = 24;
const TAG: usize = 16;

struct Bare {
    given: Vec<u8>,
    made: Vec<u8>,
    /// The bytes of an encrypted token.
    sealed: Vec<u8>,
    keyed: Option<Hmac<Sha256>>,
    cipher: Option<XChaCha20Poly1305>,
}

thread_local! {
    static BARE: RefCell<Bare> = RefCell::new(Bare {
        given: vec![0; ROOM],
        made: Vec::with_capacity(ROOM),
        sealed: Vec::with_capacity(ROOM),
        keyed: None,
        cipher: None,
    });
}

/// Where what is given is written to.
#[wasm_bindgen]
#[must_use]
pub fn given() -> *const u8 {
    BARE.with_borrow(|bare| bare.given.as_ptr())
}

/// Where what is made is found, always.
#[wasm_bindgen]
#[must_use]
pub fn made() -> *const u8 {
    BARE.with_borrow(|bare| bare.made.as_ptr())
}

/// The key, of 32 bytes given.
#[wasm_bindgen]
#[must_use]
pub fn key() -> i32 {
    run(|bare| {
        let key = bare.given.get(..32)?.to_vec();
        bare.take(&key)
    })
}

/// The key, derived from a secret and a salt given.
#[wasm_bindgen]
#[must_use]
pub fn derive(secret: usize, salt: usize, rounds: u32) -> i32 {
    run(|bare| {
        let (secret, salt) = bare.given.get(..secret.checked_add(salt)?)?.split_at_checked(secret)?;
        let mut key = [0; 32];
        pbkdf2_hmac::<Sha256>(secret, salt, rounds, &mut key);
        bare.take(&key)
    })
}

/// A text to a signed token.
#[wasm_bindgen]
#[must_use]
pub fn sign(length: usize) -> i32 {
    run(|bare| {
        bare.made.clear();
        bare.made.extend_from_slice(SIGNED);
        base64url::encode(bare.given.get(..length)?, &mut bare.made);
        let signature = bare.keyed.clone()?.chain_update(&bare.made).finalize().into_bytes();
        bare.made.push(b'.');
        base64url::encode(&signature, &mut bare.made);
        Some(())
    })
}

/// A signed token to its text; less than zero if it is none of this key.
#[wasm_bindgen]
#[must_use]
pub fn verify(length: usize) -> i32 {
    run(|bare| {
        let token = bare.given.get(..length)?;
        let dot = token.iter().rposition(|&byte| byte == b'.')?;
        let (input, signature) = token.split_at_checked(dot)?;
        bare.made.clear();
        base64url::decode(signature.get(1..)?, &mut bare.made).ok()?;
        bare.keyed.clone()?.chain_update(input).verify_slice(&bare.made).ok()?;
        bare.made.clear();
        base64url::decode(input.strip_prefix(SIGNED)?, &mut bare.made).ok()
    })
}

/// A nonce and a text to an encrypted token.
#[wasm_bindgen]
#[must_use]
pub fn encrypt(length: usize) -> i32 {
    run(|bare| {
        let (nonce, text) = bare.given.get(..length)?.split_first_chunk::<NONCE>()?;
        bare.sealed.clear();
        bare.sealed.extend_from_slice(nonce);
        bare.sealed.extend_from_slice(&[0; TAG]);
        bare.sealed.extend_from_slice(text);
        let (tag, text) = bare.sealed.get_mut(NONCE..)?.split_first_chunk_mut::<TAG>()?;
        *tag = bare.cipher.as_ref()?.encrypt_inout_detached(nonce.into(), AAD, text.into()).ok()?.into();
        bare.made.clear();
        bare.made.extend_from_slice(ENCRYPTED);
        base64url::encode(&bare.sealed, &mut bare.made);
        Some(())
    })
}

/// An encrypted token to its text; less than zero if it is none of this key.
#[wasm_bindgen]
#[must_use]
pub fn decrypt(length: usize) -> i32 {
    run(|bare| {
        bare.sealed.clear();
        base64url::decode(bare.given.get(..length)?.strip_prefix(ENCRYPTED)?, &mut bare.sealed).ok()?;
        let (nonce, rest) = bare.sealed.split_first_chunk_mut::<NONCE>()?;
        let (tag, text) = rest.split_first_chunk_mut::<TAG>()?;
        let nonce = (&*nonce).into();
        bare.cipher.as_ref()?.decrypt_inout_detached(nonce, AAD, (&mut *text).into(), (&*tag).into()).ok()?;
        bare.made.clear();
        bare.made.extend_from_slice(text);
        Some(())
    })
}

impl Bare {
    fn take(&mut self, key: &[u8]) -> Option<()> {
        self.keyed = Some(Hmac::new_from_slice(key).ok()?);
        self.cipher = Some(XChaCha20Poly1305::new_from_slice(key).ok()?);
        self.made.clear();
        Some(())
    }
}

/// The length of what was made, or less than zero.
fn run(work: impl FnOnce(&mut Bare) -> Option<()>) -> i32 {
    BARE.with_borrow_mut(|bare| work(bare).and_then(|()| i32::try_from(bare.made.len()).ok())).unwrap_or(-1)
}
