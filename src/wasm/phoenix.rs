//! `waxseal/phoenix` at the border: tokens, CSRF and the flash.

use wasm_bindgen::prelude::*;

use crate::cookies::signed;
use crate::crypto::token::{self, Age, Opened, Refusal, Terms};
use crate::env;
use crate::phoenix::flash;
use crate::plug::csrf_protection as csrf;
use crate::term::encode::Otp;
use crate::wasm::border::{Answer, call, change};
use crate::wasm::crypto::derivation;

/// What a token is for; added up.
const ENCRYPTED: u8 = 1;
const OTP25: u8 = 2;
const COMPRESSED: u8 = 4;

/// The key for the calls that follow, of a secret and a salt: derived once, and kept. For a signed cookie the salt is its name.
#[wasm_bindgen]
#[must_use]
pub fn token_key(secret: usize, salt: usize, iterations: u32, length: usize, cookie_and_digest: u8) -> i32 {
    const COOKIE: u8 = 16;
    let options = derivation(iterations, length, cookie_and_digest % COOKIE);
    change(|border| {
        let (secret_bytes, salt_bytes, keyring) = border.parts_and_keys(secret, salt);
        let derived = if cookie_and_digest < COOKIE {
            keyring.derived(secret_bytes, salt_bytes, &options)
        } else {
            keyring.derived(secret_bytes, &signed::salt(salt_bytes), &options)
        };
        let done = derived.map(|_| Answer::Number(0));
        border.wipe_input(secret.saturating_add(salt));
        done
    })
}

/// A token of a term of `length` bytes of input. `signed_at` in seconds, not a number for now; `max_age` as `Age::from_number` has
/// it.
#[wasm_bindgen]
#[must_use]
pub fn token_sign(length: usize, signed_at: f64, max_age: f64, kind: u8) -> i32 {
    call(|border| {
        let terms = Terms {
            signed_at_ms: milliseconds(signed_at),
            max_age: Age::from_number(max_age),
            otp: if kind & OTP25 == 0 { Otp::Otp26 } else { Otp::Otp25 },
            compressed: kind & COMPRESSED != 0,
        };
        let key = border.keyring.newest()?;
        let data = border.input(length);
        Ok(Answer::Bytes(if kind & ENCRYPTED == 0 {
            token::sign(key.signing(), data, &terms)?
        } else {
            token::encrypt(key.encryption()?, data, &terms)?
        }))
    })
}

/// `trunc(seconds * 1000)`, in whole numbers where the seconds are whole. JavaScript looked at the range.
#[expect(clippy::cast_possible_truncation, reason = "truncated on purpose")]
fn milliseconds(seconds: f64) -> i64 {
    if seconds.is_nan() {
        i64::try_from(env::now_ms()).unwrap_or(i64::MAX)
    } else if seconds.fract() == 0.0 {
        (seconds as i64).saturating_mul(1000)
    } else {
        (seconds * 1000.0).trunc() as i64
    }
}

/// What is in a token of `length` bytes of input: when it was signed, eight bytes of a float of milliseconds, little-endian, and the
/// data. [`OTHER`](crate::wasm::border::OTHER) and a byte if there is nothing: 0 invalid, 1 expired. Without a `max_age` (not a
/// number), the token's own holds.
#[wasm_bindgen]
#[must_use]
pub fn token_open(length: usize, max_age: f64, encrypted: bool) -> i32 {
    call(|border| {
        let max_age = if max_age.is_nan() { None } else { Some(Age::from_number(max_age)) };
        let key = border.keyring.newest()?;
        let (token, now_ms) = (border.input(length), env::now_ms());
        let opened = if encrypted {
            token::decrypt(key.encryption()?, token, max_age, now_ms)?
        } else {
            token::verify(key.signing(), token, max_age, now_ms)
        };
        Ok(match opened {
            Ok(Opened { data, signed_at_ms }) => {
                let signed_at = signed_at_ms.unwrap_or(f64::NAN).to_le_bytes();
                Answer::Bytes([&signed_at[..], &data].concat())
            }
            Err(Refusal::Invalid) => Answer::Other(vec![0]),
            Err(Refusal::Expired) => Answer::Other(vec![1]),
        })
    })
}

/// A new state of CSRF's.
#[wasm_bindgen]
#[must_use]
pub fn csrf_state() -> i32 {
    call(|_| csrf::new_state().map(Answer::Bytes))
}

/// A state of `length` bytes of input under a new mask.
#[wasm_bindgen]
#[must_use]
pub fn csrf_mask(length: usize) -> i32 {
    call(|border| csrf::mask(border.input(length)).map(Answer::Bytes))
}

/// Whether a masked token fits a state.
#[wasm_bindgen]
#[must_use]
pub fn csrf_valid(state: usize, token: usize) -> i32 {
    call(|border| {
        let (state, token) = border.parts(state, token);
        Ok(Answer::Number(csrf::valid_state_and_csrf_token(state, token).into()))
    })
}

/// A token for a host of `length` bytes of input, by the key that was asked for last.
#[wasm_bindgen]
#[must_use]
pub fn csrf_host_token(length: usize) -> i32 {
    call(|border| csrf::host_token(border.keyring.newest()?.signing(), border.input(length)).map(Answer::Bytes))
}

/// Whether a token for a host holds for a request to `host`, or for one of the hosts after it, each with a line feed before it. By
/// the key that was asked for last.
#[wasm_bindgen]
#[must_use]
pub fn csrf_valid_host(token: usize, hosts: usize) -> i32 {
    call(|border| {
        let (token, hosts) = border.parts(token, hosts);
        let mut hosts = hosts.split(|byte| *byte == b'\n');
        let host = hosts.next().unwrap_or_default();
        let allowed: Vec<&[u8]> = hosts.collect();
        let key = border.keyring.newest()?.signing();
        Ok(Answer::Number(csrf::valid_host_token(key, token, host, &allowed).into()))
    })
}

/// Whether requests of a method of `length` bytes of input need a token.
#[wasm_bindgen]
#[must_use]
pub fn csrf_protected(length: usize) -> i32 {
    call(|border| Ok(Answer::Number(csrf::is_protected(border.input(length)).into())))
}

/// Whether a response is JavaScript that any site may run. The input: the method, `x-requested-with`, the content type, with line
/// feeds between.
#[wasm_bindgen]
#[must_use]
pub fn csrf_cross_origin(length: usize) -> i32 {
    call(|border| {
        let mut parts = border.input(length).splitn(3, |byte| *byte == b'\n');
        let mut next = || parts.next().unwrap_or_default();
        let (method, requested_with, content_type) = (next(), next(), next());
        Ok(Answer::Number(csrf::is_cross_origin_script(method, requested_with, content_type).into()))
    })
}

/// What becomes of the flash when the response is sent: 0 nothing, 1 it is kept, 2 it is deleted.
#[wasm_bindgen]
#[must_use]
pub fn flash_at_send(was_nil: bool, is_empty: bool, status: u16) -> u8 {
    flash::at_send(was_nil, is_empty, status) as u8
}
