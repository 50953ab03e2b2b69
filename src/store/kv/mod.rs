//! The slot of `Plug.Session.ETS`: the sid is in the cookie, the session in a key-value service.
//!
//! This is the worked example for a store of one's own. It performs nothing: it says which record it needs and what is to be
//! written, and whoever calls does it. The sid is 32 random bytes, only ever in the cookie. The service is given a record
//! that it can't read under a key that opens nothing:
//!
//! ```text
//! cookie   base64url(32 random bytes), 43 characters
//! key      prefix ‖ hex(SHA-256(cookie))
//! record   version 1 (1) ‖ nonce (24) ‖ XChaCha20-Poly1305(created u64 le ‖ touched u64 le ‖ terms) ‖ tag (16)
//!          under HMAC-SHA256(32 random bytes, "waxseal record v1"), associated data version ‖ key; times in milliseconds
//!          version 2, of a session that says something of itself: its length (u16 le) and that before the terms
//! ```
//!
//! What a session says of itself, such as its own lifetime and whose it is, are entries as `session/own.rs` has them. Releases that know
//! version 1 alone find no session in version 2 (`undecodable`).
//!
//! So a copy of the whole namespace opens no session, and records can't be swapped. Both limits are in the record and are
//! enforced here; the service's own time to live only collects garbage. Where a session was dropped or renewed stands a
//! mark for a while.

mod mark;
mod owned;
mod owner;
mod page;
mod record;
mod seal;
mod sid;

pub(crate) use mark::revoked as revoked_mark;
pub use owner::Owners;
pub(crate) use page::{Page, size_of_entry};

use sha2::{Digest, Sha256};

use crate::error::{Error, Reason};
use crate::session::map;
use crate::session::{Session, Sid};
use crate::store::kv::record::Record;
use crate::store::kv::sid::{SessionId, hex};
use crate::store::names;
use crate::store::options::Options;
use crate::store::times::{Limits, Pace, Times, began, given, time_is_over};
use crate::store::{Conn, Lasts, Lookup, Put, Step, Store};

/// A day: an idle session is over after it unless told otherwise.
const IDLE_TIMEOUT_MS: u64 = 24 * 60 * 60 * 1000;
/// Thirty days (NIST SP 800-63B-4, AAL1): no session lasts longer unless told otherwise.
const MAX_LIFETIME_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// The key-value store.
///
/// ```
/// # use waxseal::session::{Session, Sid};
/// # use waxseal::store::{Conn, Lookup, Step, Store, kv::{self, KvStore}, options::Options, value::Value};
/// let options = Value::object([("key", "sid".into()), ("idleTimeout", 3600.into())]);
/// let store = KvStore::init(&Options::new(&options)?)?;
/// let conn = Conn { secret_key_base: None, https: true, now_ms: waxseal::env::now_ms() };
/// let mut session = Session::default();
/// session.put("user", &7)?;
/// let put = store.put(&conn, &Sid::Nil, &session)?;
/// let [Step::Write { key, value, .. }] = &put.steps[..] else { unreachable!("one record") };
/// println!("session {} was written", kv::public_id(key));
///
/// assert!(store.owners().key(b"user:42", 0).is_ok());
/// assert_eq!(store.get(&conn, &put.cookie)?, Lookup::Need(key.clone()));
/// assert_eq!(store.resume(&conn, &put.cookie, Some(value))?.get("user")?, Some(7));
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Debug)]
pub struct KvStore {
    prefix: String,
    limits: Limits,
    owners: Owners,
}

impl KvStore {
    /// Takes `idleTimeout` and `maxLifetime` in seconds, and `prefix`, which tells this store's records from those of others
    /// in the same namespace; by default it is made from the cookie's name; and `ownerSecret`, by which [`Owners`] are hidden. `eventual` is whether the service shows a write late
    /// and can't compare; of the cookie's own options `maxAge`, as a cookie that the browser will forget is sent again with use.
    ///
    /// # Errors
    ///
    /// What is wrong, by its name.
    pub fn init(options: &Options<'_>) -> Result<Self, Error> {
        options.check_names(&[names::COOKIE, names::KV_STORE])?;
        Self::of_known(options)
    }

    /// As [`KvStore::init`] with options whose names were checked: the package's JavaScript does that (`pkg/store/known_options.js`).
    pub(crate) fn of_known(options: &Options<'_>) -> Result<Self, Error> {
        let prefix = prefix(options, options.text("key", "the cookie's name")?.unwrap_or_default())?;
        let (idle_ms, lifetime_ms) = given(options)?;
        let pace = if options.boolean("eventual")?.unwrap_or(false) { Pace::Late } else { Pace::Often };
        let limits =
            Limits::new(options, idle_ms.or(Some(IDLE_TIMEOUT_MS)), lifetime_ms.or(Some(MAX_LIFETIME_MS)), pace);
        let owners = Owners::init(options, &prefix)?;
        Ok(Self { prefix, limits, owners })
    }

    /// Where the indexes of its sessions' owners are.
    #[must_use]
    pub const fn owners(&self) -> &Owners {
        &self.owners
    }

    /// The store over a service that shows a write late and can't compare, or not.
    pub(crate) fn eventual(mut self, is_late: bool) -> Self {
        if is_late {
            self.limits.pace = Pace::Late;
        }
        self
    }

    /// The session of a cookie and a record, or why there is none, for a request that began then.
    fn find(&self, began_ms: u64, now_ms: u64, cookie: &[u8], record: Option<&[u8]>) -> Result<Session, Reason> {
        let id = SessionId::parse(cookie).ok_or(Reason::BadSid)?;
        let record = record.ok_or(Reason::UnknownSid)?;
        let Record { times, own, map } = record::open(&id, &id.storage_key(&self.prefix), record, now_ms)?;
        let limits = self.limits.of(&own);
        // A request that began in time is in time, however long it takes; but nothing outlives its lifetime.
        if limits.is_idle(began_ms, times) || limits.has_lived(now_ms, times) {
            return Err(Reason::Expired);
        }
        let mut session = Session::new(&Sid::Id(cookie.to_vec()), &map, &times.to_note(began_ms), None);
        if !own.is_empty() {
            session.keep(&own);
        }
        Ok(session)
    }

    /// Seals the session under a sid, a new one if there is none, and says what is to be written.
    fn write(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error> {
        map::check_readable(session.map())?;
        let known = known(sid);
        let create = known.is_none();
        // A session keeps its age when it is renewed, so that no session outlives its limit; one that was also cleared is new.
        let begins = create && session.was_cleared();
        let life = self.limits.life(session, begins, conn.now_ms);
        if life.limits.has_lived(conn.now_ms, life.times) {
            return Err(time_is_over());
        }
        let times = owned::used(session, !create, &life, conn.now_ms);
        let id = known.map_or_else(SessionId::random, Ok)?;
        let key = id.storage_key(&self.prefix);
        let value = record::seal(&id, &key, times, &life.own, session.map())?;
        let ttl_s = life.limits.ttl_s(conn.now_ms, times);
        // Should it be dropped or renewed before this answer arrives, a sid that is sent again would stand in the new one's place.
        let is_sent = create || life.is_sent(session, conn.now_ms);
        let (mut steps, after) = owned::around(session, &id, begins, &life, times, conn.now_ms);
        steps.push(Step::Write { key, value, ttl_s, create });
        steps.extend(after);
        Ok(Put { cookie: id.cookie().to_vec(), is_sent, steps })
    }
}

/// Takes `prefix`; without it, it is made from the cookie's name.
fn prefix(options: &Options<'_>, key: &str) -> Result<String, Error> {
    let takes = "at most 16 lower-case letters, digits, dots, hyphens and underscores";
    let Some(prefix) = options.text("prefix", takes)? else {
        let hash = Sha256::digest(key.as_bytes());
        return Ok(format!("ws{}-", hex(hash.get(..4).unwrap_or_default())));
    };
    let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
    if prefix.is_empty() || prefix.len() > 16 || !prefix.bytes().all(fits) {
        return Err(options.wrong("prefix", takes));
    }
    Ok(prefix.to_owned())
}

/// The owners of sessions that are in cookies of this name: takes `prefix` and `ownerSecret`.
pub(crate) fn owners_of_cookies(options: &Options<'_>, key: &str) -> Result<Owners, Error> {
    Owners::init(options, &prefix(options, key)?)
}

/// A record's public id, by its key in the service: to log and to show. Nothing is found or opened by it, and it says nothing of the sid.
#[must_use]
pub fn public_id(key: &str) -> String {
    let hash = Sha256::new_with_prefix("waxseal session id").chain_update(key).finalize();
    hex(hash.get(..16).unwrap_or_default())
}

/// Whether a record is what stands where a session was dropped or renewed.
pub(crate) fn is_mark(record: &[u8]) -> bool {
    record.first() == Some(&mark::VERSION)
}

/// The id that a sid is, if it is one.
pub(super) fn known(sid: &Sid) -> Option<SessionId> {
    if let Sid::Id(cookie) = sid { SessionId::parse(cookie) } else { None }
}

impl Store for KvStore {
    fn get(&self, _conn: &Conn<'_>, cookie: &[u8]) -> Result<Lookup, Error> {
        Ok(match SessionId::parse(cookie) {
            Some(id) => Lookup::Need(id.storage_key(&self.prefix)),
            None => Lookup::Ready(Session::nothing(&Sid::Nil, Reason::BadSid)),
        })
    }

    fn resume(&self, conn: &Conn<'_>, cookie: &[u8], record: Option<&[u8]>) -> Result<Session, Error> {
        Ok(self.find(conn.now_ms, conn.now_ms, cookie, record).unwrap_or_else(|reason| {
            // The service may be late, and have it after all: a log-out is to end it.
            let sid = if reason == Reason::BadSid { Sid::Nil } else { Sid::Unknown(cookie.to_vec()) };
            Session::nothing(&sid, reason)
        }))
    }

    fn put(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error> {
        self.write(conn, sid, session)
    }

    fn delete(&self, conn: &Conn<'_>, sid: &Sid) -> Result<Vec<Step>, Error> {
        let (Sid::Id(cookie) | Sid::Unknown(cookie)) = sid else {
            return Ok(Vec::new());
        };
        let Some(id) = SessionId::parse(cookie) else {
            return Ok(Vec::new());
        };
        let key = id.storage_key(&self.prefix);
        let mark = mark::seal(&id, &key, conn.now_ms)?;
        Ok(vec![Step::Delete { key, mark }])
    }

    fn leave(&self, conn: &Conn<'_>, session: &Session) -> Option<Step> {
        owned::leave(session, &self.limits.life(session, false, conn.now_ms), conn.now_ms)
    }

    fn touch(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Option<Put>, Error> {
        let due = Times::of_note(session.note()).is_some()
            && self.limits.life(session, false, conn.now_ms).is_due(session, conn.now_ms);
        if due && known(sid).is_some() { self.write(conn, sid, session).map(Some) } else { Ok(None) }
    }

    fn lasts(&self, conn: &Conn<'_>, session: &Session) -> Lasts {
        self.limits.life(session, session.begins(), conn.now_ms).lasts(conn.now_ms)
    }

    fn span_ms(&self, conn: &Conn<'_>, session: &Session) -> Option<(u64, Option<u64>)> {
        Some(self.limits.life(session, session.begins(), conn.now_ms).span_ms(session, conn.now_ms))
    }

    fn rebase(&self, conn: &Conn<'_>, session: &mut Session, record: Option<&[u8]>) -> Result<(), Error> {
        let began_ms = began(session.note()).unwrap_or(conn.now_ms);
        let found = match session.sid() {
            Sid::Id(cookie) => self.find(began_ms, conn.now_ms, &cookie, record),
            Sid::Nil | Sid::Term | Sid::Custom | Sid::Unknown(_) => Err(Reason::UnknownSid),
        };
        match found {
            Ok(found) => {
                session.rebase(found.map(), found.note());
                session.keep_of(&found);
                Ok(())
            }
            Err(Reason::Expired) => Err(time_is_over()),
            Err(Reason::Revoked) => Err(Error::session_interrupted(
                "the owner's sessions were revoked while this request ran; nothing was written. A request that does so itself and logs \
                 in anew gives its session to revoke as except",
            )),
            Err(_) if record.is_none() => Err(Error::session_interrupted(
                "the session was dropped or renewed by another request, or its time was over, while this one ran; nothing was written",
            )),
            Err(_) => Err(Error::session_interrupted(
                "the session was dropped or renewed by another request while this one ran; nothing was written",
            )),
        }
    }

    fn tracks_changes(&self) -> bool {
        true
    }
}
