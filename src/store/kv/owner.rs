//! Whose sessions there are: where the pages of an owner's index stand in the service, and what opens them.
//!
//! ```text
//! root     HMAC-SHA256(ownerSecret, "waxseal owner v1" ‖ owner), an empty key where there is no ownerSecret
//! key      prefix ‖ hex(HMAC-SHA256(root, "waxseal owner key v1" ‖ number of the page, u8))
//! page     16 (1) ‖ nonce (24) ‖ XChaCha20-Poly1305(what is on it) ‖ tag (16)
//!          under HMAC-SHA256(root, "waxseal owner page v1"), associated data 16 ‖ key
//! ```
//!
//! What is on a page stands in `page.rs` and `pkg/store/owner_page.js`: page 0, those from 1 on if it is full, and 255, where cookie
//! sessions have the time before which all are revoked. No page holds what opens a session. Without an `ownerSecret` whoever has the
//! whole namespace can find out, by trying names, whether an owner is in it, and then read when and with which note they logged in.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::KeyInit;
use zeroize::Zeroizing;

use crate::crypto::mac::{self, HmacSha256};
use crate::env;
use crate::error::{Error, Reason};
use crate::session::Sid;
use crate::store::kv::seal::{NONCE, open_by, seal_by};
use crate::store::kv::sid::{SessionId, hex};
use crate::store::options::Options;

/// The version byte of a page: neither a mark's nor a record's.
const VERSION: u8 = 16;

/// The shortest `ownerSecret`, in bytes.
const SHORTEST: usize = 32;

/// The owners of one store's sessions.
///
/// ```
/// # use waxseal::store::{kv::{KvStore, Owners}, options::Options, value::Value};
/// # let options = Value::object([("key", "sid".into()), ("ownerSecret", "at least thirty-two bytes of randomness".into())]);
/// # let store = KvStore::init(&Options::new(&options)?)?;
/// let owners: &Owners = store.owners();
/// let key = owners.key(b"user:42", 0)?;
/// let sealed = owners.seal(b"user:42", 0, b"a page")?;
/// assert_eq!(owners.open(b"user:42", 0, &sealed)?.unwrap()[..], *b"a page");
/// assert!(owners.open(b"user:43", 0, &sealed)?.is_err() && !key.contains("user"));
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Clone)]
pub struct Owners {
    prefix: String,
    secret: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Owners {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Owners").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl Owners {
    /// Takes `ownerSecret`.
    ///
    /// # Errors
    ///
    /// What is wrong, by its name.
    pub(super) fn init(options: &Options<'_>, prefix: &str) -> Result<Self, Error> {
        let takes = "at least 32 bytes, or nothing";
        let secret = options.bytes("ownerSecret", takes)?.unwrap_or_default();
        if (1..SHORTEST).contains(&secret.len()) || secret.is_empty() && options.has("ownerSecret") {
            return Err(options.wrong("ownerSecret", takes));
        }
        Ok(Self { prefix: prefix.to_owned(), secret })
    }

    /// The key of the record of a session, by the hash of its sid.
    pub(crate) fn record_key(&self, hash: &[u8; 32]) -> String {
        format!("{}{}", self.prefix, hex(hash))
    }

    /// The key of the record that a sid stands for.
    pub(crate) fn record_of(&self, sid: &Sid) -> Option<String> {
        let Sid::Id(cookie) = sid else { return None };
        SessionId::parse(cookie).map(|id| id.storage_key(&self.prefix))
    }

    /// The key of a page in the service.
    ///
    /// # Errors
    ///
    /// None that a key of ours brings about.
    pub fn key(&self, owner: &[u8], page: u8) -> Result<String, Error> {
        let root = self.root(owner)?;
        let message = [&b"waxseal owner key v1"[..], &[page]].concat();
        Ok(format!("{}{}", self.prefix, hex(&mac::of(&root, &message))))
    }

    /// A page, sealed.
    ///
    /// # Errors
    ///
    /// No randomness.
    pub fn seal(&self, owner: &[u8], page: u8, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE];
        env::random(&mut nonce)?;
        self.seal_as(owner, page, nonce, plain)
    }

    fn seal_as(&self, owner: &[u8], page: u8, nonce: [u8; NONCE], plain: &[u8]) -> Result<Vec<u8>, Error> {
        let cipher = self.cipher(owner)?;
        seal_by(Some(&cipher), VERSION, &self.key(owner, page)?, nonce, &[plain])
    }

    /// What is on a page.
    ///
    /// # Errors
    ///
    /// Why it can't be read; inside.
    pub fn open(&self, owner: &[u8], page: u8, sealed: &[u8]) -> Result<Result<Zeroizing<Vec<u8>>, Reason>, Error> {
        if sealed.first() != Some(&VERSION) {
            return Ok(Err(Reason::Undecodable));
        }
        let cipher = self.cipher(owner)?;
        Ok(open_by(Some(&cipher), VERSION, &self.key(owner, page)?, sealed))
    }

    fn root(&self, owner: &[u8]) -> Result<HmacSha256, Error> {
        let of_secret: HmacSha256 = mac::keyed(&self.secret).ok_or_else(no_key)?;
        let message = Zeroizing::new([&b"waxseal owner v1"[..], owner].concat());
        mac::keyed(&Zeroizing::new(<[u8; 32]>::from(mac::of(&of_secret, &message)))[..]).ok_or_else(no_key)
    }

    fn cipher(&self, owner: &[u8]) -> Result<XChaCha20Poly1305, Error> {
        let key = Zeroizing::new(<[u8; 32]>::from(mac::of(&self.root(owner)?, b"waxseal owner page v1")));
        Ok(XChaCha20Poly1305::new((&*key).into()))
    }
}

/// HMAC refuses no key.
fn no_key() -> Error {
    Error::config("ownerSecret: is no key")
}

#[cfg(test)]
mod tests {
    use super::Owners;
    use crate::store::kv::sid::hex;
    use zeroize::Zeroizing;

    fn owners(secret: &[u8]) -> Owners {
        Owners { prefix: "wsf9d56d26-".to_owned(), secret: Zeroizing::new(secret.to_vec()) }
    }

    const SECRET: &[u8] = b"an owner secret of 32 bytes, ok!";

    /// Written by other code (Node's HMAC and ChaCha20-Poly1305, an `HChaCha20` of its own). Should this ever fail, it is a new
    /// version of the format, and this one is still to be read: else who is logged in now can't be revoked any more.
    #[test]
    fn the_format_is_frozen() {
        let nonce = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
        let frozen = [
            (
                &b""[..],
                0,
                "wsf9d56d26-964c8cae37284cbe6aaac69593be5165f02e045ed75f5ba1d4c14d599ba13be2",
                "10404142434445464748494a4b4c4d4e4f50515253545556577b047c5b880afb255eb7059da288c35d7aac7fd685e822de26d0b96889",
            ),
            (
                SECRET,
                255,
                "wsf9d56d26-ef43cfc7b11db8570425d94caa11864985300b25662640e9e689ffb049a98482",
                "10404142434445464748494a4b4c4d4e4f50515253545556573a0a83de28a9a3987c5e9bd088a3ce8b0490a49dd4cb7b97fab5c9d0cf",
            ),
        ];
        for (secret, page, key, sealed) in frozen {
            let owners = owners(secret);
            assert_eq!(owners.key(b"user:42", page).unwrap(), key);
            let record = owners.seal_as(b"user:42", page, nonce, b"what is on it").unwrap();
            assert_eq!(hex(&record), sealed);
            assert_eq!(owners.open(b"user:42", page, &record).unwrap().unwrap()[..], b"what is on it"[..]);
        }
    }

    #[test]
    fn a_page_opens_in_its_own_place_alone() {
        let ours = owners(SECRET);
        let page = ours.seal(b"user:42", 0, b"entries").unwrap();
        assert!(ours.open(b"user:42", 0, &page).unwrap().is_ok());
        assert!(ours.open(b"user:42", 1, &page).unwrap().is_err(), "another page");
        assert!(ours.open(b"user:43", 0, &page).unwrap().is_err(), "another owner's");
        assert!(owners(b"").open(b"user:42", 0, &page).unwrap().is_err(), "without the secret");
        let elsewhere = Owners { prefix: "other-".to_owned(), ..owners(SECRET) };
        assert!(elsewhere.open(b"user:42", 0, &page).unwrap().is_err(), "another store's");
        for at in 0..page.len() {
            let mut changed = page.clone();
            changed[at] ^= 1;
            assert!(ours.open(b"user:42", 0, &changed).unwrap().is_err(), "byte {at}");
            assert!(ours.open(b"user:42", 0, &page[..at]).unwrap().is_err(), "{at} bytes");
        }
    }
}
