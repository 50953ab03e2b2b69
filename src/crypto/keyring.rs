//! Keys derived once and kept: a thousand rounds of PBKDF2 are for the first call, not for each.
//!
//! ```
//! use waxseal::crypto::key_generator::Options;
//! use waxseal::crypto::keyring::{Derived, Keyring};
//! use waxseal::crypto::message_verifier::Digest;
//!
//! let mut keyring = Keyring::default();
//! let derived: &Derived = keyring.derived(b"a secret", b"a salt", &Options::default())?;
//! let mut token = Vec::new();
//! derived.signing().sign(b"hello", Digest::Sha256, &mut token);
//! assert!(derived.encryption().is_ok());
//!
//! // No other was asked for since.
//! assert!(keyring.newest()?.signing().verify(&token, &mut Vec::new()).is_ok());
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use std::fmt;

use crate::crypto::key_generator::{Key, Options, generate};
use crate::crypto::message_encryptor::EncryptionKey;
use crate::crypto::message_verifier::SigningKey;
use crate::crypto::stack;
use crate::error::Error;

/// How many keys are kept: an app has a few salts, and CSRF's tokens for hosts have one a session.
const KEPT: usize = 32;

/// The newest keys, by what they were derived of. All of it is zeroized when dropped, or when it is the oldest and another comes.
#[derive(Default)]
pub struct Keyring {
    /// The one used last is the last.
    kept: Vec<Kept>,
}

struct Kept {
    secret: Key,
    salt: Key,
    options: Options,
    derived: Derived,
}

/// What is made of a derived key: both at once, as deriving it took a hundred times as long.
pub struct Derived {
    /// Boxed: what is moved leaves no copy behind.
    signing: Box<SigningKey>,
    /// None of a key that has another length.
    encryption: Option<EncryptionKey>,
}

impl Keyring {
    /// The key of a secret and a salt: `Plug.Crypto.KeyGenerator.generate/3`. Secrets are compared in constant time.
    ///
    /// # Errors
    /// As [`generate`].
    pub fn derived(&mut self, secret: &[u8], salt: &[u8], options: &Options) -> Result<&Derived, Error> {
        let (secret, salt) = (Key::new(secret), Key::new(salt));
        let is_same = |kept: &Kept| kept.options == *options && kept.salt.ct_eq(&salt) & kept.secret.ct_eq(&secret);
        let newest = if let Some(at) = self.kept.iter().rposition(is_same) {
            self.kept.remove(at)
        } else {
            let key = generate(secret.as_bytes(), salt.as_bytes(), options)?;
            let signing = Box::new(SigningKey::new(key.as_bytes())?);
            // The secret to sign with, which old tokens alone need, is empty.
            let derived = Derived { signing, encryption: EncryptionKey::new(key.as_bytes(), b"").ok() };
            stack::wipe();
            if self.kept.len() >= KEPT {
                self.kept.remove(0);
            }
            Kept { secret, salt, options: *options, derived }
        };
        self.kept.push(newest);
        self.newest()
    }

    /// The key that was asked for last.
    ///
    /// # Errors
    /// `ERR_CONFIG` if none was.
    pub fn newest(&self) -> Result<&Derived, Error> {
        self.kept.last().map(|kept| &kept.derived).ok_or_else(|| Error::config("there is no key yet"))
    }
}

impl Derived {
    /// To sign and verify with.
    #[must_use]
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// To encrypt and decrypt with.
    ///
    /// # Errors
    /// A key of other than 32 bytes; of 16 or 24 it reads old tokens.
    pub fn encryption(&self) -> Result<&EncryptionKey, Error> {
        let wrong = "keyLength: takes 32 to encrypt (16 or 24 only read old A128GCM tokens)";
        self.encryption.as_ref().ok_or_else(|| Error::config(wrong))
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(..)")
    }
}

impl fmt::Debug for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Derived(..)")
    }
}
