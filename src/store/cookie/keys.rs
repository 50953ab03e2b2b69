//! The cookie store's keys: from a secret and salts, or derived beforehand, to what opens and seals cookies.

use std::sync::{Arc, PoisonError, RwLock};

use zeroize::Zeroizing;

use crate::crypto::key_generator;
use crate::crypto::message_encryptor::{DecryptError, EncryptionKey};
use crate::crypto::message_verifier::{Digest, SigningKey};
use crate::crypto::secret_key_base::SecretKeyBase;
use crate::crypto::stack;
use crate::error::{Error, Reason};
use crate::store::Conn;
use crate::store::options::Options;

/// Sixteen times what OWASP advises for passwords, and some seconds of work: more is a slip, and would block everybody.
const MAX_ITERATIONS: i64 = 10_000_000;

/// The associated data of `Plug.Crypto.MessageEncryptor`, whatever the cipher.
const AAD: &[u8] = b"A128GCM";

/// How many secrets from connections each set of keys is remembered for.
const REMEMBERED: usize = 16;

/// One set of keys: the primary options, or a rotating entry.
pub(crate) struct KeyOptions {
    secret: Option<SecretKeyBase>,
    signing: KeySource,
    encryption: Option<KeySource>,
    kdf: key_generator::Options,
    /// By the fingerprint of the secret, the newest last.
    derived: RwLock<Vec<([u8; 32], Arc<Keys>)>>,
}

/// Where a key comes from.
enum KeySource {
    /// Derived from the secret with this salt.
    Salt(Zeroizing<Vec<u8>>),
    /// Derived beforehand.
    Key(Zeroizing<Vec<u8>>),
}

impl KeyOptions {
    pub(crate) fn new(options: &Options<'_>) -> Result<Self, Error> {
        let secret = options.bytes("secretKeyBase", "a string or bytes, at least 64 bytes")?;
        let secret = secret.map(|bytes| SecretKeyBase::new(&bytes));
        if let Some(secret) = &secret {
            secret.checked(options.within())?;
        }
        let kdf = kdf(options)?;
        let encryption = match options.key("encryptionKey", "32 bytes (16 or 24 to read old cookies only)")? {
            Some(key) if !matches!(key.len(), 16 | 24 | 32) => {
                return Err(options.wrong("encryptionKey", "32 bytes (16 or 24 to read old cookies only)"));
            }
            Some(key) => Some(KeySource::Key(key)),
            None => options.bytes("encryptionSalt", "a string or bytes")?.map(KeySource::Salt),
        };
        if matches!(encryption, Some(KeySource::Salt(_))) && !matches!(kdf.length, 16 | 24 | 32) {
            return Err(options.wrong("keyLength", "32 with encryptionSalt (16 or 24 to read old cookies only)"));
        }
        let signing = match options.key("signingKey", "at least 16 bytes")? {
            Some(key) if key.len() < 16 => {
                return Err(options.wrong("signingKey", "at least 16 bytes"));
            }
            Some(key) => KeySource::Key(key),
            None => match options.bytes("signingSalt", "a string or bytes")? {
                Some(salt) => KeySource::Salt(salt),
                // With a key to encrypt by, signing only serves to read A128GCM cookies.
                None if matches!(encryption, Some(KeySource::Key(_))) => KeySource::Key(Zeroizing::default()),
                None => {
                    return Err(options.wrong("signingSalt", "a string or bytes; Plug needs it with encryption too"));
                }
            },
        };
        Ok(Self { secret, signing, encryption, kdf, derived: RwLock::default() })
    }

    /// Whether keys are derived, and so need a secret.
    const fn needs_secret(&self) -> bool {
        matches!(self.signing, KeySource::Salt(_)) || matches!(self.encryption, Some(KeySource::Salt(_)))
    }

    /// Whether there is the secret that these need.
    pub(crate) fn check(&self, conn: &Conn<'_>) -> Result<(), Error> {
        let is_missing = self.secret.is_none() && conn.secret_key_base.is_none();
        if is_missing && self.needs_secret() { Err(no_secret()) } else { Ok(()) }
    }

    /// The keys, derived once for each secret. A secret of its own goes before conn's; one of the primary options comes last.
    ///
    /// Nobody waits while keys are derived: threads that need new ones at the same moment each derive them, and the first to be
    /// done are kept. What is behind the lock is whole at any time, so a lock that is poisoned is as good.
    pub(crate) fn derived(&self, conn: &Conn<'_>, primary: &Self) -> Result<Arc<Keys>, Error> {
        let secret = self.secret.as_ref().or(conn.secret_key_base).or(primary.secret.as_ref());
        let fingerprint = match secret {
            _ if !self.needs_secret() => [0; 32],
            Some(secret) => *secret.fingerprint(),
            None => return Err(no_secret()),
        };
        if let Some(keys) = known(&self.derived.read().unwrap_or_else(PoisonError::into_inner), &fingerprint) {
            return Ok(keys);
        }
        let keys = self.derive(secret)?;
        let mut derived = self.derived.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = known(&derived, &fingerprint) {
            return Ok(keys);
        }
        if derived.len() == REMEMBERED {
            derived.remove(0);
        }
        derived.push((fingerprint, Arc::clone(&keys)));
        Ok(keys)
    }

    fn derive(&self, secret: Option<&SecretKeyBase>) -> Result<Arc<Keys>, Error> {
        let key = |source: &KeySource| match (source, secret) {
            (KeySource::Key(key), _) => Ok(key.clone()),
            (KeySource::Salt(salt), Some(secret)) => {
                // Those of options were checked: it is conn's that may be too short.
                let key = key_generator::generate(secret.checked("conn.")?, salt, &self.kdf)?;
                Ok(Zeroizing::new(key.as_bytes().to_vec()))
            }
            (KeySource::Salt(_), None) => Err(no_secret()),
        };
        let signing = key(&self.signing)?;
        let encryption = self.encryption.as_ref().map(key).transpose()?;
        let keys = Arc::new(match encryption {
            Some(encryption) => Keys::Encryption(EncryptionKey::new(&encryption, &signing)?),
            None => Keys::Signing(Box::new(SigningKey::new(&signing)?)),
        });
        stack::wipe();
        Ok(keys)
    }
}

#[inline(never)]
fn known(derived: &[([u8; 32], Arc<Keys>)], fingerprint: &[u8; 32]) -> Option<Arc<Keys>> {
    derived.iter().find(|(known, _)| known == fingerprint).map(|(_, keys)| Arc::clone(keys))
}

fn no_secret() -> Error {
    Error::config(
        "secretKeyBase: got nothing, takes at least 64 bytes: give it to createSessions, or as conn.secretKeyBase to fetch, handle or the \
         framework's session (is SECRET_KEY_BASE set? `npx waxseal secret` makes a new one)",
    )
}

fn kdf(options: &Options<'_>) -> Result<key_generator::Options, Error> {
    let mut kdf = key_generator::Options::default();
    let rounds = options.integer("keyIterations", 1, MAX_ITERATIONS, "a whole number, from 1 to 10000000")?;
    if let Some(iterations) = rounds {
        kdf.iterations = u32::try_from(iterations).unwrap_or(u32::MAX);
    }
    let most = i64::try_from(key_generator::MAX_LENGTH).unwrap_or(i64::MAX);
    let length = options.integer("keyLength", 1, most, "a whole number of bytes, from 1 to 1,048,576")?;
    if let Some(length) = length {
        kdf.length = usize::try_from(length).unwrap_or(usize::MAX);
    }
    let digests = "\"sha\", \"sha224\", \"sha256\", \"sha384\" or \"sha512\"";
    if let Some(digest) = options.text("keyDigest", digests)? {
        kdf.digest = key_generator::Digest::parse(digest).ok_or_else(|| options.wrong("keyDigest", digests))?;
    }
    Ok(kdf)
}

/// What opens and seals cookies. An encryption salt decides which: there is no other switch.
pub(crate) enum Keys {
    /// Boxed: its six states of HMAC are many times the other's size.
    Signing(Box<SigningKey>),
    Encryption(EncryptionKey),
}

impl Keys {
    pub(crate) fn open(&self, cookie: &[u8], payload: &mut Vec<u8>) -> Result<(), Reason> {
        match self {
            Self::Signing(key) => key.verify(cookie, payload),
            Self::Encryption(key) => {
                key.decrypt(cookie, AAD, payload).map_err(|error| match error {
                    DecryptError::Reason(reason) => reason,
                    // A key of 16 or 24 bytes meets a cookie of today: Plug raises, but no cookie is an error.
                    DecryptError::KeyLength(_) => Reason::DecryptFailed,
                })
            }
        }
    }

    pub(crate) fn seal(&self, payload: &[u8], cookie: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Signing(key) => key.sign(payload, Digest::Sha256, cookie),
            Self::Encryption(key) => return key.encrypt(payload, AAD, cookie),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::KeyOptions;
    use crate::store::Conn;
    use crate::store::options::Options;
    use crate::store::value::Value;

    #[test]
    fn a_thread_that_panics_costs_the_others_nothing() {
        let value: Value =
            serde_json::from_str(r#"{ "signingKey": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] }"#).unwrap();
        let options = KeyOptions::new(&Options::new(&value).unwrap()).unwrap();
        std::thread::scope(|scope| {
            let panics = scope.spawn(|| {
                let _guard = options.derived.write().unwrap();
                panic!("on purpose: the lock is poisoned");
            });
            assert!(panics.join().is_err());
        });
        assert!(options.derived.is_poisoned());
        let conn = Conn { secret_key_base: None, https: true, now_ms: 0 };
        for _ in 0..2 {
            assert!(options.derived(&conn, &options).is_ok());
        }
    }
}
