//! When a session is over, when its use is noted, when its cookie is sent again.
//!
//! Clocks differ between machines and may be set back: a session's `touched` never goes back, and `created` stays as it was. The
//! limits are judged by the clock of whoever reads. A session's own limits stand in the place of its store's.

use crate::error::Error;
use crate::session::own::Own;
use crate::session::{Action, Session};
use crate::store::Lasts;
use crate::store::options::Options;

/// When a session was created and last used, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) created: u64,
    pub(crate) touched: u64,
}

/// What a session carries through a request: its times, and when the request began.
const NOTE: usize = 24;

impl Times {
    /// As a session's note.
    pub(crate) fn to_note(self, began_ms: u64) -> [u8; NOTE] {
        let mut note = [0; NOTE];
        let times = [self.created, self.touched, began_ms];
        for (bytes, time) in note.as_chunks_mut::<8>().0.iter_mut().zip(times) {
            *bytes = time.to_le_bytes();
        }
        note
    }

    /// Out of a session's note; nothing if the session was not found in a record.
    pub(crate) fn of_note(note: &[u8]) -> Option<Self> {
        let (created, rest) = note.split_first_chunk::<8>()?;
        let (touched, _) = rest.split_first_chunk::<8>()?;
        Some(Self { created: u64::from_le_bytes(*created), touched: u64::from_le_bytes(*touched) })
    }

    /// These, used now.
    pub(crate) fn used(self, now_ms: u64) -> Self {
        Self { touched: self.touched.max(now_ms), ..self }
    }
}

/// Lets the life of a session that has its times begin then.
pub(crate) fn set_created(session: &mut Session, created_ms: u64) {
    let mut note = session.note().to_vec();
    if let Some(created) = note.first_chunk_mut() {
        *created = created_ms.to_le_bytes();
        session.set_note(&note);
    }
}

/// Of a session that is to be written, and has lived for too long.
pub(crate) fn time_is_over() -> Error {
    Error::session_interrupted(
        "the session's time was over while this request ran, or is by the lifetime that it configured; nothing was written",
    )
}

/// When the request of a note began.
pub(crate) fn began(note: &[u8]) -> Option<u64> {
    note.last_chunk::<8>().filter(|_| note.len() == NOTE).map(|began| u64::from_le_bytes(*began))
}

/// A record stays for so much longer than its idle limit, or twice as long: a request that begins in time may end later, and is to
/// find it.
const SLACK_MS: u64 = 600_000;
const MINUTE_MS: u64 = 60_000;

/// The limits of a store's sessions, or of one of them, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) idle_ms: u64,
    pub(crate) lifetime_ms: u64,
    /// After which a browser forgets the cookie.
    pub(crate) cookie_ms: Option<u64>,
    /// When a session that is only read is to be touched.
    pub(crate) pace: Pace,
}

/// How often use is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// From a twentieth of the idle limit on, and not more often than each minute (of limits under four minutes, each quarter). The
    /// cookie is sent again at the first use in each eighth of the time for which a browser keeps it.
    Often,
    /// From half of it on: the service shows a write late and compares nothing, so that a touch may write over a log-out that is on its
    /// way.
    Late,
    /// From half of it, or of the time for which a browser keeps the cookie, on: both are noted in the cookie alone.
    Halves,
}

/// No limit.
const NEVER_MS: u64 = u64::MAX;

/// Browsers keep no cookie for longer than 400 days (RFC 6265bis, section 5.5).
const FARTHEST_MS: u64 = 400 * 86_400 * 1000;

/// What `idleTimeout` and `maxLifetime` say, in milliseconds.
pub(crate) fn given(options: &Options<'_>) -> Result<(Option<u64>, Option<u64>), Error> {
    let seconds = |name: &str| -> Result<Option<u64>, Error> {
        let takes = "a whole number of seconds, from 1 to 2147483647";
        let given = options.integer(name, 1, i64::from(i32::MAX), takes)?;
        Ok(given.and_then(|seconds| u64::try_from(seconds).ok()).map(|seconds| seconds * 1000))
    };
    let (idle_ms, lifetime_ms) = (seconds("idleTimeout")?, seconds("maxLifetime")?);
    if let (Some(idle_ms), Some(lifetime_ms)) = (idle_ms, lifetime_ms)
        && idle_ms > lifetime_ms
    {
        let takes = "at most maxLifetime, as no session is there for longer, used or not";
        return Err(options.wrong("idleTimeout", takes));
    }
    Ok((idle_ms, lifetime_ms))
}

impl Limits {
    /// Those of a store, and of the cookie's option `maxAge`.
    pub(crate) fn new(options: &Options<'_>, idle_ms: Option<u64>, lifetime_ms: Option<u64>, pace: Pace) -> Self {
        let max_age = if options.is_false("maxAge") {
            None
        } else {
            options.integer("maxAge", 0, i64::MAX, "seconds").unwrap_or(None)
        };
        let cookie_ms =
            max_age.and_then(|seconds| u64::try_from(seconds).ok()).map(|seconds| seconds.saturating_mul(1000));
        let lifetime_ms = lifetime_ms.unwrap_or(NEVER_MS);
        // Idle for longer than it may live at all says nothing; that is no mistake worth an error when only one was given.
        Self { idle_ms: idle_ms.unwrap_or(NEVER_MS).min(lifetime_ms), lifetime_ms, cookie_ms, pace }
    }

    /// Those of a session, where it has its own. Its own max age alone is its idle limit, too: who asked to be remembered is.
    pub(crate) fn of(self, own: &Own) -> Self {
        let mut limits = self;
        match own.max_age_s() {
            Some(0) => limits.cookie_ms = None,
            Some(seconds) => {
                let max_age_ms = u64::from(seconds) * 1000;
                (limits.lifetime_ms, limits.idle_ms) = (max_age_ms, max_age_ms);
                limits.cookie_ms = Some(max_age_ms.min(FARTHEST_MS));
            }
            None => {}
        }
        if let Some(seconds) = own.idle_timeout_s() {
            limits.idle_ms = (u64::from(seconds) * 1000).min(limits.lifetime_ms);
        }
        limits
    }

    /// Whether it was not used for too long.
    pub(crate) fn is_idle(&self, now_ms: u64, times: Times) -> bool {
        now_ms.saturating_sub(times.touched) >= self.idle_ms
    }

    /// Whether it lives for too long. A clock that went back gives no session more time.
    pub(crate) fn has_lived(&self, now_ms: u64, times: Times) -> bool {
        now_ms.max(times.touched).saturating_sub(times.created) >= self.lifetime_ms
    }

    /// When it is over in any case.
    pub(crate) fn end_ms(&self, times: Times) -> u64 {
        times.created.saturating_add(self.lifetime_ms)
    }

    /// When it is over if nobody uses it any more; nothing without a limit.
    pub(crate) fn expires_ms(&self, times: Times) -> Option<u64> {
        let expires = times.touched.saturating_add(self.idle_ms).min(self.end_ms(times));
        Some(expires).filter(|_| self.idle_ms.min(self.lifetime_ms) != NEVER_MS)
    }

    /// For so long use need not be noted anew.
    fn part_ms(&self) -> u64 {
        (self.idle_ms / 20).max(MINUTE_MS.min(self.idle_ms / 4))
    }

    /// Whether a session that was only read is to be touched.
    pub(crate) fn is_due(&self, now_ms: u64, times: Times) -> bool {
        let part_ms = match self.pace {
            Pace::Often => self.part_ms(),
            // Where it would end no later, there is nothing to note.
            Pace::Halves if times.touched.saturating_add(self.idle_ms) >= self.end_ms(times) => NEVER_MS,
            Pace::Late | Pace::Halves => self.idle_ms / 2,
        };
        now_ms.saturating_sub(times.touched) >= part_ms || self.is_sent_again(now_ms, times)
    }

    /// Whether the cookie is sent again, before half of what is left of it has passed. Never if it is kept until the browser ends, or as
    /// long as the session can be there at all.
    pub(crate) fn is_sent_again(&self, now_ms: u64, times: Times) -> bool {
        self.cookie_ms.is_some_and(|cookie_ms| {
            if self.pace == Pace::Halves {
                let reaches = times.touched.saturating_add(cookie_ms) >= self.end_ms(times);
                return !reaches && now_ms.saturating_sub(times.touched) >= cookie_ms / 2;
            }
            // Counted from the session's beginning; it was sent at the first use in the eighth in which it was touched last.
            let eighths = |at_ms: u64| at_ms.saturating_sub(times.created).checked_div(cookie_ms / 8);
            let sent_ms = eighths(times.touched).map(|eighth| eighth.saturating_mul(cookie_ms / 8));
            if sent_ms.is_some_and(|sent_ms| sent_ms.saturating_add(cookie_ms) >= self.lifetime_ms) {
                return false;
            }
            // Without a whole millisecond to each, always.
            eighths(now_ms).is_none_or(|now| Some(now) > eighths(times.touched))
        })
    }

    /// How long the service is to keep a record, in whole seconds.
    pub(crate) fn ttl_s(&self, now_ms: u64, times: Times) -> u32 {
        let left_ms = self.end_ms(times).saturating_sub(now_ms);
        let ttl_ms = left_ms.min(self.idle_ms.saturating_add(self.idle_ms.min(SLACK_MS)));
        u32::try_from(ttl_ms.div_ceil(1000)).unwrap_or(u32::MAX).max(1)
    }
}

/// A session's life as it is by now: what it says of itself, its limits by that, its times before this use.
pub(crate) struct Life {
    pub(crate) times: Times,
    pub(crate) limits: Limits,
    pub(crate) own: Own,
}

impl Limits {
    /// The life of a session; `begins` if that begins with this request.
    pub(crate) fn life(self, session: &Session, begins: bool, now_ms: u64) -> Life {
        let times = Times::of_note(session.note()).filter(|_| !begins);
        let times = times.unwrap_or_else(|| {
            let begins_ms = session.beginning(now_ms);
            Times { created: begins_ms, touched: begins_ms }
        });
        let own = session.settled(begins, times.created, now_ms);
        Life { times, limits: self.of(&own), own }
    }
}

impl Life {
    /// Whether a session that was only read is to be touched now.
    pub(crate) fn is_due(&self, session: &Session, now_ms: u64) -> bool {
        (session.is_touched() || self.limits.is_due(now_ms, self.times)) && !self.limits.has_lived(now_ms, self.times)
    }

    /// Whether a use now is the first in a part of the idle limit, counted from the session's beginning: then its owner's index is told.
    pub(crate) fn is_noted(&self, now_ms: u64) -> bool {
        let part_ms = self.limits.part_ms();
        let parts = |at_ms: u64| at_ms.saturating_sub(self.times.created).checked_div(part_ms);
        parts(now_ms) > parts(self.times.touched)
    }

    /// Whether the cookie of a sid that stays is sent with a write: it is time, or this request says how long it lasts.
    pub(crate) fn is_sent(&self, session: &Session, now_ms: u64) -> bool {
        session.states_lifetime() || session.is_touched() || self.limits.is_sent_again(now_ms, self.times)
    }

    /// For how long the browser is to keep the cookie: never past the session's end.
    pub(crate) fn lasts(&self, now_ms: u64) -> Lasts {
        let Some(cookie_ms) = self.limits.cookie_ms else {
            return if self.own.max_age_s().is_some() { Lasts::UntilClosed } else { Lasts::AsConfigured };
        };
        let left_ms = self.limits.end_ms(self.times).saturating_sub(now_ms).max(1000);
        if cookie_ms <= left_ms && self.own.max_age_s().is_none() {
            return Lasts::AsConfigured;
        }
        Lasts::Seconds(u32::try_from(cookie_ms.min(left_ms) / 1000).unwrap_or(u32::MAX))
    }

    /// When it began and when it is over, in milliseconds.
    pub(crate) fn span_ms(&self, session: &Session, now_ms: u64) -> (u64, Option<u64>) {
        let is_used = session.action() != Action::None || self.is_due(session, now_ms);
        let times = if is_used { self.times.used(now_ms) } else { self.times };
        (times.created, self.limits.expires_ms(times))
    }
}
