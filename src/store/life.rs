//! The times of a session, its own lifetime and its owner where there is no record for them, in a cookie or a store of the user's: under
//! one key of the session's, if the store's options or the session ask for it. Other apps that read it, such as a Phoenix app, find a
//! text under one more key, and leave it alone.
//!
//! ```text
//! "_waxseal_life" => "1.CREATED.TOUCHED.MAXAGE.IDLE.OWNER"
//!
//! CREATED, TOUCHED   milliseconds since 1970, in decimal: when the session began, when its cookie was written last
//! MAXAGE, IDLE       what `session/own.rs` keeps: seconds in decimal; nothing if the session has none of its own
//! OWNER              the rest: whose it is, or nothing
//! ```

use std::fmt::Write as _;

use crate::error::{Error, Reason};
use crate::session::own::{LONGEST, Own, Tag};
use crate::session::{Session, Sid, map};
use crate::store::options::Options;
use crate::store::times::{Limits, Pace, Times, given, time_is_over};
use crate::store::{Conn, Lasts};

/// What keeps the times of its sessions in them.
#[derive(Debug)]
pub(crate) struct Living {
    limits: Limits,
    /// Whether there are limits for every session, so that each is to have its times.
    is_limited: bool,
}

impl Living {
    /// Takes `idleTimeout` and `maxLifetime`, and of the cookie's options `maxAge`.
    pub(crate) fn init(options: &Options<'_>) -> Result<Self, Error> {
        let (idle_ms, lifetime_ms) = given(options)?;
        let limits = Limits::new(options, idle_ms, lifetime_ms, Pace::Halves);
        Ok(Self { limits, is_limited: idle_ms.or(lifetime_ms).is_some() })
    }

    /// Takes the times of a session that was found, and what it says of itself, out of its map; or says why it is none.
    pub(crate) fn lifted(&self, conn: &Conn<'_>, session: Session) -> Session {
        match find(session.map()) {
            Some(text) => self.living(conn, &session.sid(), &without(session.map()), Some(text)),
            None => self.timed(conn, session),
        }
    }

    /// A session that says no times: where all are to have some it begins now, and the browser is to have that at once.
    pub(crate) fn timed(&self, conn: &Conn<'_>, session: Session) -> Session {
        if self.is_limited && session.note().is_empty() {
            return self.living(conn, &session.sid(), session.map(), None);
        }
        session
    }

    /// A session with the times that a text says, or without any so far.
    pub(crate) fn living(&self, conn: &Conn<'_>, sid: &Sid, map: &[u8], text: Option<&[u8]>) -> Session {
        if text.is_none() && !self.is_limited {
            return Session::new(sid, map, &[], None);
        }
        let now_ms = conn.at_ms();
        let Some(text) = text else {
            return Session::new(sid, map, &Times { created: now_ms, touched: 0 }.to_note(now_ms), None);
        };
        let Some((times, own)) = parse(text) else {
            return Session::nothing(sid, Reason::Undecodable);
        };
        let limits = self.limits.of(&own);
        if limits.is_idle(now_ms, times) || limits.has_lived(now_ms, times) {
            return Session::nothing(sid, Reason::Expired);
        }
        let mut session = Session::new(sid, map, &times.to_note(now_ms), None);
        session.keep(&own);
        session
    }

    /// The text that is to go with a session that is put now, if any; `begins` if its life begins with this request.
    pub(crate) fn text(&self, conn: &Conn<'_>, begins: bool, session: &Session) -> Result<Option<String>, Error> {
        if !self.is_timed(session) {
            return Ok(None);
        }
        let now_ms = conn.at_ms();
        let life = self.limits.life(session, begins, now_ms);
        if !self.is_limited && life.own.is_empty() && Times::of_note(session.note()).is_none() {
            return Ok(None);
        }
        if life.limits.has_lived(now_ms, life.times) {
            return Err(time_is_over());
        }
        Ok(Some(text(life.times.used(now_ms), &life.own)))
    }

    /// Whether a session that was only read is to be put again.
    pub(crate) fn is_due(&self, conn: &Conn<'_>, session: &Session) -> bool {
        let has_times = Times::of_note(session.note()).is_some();
        if !session.is_found() || !(session.is_touched() || has_times) {
            return false;
        }
        let now_ms = conn.at_ms();
        self.limits.life(session, false, now_ms).is_due(session, now_ms)
    }

    /// For how long the browser is to keep its cookie.
    pub(crate) fn lasts(&self, conn: &Conn<'_>, session: &Session) -> Lasts {
        if !self.is_timed(session) {
            return Lasts::AsConfigured;
        }
        let now_ms = conn.at_ms();
        self.limits.life(session, session.begins(), now_ms).lasts(now_ms)
    }

    /// When it began and when it is over, in milliseconds, if it has its times, or is to have them.
    pub(crate) fn span_ms(&self, conn: &Conn<'_>, session: &Session) -> Option<(u64, Option<u64>)> {
        let conn = Conn { now_ms: conn.at_ms(), ..*conn };
        self.text(&conn, session.begins(), session).ok()??;
        Some(self.limits.life(session, session.begins(), conn.now_ms).span_ms(session, conn.now_ms))
    }

    /// Whether a session may have times, or says something of itself. All others are done without the clock.
    fn is_timed(&self, session: &Session) -> bool {
        self.is_limited || !session.is_plain()
    }
}

/// The reserved key.
const KEY: &[u8] = b"_waxseal_life";

/// Its term.
pub(crate) const KEY_TERM: &[u8] = b"m\0\0\0\x0d_waxseal_life";

const VERSION: &str = "1.";

const BINARY_EXT: u8 = 109;

/// The text in a session's map, if there is one; nothing in it if something else is there.
fn find(map: &[u8]) -> Option<&[u8]> {
    Some(match map::get(map, KEY)? {
        [BINARY_EXT, _, _, _, _, text @ ..] => text,
        _ => &[],
    })
}

/// A session's map without the key.
fn without(map: &[u8]) -> Vec<u8> {
    let mut map = map.to_vec();
    map::delete(&mut map, 0, KEY);
    map
}

/// A session's map with the key.
pub(crate) fn with(map: &[u8], text: &str) -> Vec<u8> {
    let mut term = vec![BINARY_EXT];
    term.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    term.extend_from_slice(text.as_bytes());
    let mut map = map.to_vec();
    map::put(&mut map, 0, KEY, &term);
    map
}

/// What a text says, if it is one of this version.
fn parse(text: &[u8]) -> Option<(Times, Own)> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix(VERSION)?;
    let mut parts = text.splitn(5, '.');
    let mut next = || parts.next();
    let times = Times { created: number(next()?)?, touched: number(next()?)? };
    let mut own = Own::default();
    for tag in [Tag::MaxAge, Tag::IdleTimeout] {
        let seconds = next()?;
        if !seconds.is_empty() {
            let seconds = u32::try_from(number(seconds)?).ok()?;
            own = own.with(tag, Some(&seconds.to_le_bytes()));
        }
    }
    let owner = next().filter(|owner| owner.len() <= LONGEST)?;
    if !owner.is_empty() {
        own = own.with(Tag::Owner, Some(owner.as_bytes()));
    }
    Own::parse(own.as_bytes()).map(|own| (times, own))
}

/// Digits, as many as a u64 can have.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The text.
pub(crate) fn text(times: Times, own: &Own) -> String {
    let mut text = format!("{VERSION}{}.{}", times.created, times.touched);
    for seconds in [own.max_age_s(), own.idle_timeout_s()] {
        text.push('.');
        if let Some(seconds) = seconds {
            let _ = write!(text, "{seconds}");
        }
    }
    text.push('.');
    text.push_str(own.owner().unwrap_or_default());
    text
}
