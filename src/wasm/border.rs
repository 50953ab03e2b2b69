//! The border: thin synchronous bindings that convert, delegate and convert. `pkg/border/core.js` alone calls them.
//!
//! Numbers and bytes are all that crosses: JavaScript writes `input` before a call and reads `output` after it. A call gives
//! the length of what it left in the output; [`OTHER`] more if that is not what was asked for, but what is needed first; and if
//! it fails, less than zero: `-1 - length` of the error's code and message, a zero byte between them. No value of JavaScript's
//! comes here, so no code of the user's runs while a call does. Only configurations live on this side, one a `createSessions`.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

use crate::crypto::keyring::Keyring;
use crate::crypto::message_encryptor::EncryptionKey;
use crate::crypto::message_verifier::SigningKey;
use crate::error::{Error, Reason};
use crate::wasm::site::Sites;

/// Added to a length: the output is the key of a record that is needed, or a payload that a serializer of the user's is to
/// decode; with nothing in it, there is no such thing.
pub const OTHER: i32 = 1 << 30;

/// What this side keeps between calls.
#[derive(Default)]
pub(crate) struct Border {
    input: Vec<u8>,
    output: Vec<u8>,
    pub(crate) sites: Sites,
    /// What `waxseal/crypto` signed or verified, and encrypted or decrypted, with last.
    pub(crate) signing: Option<SigningKey>,
    pub(crate) encryption: Option<EncryptionKey>,
    /// What `waxseal/phoenix` derived.
    pub(crate) keyring: Keyring,
}

/// What a call gives.
pub(crate) enum Answer {
    /// What was asked for, in the output.
    Bytes(Vec<u8>),
    /// What is needed first, in the output.
    Other(Vec<u8>),
    /// A number.
    Number(i32),
}

thread_local! {
    static BORDER: RefCell<Border> = RefCell::default();
}

/// Runs a call that only looks at what is kept.
pub(crate) fn call(work: impl FnOnce(&Border) -> Result<Answer, Error>) -> i32 {
    change(|border| work(border))
}

/// Runs a call that changes what is kept.
pub(crate) fn change(work: impl FnOnce(&mut Border) -> Result<Answer, Error>) -> i32 {
    BORDER.with_borrow_mut(|border| {
        let result = work(border);
        border.finish(result)
    })
}

impl Border {
    /// The first `length` bytes of input.
    pub(crate) fn input(&self, length: usize) -> &[u8] {
        self.input.get(..length).unwrap_or_default()
    }

    /// Two parts of the input, one after the other.
    pub(crate) fn parts(&self, first: usize, second: usize) -> (&[u8], &[u8]) {
        self.input(first.saturating_add(second)).split_at_checked(first).unwrap_or_default()
    }

    /// Two parts of the input, and the keys that may be derived of them.
    pub(crate) fn parts_and_keys(&mut self, first: usize, second: usize) -> (&[u8], &[u8], &mut Keyring) {
        let Self { input, keyring, .. } = self;
        let parts = input.get(..first.saturating_add(second)).unwrap_or_default();
        let (first, second) = parts.split_at_checked(first).unwrap_or_default();
        (first, second, keyring)
    }

    /// Overwrites the first `length` bytes of input, which were secrets.
    pub(crate) fn wipe_input(&mut self, length: usize) {
        self.input.get_mut(..length).unwrap_or_default().zeroize();
    }

    fn finish(&mut self, result: Result<Answer, Error>) -> i32 {
        match result {
            Ok(Answer::Number(number)) => number,
            Ok(Answer::Bytes(bytes)) => self.leave(bytes),
            Ok(Answer::Other(bytes)) => OTHER + self.leave(bytes),
            Err(error) => -1 - self.leave(format!("{}\0{}", error.code(), error.message()).into_bytes()),
        }
    }

    /// Leaves bytes as the output and gives their length.
    fn leave(&mut self, bytes: Vec<u8>) -> i32 {
        self.output = bytes;
        i32::try_from(self.output.len()).unwrap_or(OTHER).min(OTHER - 1)
    }
}

/// Where JavaScript may write `length` bytes of input.
#[wasm_bindgen]
#[must_use]
pub fn input(length: usize) -> *const u8 {
    BORDER.with_borrow_mut(|border| {
        if border.input.len() < length {
            // Not in place: growing could leave a copy of a secret behind.
            border.input.as_mut_slice().zeroize();
            border.input = vec![0; length.checked_next_power_of_two().unwrap_or(length).max(4096)];
        }
        border.input.as_ptr()
    })
}

/// Where JavaScript finds the output.
#[wasm_bindgen]
#[must_use]
pub fn output() -> *const u8 {
    BORDER.with_borrow(|border| border.output.as_ptr())
}

/// Overwrites the output, once it was read, where that was a secret.
#[wasm_bindgen]
pub fn wipe() {
    BORDER.with_borrow_mut(|border| border.output.zeroize());
}

/// The name of a reason for the log; empty if there is no such reason.
#[wasm_bindgen]
#[must_use]
pub fn reason(number: u8) -> i32 {
    call(|_| Ok(Answer::Bytes(Reason::from_number(number).map_or("", Reason::as_str).into())))
}
