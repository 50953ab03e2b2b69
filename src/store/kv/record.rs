//! What the key-value store writes: the sid in the cookie, the key and the record in the service. The format is in [`kv_store`].
//!
//! [`kv_store`]: crate::store::kv

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::crypto::base64url;
use crate::env;
use crate::error::{Error, Reason};
use crate::session::map;
use crate::session::{Session, Sid};
use crate::term::decode;

const VERSION: u8 = 1;
/// Stands where a record was deleted and only overwriting can say so.
const TOMBSTONE: u8 = 0;

const SID: usize = 32;
const SID_CHARS: usize = 43;
const NONCE: usize = 24;
const TAG: usize = 16;
const TIMES: usize = 16;

/// A session's id. Whoever has it has the session, so it is never printed, and zeroized.
pub(crate) struct SessionId {
    bytes: Zeroizing<Vec<u8>>,
    cookie: Zeroizing<Vec<u8>>,
}

impl SessionId {
    /// A new one.
    pub(crate) fn random() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new(vec![0; SID]);
        env::random(&mut bytes)?;
        Ok(Self::of(bytes))
    }

    /// The one of a cookie, if that is exactly what is written: one sid has one spelling.
    pub(crate) fn parse(cookie: &[u8]) -> Option<Self> {
        if cookie.len() != SID_CHARS {
            return None;
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(SID));
        base64url::decode(cookie, &mut bytes).ok()?;
        let parsed = Self::of(bytes);
        (parsed.cookie() == cookie).then_some(parsed)
    }

    fn of(bytes: Zeroizing<Vec<u8>>) -> Self {
        let mut cookie = Zeroizing::new(Vec::with_capacity(SID_CHARS));
        base64url::encode(&bytes, &mut cookie);
        Self { bytes, cookie }
    }

    /// The cookie's value.
    pub(crate) fn cookie(&self) -> &[u8] {
        &self.cookie
    }

    /// The record's key in the service, which says nothing about the sid.
    pub(crate) fn storage_key(&self, prefix: &str) -> String {
        [prefix, &hex(&Sha256::digest(self.cookie()))].concat()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        // HMAC pads its key with zeros to a block; given a whole block, there is nothing to fail.
        let mut block = Zeroizing::new([0; 64]);
        for (byte, sid) in block.iter_mut().zip(self.bytes.iter()) {
            *byte = *sid;
        }
        let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
        mac.update(b"waxseal record v1");
        let key = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
        XChaCha20Poly1305::new((&*key).into())
    }
}

/// When a session was created and last used, in milliseconds since 1970: the store's note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) created: u64,
    pub(crate) touched: u64,
}

impl Times {
    /// Out of a session's note; nothing if the session was not found in a record.
    pub(crate) fn of_note(note: &[u8]) -> Option<Self> {
        let (created, rest) = note.split_first_chunk::<8>()?;
        let (touched, _) = rest.split_first_chunk::<8>()?;
        Some(Self { created: u64::from_le_bytes(*created), touched: u64::from_le_bytes(*touched) })
    }

    /// As a session's note.
    pub(crate) fn to_note(self) -> [u8; TIMES] {
        (u128::from(self.touched) << 64 | u128::from(self.created)).to_le_bytes()
    }
}

/// Seals a session map for the record of `id` under `key`.
pub(crate) fn seal(id: &SessionId, key: &str, times: Times, map: &[u8]) -> Result<Vec<u8>, Error> {
    let mut nonce = [0; NONCE];
    env::random(&mut nonce)?;
    seal_with_nonce(id, key, times, map, nonce)
}

fn seal_with_nonce(id: &SessionId, key: &str, times: Times, map: &[u8], nonce: [u8; NONCE]) -> Result<Vec<u8>, Error> {
    let mut record = Vec::with_capacity(1 + NONCE + TIMES + map.len() + TAG);
    record.push(VERSION);
    record.extend_from_slice(&nonce);
    record.extend_from_slice(&times.to_note());
    record.extend_from_slice(map);
    let plain = record.get_mut(1 + NONCE..).unwrap_or_default();
    let tag = id
        .cipher()
        .encrypt_inout_detached(&XNonce::from(nonce), &associated(key), plain.into())
        .map_err(|_| Error::encode("the session is too large to be encrypted"))?;
    record.extend_from_slice(&tag);
    Ok(record)
}

/// Opens the record of `id` under `key`: the session, with its [`Times`] for a note.
pub(crate) fn open(id: &SessionId, key: &str, record: &[u8]) -> Result<Session, Reason> {
    let (version, rest) = record.split_first().ok_or(Reason::UnknownSid)?;
    match *version {
        VERSION => {}
        TOMBSTONE => return Err(Reason::UnknownSid),
        _ => return Err(Reason::Undecodable),
    }
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(Reason::Undecodable)?;
    let (sealed, tag) = sealed.split_last_chunk::<TAG>().ok_or(Reason::Undecodable)?;
    let mut plain = Zeroizing::new(sealed.to_vec());
    id.cipher()
        .decrypt_inout_detached(&XNonce::from(*nonce), &associated(key), plain.as_mut_slice().into(), &Tag::from(*tag))
        .map_err(|_| Reason::DecryptFailed)?;
    let (note, map) = plain.split_first_chunk::<TIMES>().ok_or(Reason::Undecodable)?;
    let map = decode::check(map).map_err(|error| error.reason())?;
    if !map::is_map(&map) {
        return Err(Reason::NotAMap);
    }
    Ok(Session::new(&Sid::Id(id.cookie().to_vec()), &map, note, None))
}

/// What a record is bound to, so that none passes for another.
fn associated(key: &str) -> Vec<u8> {
    [&[VERSION], key.as_bytes()].concat()
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{SessionId, Times, hex, seal_with_nonce};

    /// Written by other code (Node's HMAC, SHA-256 and ChaCha20-Poly1305, an `HChaCha20` of its own). `tests/kv_store.rs` opens
    /// the same record. Should this ever fail, it is a new version of the format, and this one is still to be read.
    #[test]
    fn the_format_is_frozen() {
        let id = SessionId::parse(b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").unwrap();
        let key = id.storage_key("wsf9d56d26-");
        assert_eq!(key, "wsf9d56d26-ea866a757e4c38babfa8127cbe9a409d3e1f93a00ff1488ff735fcf917afffd0");
        let times = Times { created: 1_795_393_670_000, touched: 1_795_393_671_234 };
        let map = b"\x83t\0\0\0\x02m\0\0\0\x01aa\x01m\0\0\0\x0auser_tokenm\0\0\0\x03\0\xff\x01";
        let nonce = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
        let record = seal_with_nonce(&id, &key, times, map, nonce).unwrap();
        assert_eq!(
            hex(&record),
            "01404142434445464748494a4b4c4d4e4f5051525354555657e0c5b1ac0d6019515ad20a350678167812701a42da3066bd3bac6be5\
             5277fcc5ae7c7fcc8d06965e0b4645c450004b7e9171834f7a8d9b9173055b662ab9848943a4238c39"
        );
    }
}
