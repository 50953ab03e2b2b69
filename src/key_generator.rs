//! `Plug.Crypto.KeyGenerator`: PBKDF2 (RFC 8018 §5.2) with HMAC, and the keys it gives.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::error::Error;
pub use crate::hash::Digest;
use crate::mac::Hmac;

/// The longest key, in bytes. Plug's bound is 2^32 - 1, more than wasm's memory; no use of a key comes near either.
pub const MAX_LENGTH: usize = 1 << 20;

/// The options of `Plug.Crypto.KeyGenerator.generate/3`, with its defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Rounds, at least 1; 1000 by default.
    pub iterations: u32,
    /// The key's length in bytes, 1 to [`MAX_LENGTH`]; 32 by default.
    pub length: usize,
    /// The hash; SHA-256 by default.
    pub digest: Digest,
}

impl Default for Options {
    fn default() -> Self {
        Self { iterations: 1000, length: 32, digest: Digest::default() }
    }
}

/// A key. Zeroized when dropped, never printed; two are compared with [`Key::ct_eq`] only.
#[derive(Clone)]
pub struct Key(Zeroizing<Vec<u8>>);

impl Key {
    /// A copy of `bytes` as a key: for keys derived beforehand.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    /// The key itself: not to be logged, nor to be compared with `==`.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether both are the same, in a time that depends on their lengths only.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Derives a key from a secret and a salt, both of any length: `Plug.Crypto.KeyGenerator.generate/3`.
///
/// # Errors
/// `ERR_CONFIG` if `options` has no iterations, or a length of 0 or over [`MAX_LENGTH`].
pub fn generate(secret: &[u8], salt: &[u8], options: &Options) -> Result<Key, Error> {
    if options.iterations == 0 {
        return Err(Error::config("iterations must be at least 1"));
    }
    if options.length == 0 || options.length > MAX_LENGTH {
        return Err(Error::config("length must be from 1 to 1048576 bytes"));
    }
    let mut key = Zeroizing::new(vec![0; options.length]);
    let prf = Hmac::new(options.digest, secret);
    let mut input = [salt, &[0; 4]].concat();
    for (index, block) in (1_u32..).zip(key.chunks_mut(prf.length())) {
        if let Some(end) = input.last_chunk_mut() {
            *end = index.to_be_bytes();
        }
        let mut round = prf.of(&input);
        xor(block, round.as_bytes());
        for _ in 1..options.iterations {
            round = prf.of(round.as_bytes());
            xor(block, round.as_bytes());
        }
    }
    Ok(Key(key))
}

fn xor(block: &mut [u8], round: &[u8]) {
    for (byte, round) in block.iter_mut().zip(round) {
        *byte ^= round;
    }
}
