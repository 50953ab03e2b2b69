//! The slot of `Plug.Session.ETS`: the sid is in the cookie, the session in a key-value service.
//!
//! This is the worked example for a store of one's own. It performs nothing: it says which record it needs and what is to be
//! written, and whoever calls does it. The sid is 32 random bytes, only ever in the cookie. The service is given a record
//! that it can't read under a key that opens nothing:
//!
//! ```text
//! cookie   base64url(32 random bytes), 43 characters
//! key      prefix ‖ hex(SHA-256(cookie))
//! record   version (1) ‖ nonce (24) ‖ XChaCha20-Poly1305(created u64 le ‖ touched u64 le ‖ terms) ‖ tag (16)
//!          under HMAC-SHA256(32 random bytes, "waxseal record v1"), associated data version ‖ key; times in milliseconds
//! ```
//!
//! So a copy of the whole namespace opens no session, and records can't be swapped. Both limits are in the record and are
//! enforced here; the service's own time to live only collects garbage.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::base64url;
use crate::env;
use crate::error::{Error, Reason};
use crate::options::Options;
use crate::session_bytes::{Session, Sid};
use crate::session_map;
use crate::store::{Conn, Found, Lookup, Put, Step, Store};
use crate::term_decode;

/// The names of this store's options.
pub const OPTIONS: &[&str] = &["kv", "idleTimeout", "maxLifetime", "prefix", "otp", "log"];

const VERSION: u8 = 1;
const SID_BYTES: usize = 32;
const SID_CHARS: usize = 43;
const NONCE: usize = 24;
const TAG: usize = 16;
const TIMES: usize = 16;

/// A day: an idle session is over after it unless told otherwise.
const IDLE_TIMEOUT_S: u32 = 24 * 60 * 60;
/// Thirty days (NIST SP 800-63B-4, AAL1): no session lasts longer unless told otherwise.
const MAX_LIFETIME_S: u32 = 30 * 24 * 60 * 60;

/// The key-value store.
#[derive(Debug)]
pub struct KvStore {
    prefix: String,
    idle_ms: u64,
    lifetime_ms: u64,
}

impl KvStore {
    /// Takes `idleTimeout` and `maxLifetime` in seconds, and `prefix`, which tells this store's records from those of others
    /// in the same namespace; by default it is made from the cookie's name.
    ///
    /// # Errors
    ///
    /// What is wrong, by its name.
    pub fn init(options: &Options<'_>) -> Result<Self, Error> {
        options.check_spelling(OPTIONS)?;
        let seconds = |name: &str, default: u32| -> Result<u64, Error> {
            let takes = "a whole number of seconds, at least 1";
            let given = options.integer(name, 1, i64::from(u32::MAX), takes)?;
            Ok(given.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(u64::from(default)) * 1000)
        };
        let takes = "at most 16 lower-case letters, digits, dots, hyphens and underscores";
        let prefix = match options.text("prefix", takes)? {
            Some(prefix) => {
                let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
                if prefix.is_empty() || prefix.len() > 16 || !prefix.bytes().all(fits) {
                    return Err(options.wrong("prefix", takes));
                }
                prefix.to_owned()
            }
            None => {
                let key = options.text("key", "the cookie's name")?.unwrap_or_default();
                let hash = Sha256::digest(key.as_bytes());
                format!("ws{}-", hex(hash.get(..4).unwrap_or_default()))
            }
        };
        let lifetime_ms = seconds("maxLifetime", MAX_LIFETIME_S)?;
        // Idle for longer than it may live at all says nothing; that is no mistake worth an error when only one was given.
        let idle_ms = seconds("idleTimeout", IDLE_TIMEOUT_S)?.min(lifetime_ms);
        Ok(Self { prefix, idle_ms, lifetime_ms })
    }

    fn open(&self, now_ms: u64, sid: &SidBytes, cookie: &[u8], record: &[u8]) -> Result<Opened, Reason> {
        let key = self.storage_key(cookie);
        let (version, rest) = record.split_first().ok_or(Reason::UnknownSid)?;
        match *version {
            VERSION => {}
            // A tombstone: the record was deleted where only overwriting can say so.
            0 => return Err(Reason::UnknownSid),
            _ => return Err(Reason::Undecodable),
        }
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(Reason::Undecodable)?;
        let (sealed, tag) = sealed.split_last_chunk::<TAG>().ok_or(Reason::Undecodable)?;
        let mut plain = Zeroizing::new(sealed.to_vec());
        let aad = [&[VERSION], key.as_bytes()].concat();
        let opened = cipher(sid).decrypt_inout_detached(
            &XNonce::from(*nonce),
            &aad,
            plain.as_mut_slice().into(),
            &Tag::from(*tag),
        );
        opened.map_err(|_| Reason::DecryptFailed)?;
        let (note, map) = plain.split_first_chunk::<TIMES>().ok_or(Reason::Undecodable)?;
        let (created, touched) = times(note);
        let past = |since: u64, limit: u64| now_ms.saturating_sub(since) >= limit;
        if past(created, self.lifetime_ms) || past(touched, self.idle_ms) {
            return Err(Reason::Expired);
        }
        let map = term_decode::check(map).map_err(|error| error.reason())?.into_owned();
        if !session_map::is_map(&map) {
            return Err(Reason::NotAMap);
        }
        Ok(Opened { map, note: *note })
    }

    /// Seals the session under a sid, a new one if there is none, and says what is to be written.
    fn seal(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error> {
        let known = if let Sid::Id(cookie) = sid { decode_sid(cookie).map(|sid| (sid, cookie.clone())) } else { None };
        let create = known.is_none();
        let (sid, cookie) = if let Some(known) = known { known } else { new_sid()? };
        // A session keeps its age when it is renewed, so that no session outlives its limit; one that was also cleared is new.
        let started = session.note().first_chunk::<TIMES>().map(|note| times(note).0);
        let created = started.filter(|_| !(create && session.was_cleared())).unwrap_or(conn.now_ms).min(conn.now_ms);
        let key = self.storage_key(&cookie);
        let map = session.map();
        let mut nonce = [0; NONCE];
        env::random(&mut nonce)?;
        let mut value = Vec::with_capacity(1 + NONCE + TIMES + map.len() + TAG);
        value.push(VERSION);
        value.extend_from_slice(&nonce);
        value.extend_from_slice(&created.to_le_bytes());
        value.extend_from_slice(&conn.now_ms.to_le_bytes());
        value.extend_from_slice(map);
        let aad = [&[VERSION], key.as_bytes()].concat();
        let plain = value.get_mut(1 + NONCE..).unwrap_or_default();
        let tag = cipher(&sid)
            .encrypt_inout_detached(&XNonce::from(nonce), &aad, plain.into())
            .map_err(|_| Error::encode("the session is too large to encrypt"))?;
        value.extend_from_slice(&tag);
        let left_ms = (created + self.lifetime_ms).saturating_sub(conn.now_ms).min(self.idle_ms);
        let ttl_s = u32::try_from(left_ms.div_ceil(1000)).unwrap_or(u32::MAX).max(1);
        Ok(Put { cookie, steps: vec![Step::Write { key, value, ttl_s, create }] })
    }

    fn storage_key(&self, cookie: &[u8]) -> String {
        format!("{}{}", self.prefix, hex(&Sha256::digest(cookie)))
    }
}

impl Store for KvStore {
    fn get(&self, _conn: &Conn<'_>, cookie: &[u8]) -> Result<Lookup, Error> {
        Ok(match decode_sid(cookie) {
            Some(_) => Lookup::Need(self.storage_key(cookie)),
            None => Lookup::Ready(Found::nothing(Sid::Nil, Reason::BadSid)),
        })
    }

    fn resume(&self, conn: &Conn<'_>, cookie: &[u8], record: Option<&[u8]>) -> Result<Found, Error> {
        let Some(sid) = decode_sid(cookie) else {
            return Ok(Found::nothing(Sid::Nil, Reason::BadSid));
        };
        let Some(record) = record else {
            return Ok(Found::nothing(Sid::Nil, Reason::UnknownSid));
        };
        Ok(match self.open(conn.now_ms, &sid, cookie, record) {
            Ok(opened) => Found::session(Sid::Id(cookie.to_vec()), opened.map, opened.note.to_vec()),
            Err(reason) => Found::nothing(Sid::Nil, reason),
        })
    }

    fn put(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error> {
        self.seal(conn, sid, session)
    }

    fn delete(&self, _conn: &Conn<'_>, sid: &Sid) -> Result<Vec<Step>, Error> {
        Ok(match sid {
            Sid::Id(cookie) => vec![Step::Delete { key: self.storage_key(cookie) }],
            Sid::Nil | Sid::Term | Sid::Custom => Vec::new(),
        })
    }

    fn touch(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Option<Put>, Error> {
        let Some(note) = session.note().first_chunk::<TIMES>() else {
            return Ok(None);
        };
        let idle_ms = conn.now_ms.saturating_sub(times(note).1);
        if idle_ms < self.idle_ms / 2 {
            return Ok(None);
        }
        self.seal(conn, sid, session).map(Some)
    }

    fn rebase(&self, conn: &Conn<'_>, session: &mut Session, record: Option<&[u8]>) -> Result<(), Error> {
        let opened = match session.sid() {
            Sid::Id(cookie) => self.resume(conn, &cookie, record)?,
            Sid::Nil | Sid::Term | Sid::Custom => Found::nothing(Sid::Nil, Reason::UnknownSid),
        };
        if opened.sid == Sid::Nil {
            return Err(Error::session_interrupted(
                "the session was dropped or renewed by another request while this one ran; nothing was written",
            ));
        }
        session.rebase(&opened.map, &opened.note);
        Ok(())
    }

    fn tracks_changes(&self) -> bool {
        true
    }
}

type SidBytes = Zeroizing<[u8; SID_BYTES]>;

struct Opened {
    map: Vec<u8>,
    note: [u8; TIMES],
}

fn new_sid() -> Result<(SidBytes, Vec<u8>), Error> {
    let mut sid = Zeroizing::new([0; SID_BYTES]);
    env::random(sid.as_mut_slice())?;
    let mut cookie = Vec::with_capacity(SID_CHARS);
    base64url::encode(sid.as_slice(), &mut cookie);
    Ok((sid, cookie))
}

/// The bytes of a sid, if the cookie is exactly what [`new_sid`] writes: one sid has one spelling.
fn decode_sid(cookie: &[u8]) -> Option<SidBytes> {
    if cookie.len() != SID_CHARS {
        return None;
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(SID_BYTES));
    base64url::decode(cookie, &mut bytes).ok()?;
    let mut again = Zeroizing::new(Vec::with_capacity(SID_CHARS));
    base64url::encode(&bytes, &mut again);
    if *again != cookie {
        return None;
    }
    bytes.first_chunk::<SID_BYTES>().map(|sid| Zeroizing::new(*sid))
}

fn cipher(sid: &SidBytes) -> XChaCha20Poly1305 {
    // HMAC pads its key with zeros to a block; given a whole block, there is nothing to fail.
    let mut block = Zeroizing::new([0; 64]);
    if let Some(start) = block.first_chunk_mut::<SID_BYTES>() {
        *start = **sid;
    }
    let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
    mac.update(b"waxseal record v1");
    XChaCha20Poly1305::new(&mac.finalize().into_bytes())
}

fn times(note: &[u8; TIMES]) -> (u64, u64) {
    let both = u128::from_le_bytes(*note);
    #[expect(clippy::cast_possible_truncation, reason = "the lower and the upper half")]
    (both as u64, (both >> 64) as u64)
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
