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

use sha2::{Digest, Sha256};

use crate::error::{Error, Reason};
mod record;

use crate::session::map;
use crate::session::{Session, Sid};
use crate::store::kv::record::{SessionId, Times, hex};
use crate::store::options::Options;
use crate::store::{Conn, Lookup, Put, Step, Store};

/// The names of this store's options.
pub const OPTIONS: &[&str] = &["kv", "idleTimeout", "maxLifetime", "prefix", "otp", "log"];

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
        let prefix = if let Some(prefix) = options.text("prefix", takes)? {
            let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
            if prefix.is_empty() || prefix.len() > 16 || !prefix.bytes().all(fits) {
                return Err(options.wrong("prefix", takes));
            }
            prefix.to_owned()
        } else {
            let key = options.text("key", "the cookie's name")?.unwrap_or_default();
            let hash = Sha256::digest(key.as_bytes());
            ["ws", &hex(hash.get(..4).unwrap_or_default()), "-"].concat()
        };
        let lifetime_ms = seconds("maxLifetime", MAX_LIFETIME_S)?;
        // Idle for longer than it may live at all says nothing; that is no mistake worth an error when only one was given.
        let idle_ms = seconds("idleTimeout", IDLE_TIMEOUT_S)?.min(lifetime_ms);
        Ok(Self { prefix, idle_ms, lifetime_ms })
    }

    /// The session of a cookie and a record, or why there is none.
    fn find(&self, now_ms: u64, cookie: &[u8], record: Option<&[u8]>) -> Result<Session, Reason> {
        let id = SessionId::parse(cookie).ok_or(Reason::BadSid)?;
        let record = record.ok_or(Reason::UnknownSid)?;
        let session = record::open(&id, &id.storage_key(&self.prefix), record)?;
        if self.is_over(now_ms, &session) { Err(Reason::Expired) } else { Ok(session) }
    }

    /// Whether a session is over. A clock that went back gives no session more time than its limits.
    fn is_over(&self, now_ms: u64, session: &Session) -> bool {
        let past = |now: u64, since: u64, limit: u64| now.saturating_sub(since) >= limit;
        Times::of_note(session.note()).is_none_or(|Times { created, touched }| {
            past(now_ms.max(touched), created, self.lifetime_ms) || past(now_ms, touched, self.idle_ms)
        })
    }

    /// Seals the session under a sid, a new one if there is none, and says what is to be written.
    fn write(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error> {
        map::check_readable(session.map())?;
        let known = known(sid);
        let create = known.is_none();
        let id = known.map_or_else(SessionId::random, Ok)?;
        // A session keeps its age when it is renewed, so that no session outlives its limit; one that was also cleared is new.
        let started = Times::of_note(session.note()).map(|times| times.created);
        let created = started.filter(|_| !(create && session.was_cleared())).unwrap_or(conn.now_ms).min(conn.now_ms);
        let key = id.storage_key(&self.prefix);
        let value = record::seal(&id, &key, Times { created, touched: conn.now_ms }, session.map())?;
        let left_ms = created.saturating_add(self.lifetime_ms).saturating_sub(conn.now_ms).min(self.idle_ms);
        let ttl_s = u32::try_from(left_ms.div_ceil(1000)).unwrap_or(u32::MAX).max(1);
        Ok(Put { cookie: id.cookie().to_vec(), steps: vec![Step::Write { key, value, ttl_s, create }] })
    }
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
        let found = self.find(conn.now_ms, cookie, record);
        Ok(found.unwrap_or_else(|reason| Session::nothing(&Sid::Nil, reason)))
    }

    fn put(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error> {
        self.write(conn, sid, session)
    }

    fn delete(&self, _conn: &Conn<'_>, sid: &Sid) -> Result<Vec<Step>, Error> {
        Ok(known(sid).map(|id| Step::Delete { key: id.storage_key(&self.prefix) }).into_iter().collect())
    }

    fn touch(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Option<Put>, Error> {
        let Some(times) = Times::of_note(session.note()) else {
            return Ok(None);
        };
        let idle_ms = conn.now_ms.saturating_sub(times.touched);
        if *sid == Sid::Nil || idle_ms < self.idle_ms / 2 {
            return Ok(None);
        }
        self.write(conn, sid, session).map(Some)
    }

    fn rebase(&self, conn: &Conn<'_>, session: &mut Session, record: Option<&[u8]>) -> Result<(), Error> {
        let found = match session.sid() {
            Sid::Id(cookie) => self.find(conn.now_ms, &cookie, record).ok(),
            Sid::Nil | Sid::Term | Sid::Custom => None,
        };
        let Some(found) = found else {
            return Err(Error::session_interrupted(
                "the session was dropped or renewed by another request while this one ran; nothing was written",
            ));
        };
        session.rebase(found.map(), found.note());
        Ok(())
    }

    fn tracks_changes(&self) -> bool {
        true
    }
}
