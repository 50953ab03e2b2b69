//! HMAC (RFC 2104), keyed once and cloned for each message.
//!
//! Never inlined: with three hashes, HMAC would otherwise be in the module a dozen times.

use hmac::digest::Output;
use hmac::{KeyInit, Mac};
use subtle::{Choice, ConstantTimeEq as _};

/// The state after the key's own blocks. None of our hashes refuses a key, whatever its length.
#[inline(never)]
pub fn keyed<M: KeyInit>(key: &[u8]) -> Option<M> {
    M::new_from_slice(key).ok()
}

/// The code of `message`.
#[inline(never)]
pub fn of<M: Mac + Clone>(keyed: &M, message: &[u8]) -> Output<M> {
    keyed.clone().chain_update(message).finalize().into_bytes()
}

/// Whether both are the same, in constant time. In words, as four comparisons take less than thirty-two.
pub fn equal(code: &[u8], given: &[u8]) -> Choice {
    let (codes, given) = (code.as_chunks::<8>(), given.as_chunks::<8>());
    let words =
        codes.0.iter().zip(given.0).map(|(code, given)| u64::from_le_bytes(*code).ct_eq(&u64::from_le_bytes(*given)));
    words.fold(codes.0.len().ct_eq(&given.0.len()), |all, equal| all & equal) & codes.1.ct_eq(given.1)
}
