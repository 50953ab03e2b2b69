//! The secret that everything is derived from, with a fingerprint so that derived keys can be found again without it.
//!
//! ```
//! use waxseal::crypto::secret_key_base::SecretKeyBase;
//!
//! let secret = SecretKeyBase::new(&[b'x'; 64]);
//! assert_eq!(secret.checked("")?.len(), 64);
//! assert_ne!(secret.fingerprint(), SecretKeyBase::new(&[b'y'; 64]).fingerprint());
//! assert!(SecretKeyBase::new(b"short").checked("").is_err());
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use std::fmt;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::Error;

/// `secret_key_base`: at least 64 bytes. Debug shows nothing; the bytes are zeroized on drop.
#[derive(Clone)]
pub struct SecretKeyBase {
    bytes: Zeroizing<Vec<u8>>,
    fingerprint: [u8; 32],
}

impl SecretKeyBase {
    /// Takes the secret as it is configured. It is checked where a key is derived from it, as in Plug.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self { bytes: Zeroizing::new(bytes.to_vec()), fingerprint: Sha256::digest(bytes).into() }
    }

    /// The bytes, if they are enough. `within` is where the option stands, for the error.
    ///
    /// # Errors
    ///
    /// Fewer than 64 bytes.
    pub fn checked(&self, within: &str) -> Result<&[u8], Error> {
        if self.bytes.len() < 64 {
            let got = self.bytes.len();
            return Err(Error::config(format!(
                "{within}secretKeyBase: got {got} bytes, takes at least 64 (a new one: `npx waxseal secret`, `mix phx.gen.secret` or `openssl rand -base64 48`)"
            )));
        }
        Ok(&self.bytes)
    }

    /// SHA-256 of the secret, to tell one from another.
    #[must_use]
    pub const fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }
}

impl fmt::Debug for SecretKeyBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKeyBase(..)")
    }
}
