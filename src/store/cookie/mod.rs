//! `Plug.Session.COOKIE`: the session is in the cookie, signed or encrypted.

use std::borrow::Cow;

use zeroize::Zeroizing;

mod keys;
pub(crate) mod life;

use crate::error::{Error, Reason};
use crate::session::map;
use crate::session::{ROTATED, Session, Sid};
use crate::store::cookie::keys::KeyOptions;
use crate::store::names;
use crate::store::options::Options;
use crate::store::serializer::Serializer;
use crate::store::times::{Limits, Pace, Times, given};
use crate::store::{Conn, Lasts, Lookup, Put, Step, Store};
use crate::term::decode;

/// No platform lets a header through that is anywhere near this; it bounds what one request can make us do.
const MAX_COOKIE: usize = 1 << 20;

/// The most rotating entries: each that does not fit costs a request its time.
const MOST_ENTRIES: usize = 100;

/// What `rotatingOptions` takes.
const ENTRIES: &str = "a list of option objects, oldest last";

/// The cookie store.
pub struct CookieStore {
    primary: KeyOptions,
    rotating: Vec<KeyOptions>,
    serializer: Serializer,
    limits: Limits,
    /// Whether there are limits for every session, so that each is to have its times.
    is_limited: bool,
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
    /// `idleTimeout` and `maxLifetime` in seconds: with one of them each session has its times under one key (`life.rs`).
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
        let (idle_ms, lifetime_ms) = given(options)?;
        let limits = Limits::new(options, idle_ms, lifetime_ms, Pace::Halves);
        let is_limited = idle_ms.or(lifetime_ms).is_some();
        Ok(Self { primary: KeyOptions::new(options)?, rotating, serializer, limits, is_limited })
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

    /// Takes the session's times and what it says of itself out of its map; or says why it is none.
    pub(crate) fn lifted(&self, conn: &Conn<'_>, session: Session) -> Session {
        match life::find(session.map()) {
            Some(text) => {
                let map = life::without(session.map());
                self.living(conn, &session.sid(), &map, Some(text))
            }
            // It begins now, and the browser is to have that at once.
            None if self.is_limited && session.note().is_empty() => {
                self.living(conn, &session.sid(), session.map(), None)
            }
            None => session,
        }
    }

    /// A session with the times that a text says, or without any so far.
    pub(crate) fn living(&self, conn: &Conn<'_>, sid: &Sid, map: &[u8], text: Option<&[u8]>) -> Session {
        let Some(text) = text else {
            let unknown = Times { created: conn.now_ms, touched: 0 }.to_note(conn.now_ms);
            return Session::new(sid, map, if self.is_limited { &unknown } else { &[] }, None);
        };
        let Some((times, own)) = life::parse(text) else {
            return Session::nothing(sid, Reason::Undecodable);
        };
        let limits = self.limits.of(&own);
        if limits.is_idle(conn.now_ms, times) || limits.has_lived(conn.now_ms, times) {
            return Session::nothing(sid, Reason::Expired);
        }
        let mut session = Session::new(sid, map, &times.to_note(conn.now_ms), None);
        session.keep(&own);
        session
    }

    /// The text that is to go with a session that is put now, if any.
    ///
    /// # Errors
    ///
    /// Its time is over.
    pub(crate) fn life_text(&self, conn: &Conn<'_>, begins: bool, session: &Session) -> Result<Option<String>, Error> {
        let life = self.limits.life(session, begins, conn.now_ms);
        if !self.is_limited && life.own.is_empty() && Times::of_note(session.note()).is_none() {
            return Ok(None);
        }
        if life.limits.has_lived(conn.now_ms, life.times) {
            return Err(Error::session_interrupted(
                "the session's time was over while this request ran; nothing was written",
            ));
        }
        Ok(Some(life::text(life.times.used(conn.now_ms), &life.own)))
    }

    /// Whether a session that was only read is to be put again.
    pub(crate) fn is_due(&self, conn: &Conn<'_>, session: &Session) -> bool {
        let has_times = Times::of_note(session.note()).is_some();
        session.is_found()
            && (session.is_touched() || has_times)
            && self.limits.life(session, false, conn.now_ms).is_due(session, conn.now_ms)
    }

    /// A session whose map is, so far, what was inside the cookie.
    fn decode(&self, mut session: Session) -> Session {
        match &self.serializer {
            Serializer::Term => match decode::check(session.map()) {
                Ok(Cow::Borrowed(map)) => {
                    let length = map.len();
                    session.truncate_map(length);
                }
                Ok(Cow::Owned(map)) => session.set_map(&map),
                Err(error) => return Session::nothing(&Sid::Term, error.reason()),
            },
            Serializer::Json | Serializer::Custom(_) => match self.serializer.decode(session.map()) {
                Some(map) => session.set_map(&map),
                None => return Session::nothing(&Sid::Custom, Reason::Undecodable),
            },
        }
        if map::is_map(session.map()) { session } else { Session::nothing(&Sid::Nil, Reason::NotAMap) }
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
                let mut found = self.decode(session);
                if found.is_found() {
                    found = self.lifted(conn, found);
                }
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
        let map = match self.life_text(conn, begins, session)? {
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
        if self.is_due(conn, session) { self.put(conn, sid, session).map(Some) } else { Ok(None) }
    }

    fn lasts(&self, conn: &Conn<'_>, session: &Session) -> Lasts {
        self.limits.life(session, session.begins(), conn.now_ms).lasts(conn.now_ms)
    }

    fn span_ms(&self, conn: &Conn<'_>, session: &Session) -> Option<(u64, Option<u64>)> {
        self.life_text(conn, session.begins(), session).ok()??;
        Some(self.limits.life(session, session.begins(), conn.now_ms).span_ms(session, conn.now_ms))
    }

    fn delete(&self, _conn: &Conn<'_>, _sid: &Sid) -> Result<Vec<Step>, Error> {
        Ok(Vec::new())
    }

    fn check(&self, conn: &Conn<'_>) -> Result<(), Error> {
        self.primary.check(conn)
    }
}
