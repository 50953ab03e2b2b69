//! The only clock and the only random bytes of the crate; native and JavaScript side by side.
//!
//! ```
//! use waxseal::env;
//!
//! let mut nonce = [0; 24];
//! env::random(&mut nonce)?;
//! assert_ne!(nonce, [0; 24]);
//! assert!(env::now_ms() > 1_700_000_000_000);
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use std::cell::Cell;

use crate::error::Error;

/// How many bytes at the least a generator is judged by: the length of XCP's nonce.
const JUDGED: usize = 24;

/// Milliseconds since 1970-01-01T00:00:00Z, as the platform's clock has them.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#[must_use]
pub fn now_ms() -> u64 {
    // Whole and far below 2^53; what a broken clock says (negative, NaN) saturates.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = js_sys::Date::now() as u64;
    now
}

/// Milliseconds since 1970-01-01T00:00:00Z, as the platform's clock has them.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
#[must_use]
pub fn now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Fills `bytes` from the platform's cryptographic generator (`crypto.getRandomValues` in JavaScript).
///
/// # Errors
/// `ERR_RANDOMNESS` if there is none, if it can't be used yet (Workers refuse it outside of a request), or if it is stuck: nothing but
/// zeros, or the same bytes twice in a row. A nonce used twice would give the plaintext away.
pub fn random(bytes: &mut [u8]) -> Result<(), Error> {
    if getrandom::fill(bytes).is_err() {
        return Err(Error::randomness(
            "the platform gave no random bytes; Workers give them only inside of a request, not while a module loads",
        ));
    }
    judge(bytes)
}

/// Refuses the obvious failures of a generator. Fewer than [`JUDGED`] bytes may be anything by chance.
fn judge(bytes: &[u8]) -> Result<(), Error> {
    thread_local! {
        // A fingerprint, not the bytes: they may be a session id.
        static LAST: Cell<Option<u64>> = const { Cell::new(None) };
    }
    let Some(first) = bytes.first_chunk::<JUDGED>() else {
        return Ok(());
    };
    // FNV-1a. Two good draws agree in it once in 2^64.
    let print = first
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let stuck = first.iter().all(|&byte| byte == 0) || LAST.replace(Some(print)) == Some(print);
    if stuck {
        return Err(Error::randomness("the platform's random generator is stuck: it gives zeros or repeats itself"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{judge, now_ms, random};

    #[test]
    fn a_stuck_generator_is_refused() {
        assert_eq!(judge(&[0; 24]).unwrap_err().code(), "ERR_RANDOMNESS");
        assert!(judge(&[7; 24]).is_ok());
        assert_eq!(judge(&[7; 24]).unwrap_err().code(), "ERR_RANDOMNESS");
        assert!(judge(&[7; 32]).is_err(), "the same bytes, more of them");
        assert!(judge(&[8; 24]).is_ok());
        assert!(judge(&[7; 24]).is_ok(), "not in a row");
        let mut other = [7; 24];
        other[0] = 6;
        assert!(judge(&other).is_ok(), "a bit of one byte is another");
        assert!(judge(&[0; 23]).is_ok(), "too short to tell");
    }

    #[test]
    fn random_bytes_differ() {
        let (mut a, mut b) = ([0; 32], [0; 32]);
        random(&mut a).unwrap();
        random(&mut b).unwrap();
        assert_ne!(a, b);
        assert!(random(&mut []).is_ok());
    }

    #[test]
    fn the_clock_is_after_2024() {
        assert!(now_ms() > 1_704_067_200_000);
    }
}
