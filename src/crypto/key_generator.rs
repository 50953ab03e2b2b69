//! `Plug.Crypto.KeyGenerator`: PBKDF2 (RFC 8018 §5.2) with HMAC, and the keys it gives.
//!
//! ```
//! use waxseal::crypto::key_generator::{self, Digest, Key, MAX_LENGTH, Options};
//!
//! // The first vector of RFC 6070.
//! let options = Options { iterations: 1, length: 20, digest: Digest::Sha1 };
//! let key = key_generator::generate(b"password", b"salt", &options)?;
//! assert_eq!(key.as_bytes()[..4], [0x0c, 0x60, 0xc8, 0x0f]);
//! assert!(key.ct_eq(&Key::new(key.as_bytes())));
//!
//! assert_eq!(Digest::parse("sha256"), Some(Options::default().digest));
//! assert!(key_generator::generate(b"password", b"salt", &Options { length: MAX_LENGTH + 1, ..options }).is_err());
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use std::fmt;

use ctutils::CtEq as _;
use pbkdf2::pbkdf2;
use zeroize::Zeroizing;

use crate::crypto::mac::{HmacSha1, HmacSha224, HmacSha256, HmacSha384, HmacSha512};
use crate::error::Error;

/// The longest key, in bytes. Plug's bound is 2^32 - 1, more than wasm's memory; no use of a key comes near either.
pub const MAX_LENGTH: usize = 1 << 20;

/// The hash inside PBKDF2's HMAC: those that Erlang's `crypto:pbkdf2_hmac/5` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Digest {
    /// `:sha`
    Sha1,
    /// `:sha224`
    Sha224,
    /// `:sha256`, the default
    #[default]
    Sha256,
    /// `:sha384`
    Sha384,
    /// `:sha512`
    Sha512,
}

impl Digest {
    /// The digest of that name: `"sha"` (or `"sha1"`), `"sha224"`, `"sha256"`, `"sha384"`, `"sha512"`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "sha" | "sha1" => Some(Self::Sha1),
            "sha224" => Some(Self::Sha224),
            "sha256" => Some(Self::Sha256),
            "sha384" => Some(Self::Sha384),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }
}

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
    let derive = match options.digest {
        Digest::Sha1 => pbkdf2::<HmacSha1>,
        Digest::Sha224 => pbkdf2::<HmacSha224>,
        Digest::Sha256 => pbkdf2::<HmacSha256>,
        Digest::Sha384 => pbkdf2::<HmacSha384>,
        Digest::Sha512 => pbkdf2::<HmacSha512>,
    };
    let derived = derive(secret, salt, options.iterations, &mut key);
    // No secret is of a wrong length for HMAC.
    derived.map(|()| Key(key)).map_err(|_| Error::config("the secret is of no length that HMAC takes"))
}
