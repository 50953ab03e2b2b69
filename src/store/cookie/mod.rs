//! `Plug.Session.COOKIE`: the session is in the cookie, signed or encrypted.

use std::borrow::Cow;

use zeroize::Zeroizing;

mod keys;

use crate::error::{Error, Reason};
use crate::session::map;
use crate::session::{ROTATED, Session, Sid};
use crate::store::cookie::keys::KeyOptions;
use crate::store::life::{self, Living};
use crate::store::names;
use crate::store::options::Options;
use crate::store::serializer::Serializer;
use crate::store::{Conn, Lasts, Lookup, Put, Step, Store};
use crate::term::decode;

/// No platform lets a header through that is anywhere near this; it bounds what one request can make us do.
const MAX_COOKIE: usize = 1 << 20;

/// The most rotating entries: each that does not fit costs a request its time.
const MOST_ENTRIES: usize = 100;

/// What `rotatingOptions` takes.
const ENTRIES: &str = "a list of option objects, oldest last";

/// The cookie store.
///
/// ```
/// # use waxseal::store::{Conn, cookie::CookieStore, options::Options, serializer::Serializer};
/// # use waxseal::store::value::Value;
/// # let options = Value::object([("key", "_my_app_key".into()), ("secretKeyBase", "x".repeat(64).into()), ("signingSalt", "3kVbPzQ1".into())]);
/// let options = Options::new(&options)?;
/// let store = CookieStore::init(&options, Serializer::of(&options)?)?;
///
/// // What Phoenix's cookie holds, whatever that is.
/// let conn = Conn { secret_key_base: None, https: true, now_ms: 0 };
/// let cookie = store.seal(&conn, b"a payload")?;
/// let mut payload = Vec::new();
/// assert_eq!(store.open(&conn, &cookie, &mut payload)?, Ok(0));
/// assert_eq!(payload, b"a payload");
/// # Ok::<(), waxseal::error::Error>(())
/// ```
pub struct CookieStore {
    primary: KeyOptions,
    rotating: Vec<KeyOptions>,
    serializer: Serializer,
    /// The times of its sessions.
    pub(crate) living: Living,
}

impl std::fmt::Debug for CookieStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CookieStore").field("rotating", &self.rotating.len()).finish_non_exhaustive()
    }
}

/// What stands before the name of a rotating entry's option in an error.
fn within(index: usize) -> String {
    format!("rotatingOptions[{index}].")
}

impl CookieStore {
    /// `Plug.Session.COOKIE.init/1`: takes `secretKeyBase signingSalt encryptionSalt keyIterations keyLength keyDigest
    /// rotatingOptions`, and instead of a secret and salts `signingKey` and `encryptionKey`. No key is derived yet. Beyond Plug's,
    /// `idleTimeout` and `maxLifetime` in seconds: with one of them each session has its times under one key (`store/life.rs`).
    ///
    /// # Errors
    ///
    /// What is missing or wrong, by its name.
    pub fn init(options: &Options<'_>, serializer: Serializer) -> Result<Self, Error> {
        options.check_names(&[names::COOKIE, names::COOKIE_STORE])?;
        for (index, entry) in options.list("rotatingOptions", ENTRIES)?.iter().enumerate() {
            let within = within(index);
            Options::inside(entry, &within)?.check_names(&[names::COOKIE, names::COOKIE_STORE])?;
        }
        Self::of_known(options, serializer)
    }

    /// As [`CookieStore::init`] with options whose names were checked: the package's JavaScript does that (`pkg/store/known_options.js`).
    pub(crate) fn of_known(options: &Options<'_>, serializer: Serializer) -> Result<Self, Error> {
        let mut rotating = Vec::new();
        let entries = options.list("rotatingOptions", ENTRIES)?;
        if entries.len() > MOST_ENTRIES {
            let got = entries.len();
            return Err(Error::config(format!("rotatingOptions: got {got} entries, takes at most {MOST_ENTRIES}")));
        }
        for (index, entry) in entries.iter().enumerate() {
            let within = within(index);
            rotating.push(KeyOptions::new(&Options::inside(entry, &within)?)?);
        }
        Ok(Self { primary: KeyOptions::new(options)?, rotating, serializer, living: Living::init(options)? })
    }

    /// What is inside a cookie's value, verified or decrypted with the first set of keys that fits, appended to `payload`;
    /// and which set that was: 0 for the primary options, then the rotating ones.
    ///
    /// # Errors
    ///
    /// Wrong configuration; inside, why no key opens it.
    pub fn open(&self, conn: &Conn<'_>, cookie: &[u8], payload: &mut Vec<u8>) -> Result<Result<usize, Reason>, Error> {
        if cookie.len() > MAX_COOKIE {
            return Ok(Err(Reason::TooLarge));
        }
        let mut first_reason = None;
        for (index, keys) in std::iter::once(&self.primary).chain(&self.rotating).enumerate() {
            match keys.derived(conn, &self.primary)?.open(cookie, payload) {
                Ok(()) => return Ok(Ok(index)),
                Err(reason) => first_reason = first_reason.or(Some(reason)),
            }
        }
        Ok(Err(first_reason.unwrap_or(Reason::Malformed)))
    }

    /// The cookie's value for a payload, signed or encrypted with the primary keys.
    ///
    /// # Errors
    ///
    /// Wrong configuration, no randomness.
    pub fn seal(&self, conn: &Conn<'_>, payload: &[u8]) -> Result<Vec<u8>, Error> {
        let keys = self.primary.derived(conn, &self.primary)?;
        let mut cookie = Vec::with_capacity(payload.len() * 4 / 3 + 80);
        keys.seal(payload, &mut cookie)?;
        Ok(cookie)
    }

    /// A session whose map is, so far, what was inside the cookie; its times are taken out of it.
    fn decode(&self, conn: &Conn<'_>, mut session: Session) -> Session {
        let mut may_have_times = true;
        match &self.serializer {
            Serializer::Term => match decode::check_for(session.map(), Some(life::KEY_TERM)) {
                Ok((Cow::Borrowed(map), is_there)) => {
                    may_have_times = is_there;
                    let length = map.len();
                    session.truncate_map(length);
                }
                Ok((Cow::Owned(map), _)) => session.set_map(&map),
                Err(error) => return Session::nothing(&Sid::Term, error.reason()),
            },
            Serializer::Json | Serializer::Custom(_) => match self.serializer.decode(session.map()) {
                Some(map) => session.set_map(&map),
                None => return Session::nothing(&Sid::Custom, Reason::Undecodable),
            },
        }
        if !map::is_map(session.map()) {
            return Session::nothing(&Sid::Nil, Reason::NotAMap);
        }
        if may_have_times { self.living.lifted(conn, session) } else { self.living.timed(conn, session) }
    }
}

impl Store for CookieStore {
    fn get(&self, conn: &Conn<'_>, cookie: &[u8]) -> Result<Lookup, Error> {
        let sid = if self.serializer.is_term() { Sid::Term } else { Sid::Custom };
        // The payload is decoded where the session's map is to be. It is never longer than its text, so that nothing moves and
        // leaves a copy behind.
        let mut session = Session::with_room(&sid, &[], None, cookie.len().min(MAX_COOKIE));
        Ok(Lookup::Ready(match self.open(conn, cookie, session.buffer())? {
            Ok(index) => {
                let mut found = self.decode(conn, session);
                if index > 0 && found.is_found() {
                    found.set_flag(ROTATED);
                }
                found
            }
            Err(reason) => Session::nothing(&Sid::Nil, reason),
        }))
    }

    fn put(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error> {
        let begins = *sid == Sid::Nil && session.was_cleared();
        let map = match self.living.text(conn, begins, session)? {
            Some(text) => Cow::Owned(life::with(session.map(), &text)),
            None => Cow::Borrowed(session.map()),
        };
        let cookie = match &self.serializer {
            Serializer::Term => {
                map::check_readable(&map)?;
                self.seal(conn, &map)?
            }
            Serializer::Json | Serializer::Custom(_) => {
                self.seal(conn, &Zeroizing::new(self.serializer.encode(&map)?))?
            }
        };
        Ok(Put { cookie, is_sent: true, steps: Vec::new() })
    }

    fn touch(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Option<Put>, Error> {
        if self.living.is_due(conn, session) { self.put(conn, sid, session).map(Some) } else { Ok(None) }
    }

    fn lasts(&self, conn: &Conn<'_>, session: &Session) -> Lasts {
        self.living.lasts(conn, session)
    }

    fn span_ms(&self, conn: &Conn<'_>, session: &Session) -> Option<(u64, Option<u64>)> {
        self.living.span_ms(conn, session)
    }

    fn delete(&self, _conn: &Conn<'_>, _sid: &Sid) -> Result<Vec<Step>, Error> {
        Ok(Vec::new())
    }

    fn check(&self, conn: &Conn<'_>) -> Result<(), Error> {
        self.primary.check(conn)
    }
}
