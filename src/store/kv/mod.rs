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
//! enforced here; the service's own time to live only collects garbage. Where a session was dropped or renewed stands a
//! mark for a while.

mod mark;
mod record;
mod seal;
mod sid;
mod times;

use sha2::{Digest, Sha256};

use crate::error::{Error, Reason};
use crate::session::map;
use crate::session::{Session, Sid};
use crate::store::kv::sid::{SessionId, hex};
use crate::store::kv::times::{Limits, Times, began};
use crate::store::names;
use crate::store::options::Options;
use crate::store::{Conn, Lookup, Put, Step, Store};

/// A day: an idle session is over after it unless told otherwise.
const IDLE_TIMEOUT_S: u32 = 24 * 60 * 60;
/// Thirty days (NIST SP 800-63B-4, AAL1): no session lasts longer unless told otherwise.
const MAX_LIFETIME_S: u32 = 30 * 24 * 60 * 60;

/// The key-value store.
#[derive(Debug)]
pub struct KvStore {
    prefix: String,
    limits: Limits,
}

impl KvStore {
    /// Takes `idleTimeout` and `maxLifetime` in seconds, and `prefix`, which tells this store's records from those of others
    /// in the same namespace; by default it is made from the cookie's name. `eventual` is whether the service shows a write late
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
        let seconds = |name: &str, default: u32| -> Result<u64, Error> {
            let takes = "a whole number of seconds, from 1 to 2147483647";
            let given = options.integer(name, 1, i64::from(i32::MAX), takes)?;
            Ok(given.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(u64::from(default)) * 1000)
        };
        let takes = "at most 16 lower-case letters, digits, dots, hyphens and underscores";
        let prefix = if let Some(prefix) = options.text("prefix", takes)? {
            let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
            if prefix.is_empty() || prefix.len() > 16 || !prefix.bytes().all(fits) {
                return Err(options.wrong("prefix", takes));
            }
            prefix.to_owned()
        } else {
            let key = options.text("key", "the cookie's name")?.unwrap_or_default();
            let hash = Sha256::digest(key.as_bytes());
            format!("ws{}-", hex(hash.get(..4).unwrap_or_default()))
        };
        let lifetime_ms = seconds("maxLifetime", MAX_LIFETIME_S)?;
        // Idle for longer than it may live at all says nothing; that is no mistake worth an error when only one was given.
        let idle_ms = seconds("idleTimeout", IDLE_TIMEOUT_S)?.min(lifetime_ms);
        let max_age = if options.is_false("maxAge") {
            None
        } else {
            options.integer("maxAge", 0, i64::MAX, "seconds").unwrap_or(None)
        };
        let cookie_ms =
            max_age.and_then(|seconds| u64::try_from(seconds).ok()).map(|seconds| seconds.saturating_mul(1000));
        let is_late = options.boolean("eventual")?.unwrap_or(false);
        Ok(Self { prefix, limits: Limits { idle_ms, lifetime_ms, cookie_ms, is_late } })
    }

    /// The session of a cookie and a record, or why there is none, for a request that began then.
    fn find(&self, began_ms: u64, now_ms: u64, cookie: &[u8], record: Option<&[u8]>) -> Result<Session, Reason> {
        let id = SessionId::parse(cookie).ok_or(Reason::BadSid)?;
        let record = record.ok_or(Reason::UnknownSid)?;
        let (times, map) = record::open(&id, &id.storage_key(&self.prefix), record, now_ms)?;
        // A request that began in time is in time, however long it takes; but nothing outlives its lifetime.
        if self.limits.is_idle(began_ms, times) || self.limits.has_lived(now_ms, times) {
            return Err(Reason::Expired);
        }
        Ok(Session::new(&Sid::Id(cookie.to_vec()), &map, &times.to_note(began_ms), None))
    }

    /// Seals the session under a sid, a new one if there is none, and says what is to be written.
    fn write(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error> {
        map::check_readable(session.map())?;
        let known = known(sid);
        let create = known.is_none();
        // A session keeps its age when it is renewed, so that no session outlives its limit; one that was also cleared is new.
        let is_new = create && session.was_cleared();
        let before = Times::of_note(session.note()).filter(|_| !is_new);
        if before.is_some_and(|times| self.limits.has_lived(conn.now_ms, times)) {
            return Err(time_is_over());
        }
        let before = before.unwrap_or(Times { created: conn.now_ms, touched: conn.now_ms });
        let times = before.used(conn.now_ms);
        let id = known.map_or_else(SessionId::random, Ok)?;
        let key = id.storage_key(&self.prefix);
        let value = record::seal(&id, &key, times, session.map())?;
        let ttl_s = self.limits.ttl_s(conn.now_ms, times);
        // Should it be dropped or renewed before this answer arrives, a sid that is sent again would stand in the new one's place.
        let is_sent = create || self.limits.is_sent_again(conn.now_ms, before);
        Ok(Put { cookie: id.cookie().to_vec(), is_sent, steps: vec![Step::Write { key, value, ttl_s, create }] })
    }
}

fn time_is_over() -> Error {
    Error::session_interrupted("the session's time was over while this request ran; nothing was written")
}

/// The id that a sid is, if it is one.
fn known(sid: &Sid) -> Option<SessionId> {
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

    fn touch(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Option<Put>, Error> {
        let due = Times::of_note(session.note())
            .is_some_and(|times| self.limits.is_due(conn.now_ms, times) && !self.limits.has_lived(conn.now_ms, times));
        if due && known(sid).is_some() { self.write(conn, sid, session).map(Some) } else { Ok(None) }
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
                Ok(())
            }
            Err(Reason::Expired) => Err(time_is_over()),
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
