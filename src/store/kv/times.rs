//! When a session is over, when its use is noted, when its cookie is sent again.
//!
//! Clocks differ between machines and may be set back: a session's `touched` never goes back, and `created` stays as it was. The
//! limits are judged by the clock of whoever reads.

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

/// When the request of a note began.
pub(crate) fn began(note: &[u8]) -> Option<u64> {
    note.last_chunk::<8>().filter(|_| note.len() == NOTE).map(|began| u64::from_le_bytes(*began))
}

/// A record stays for so much longer than its idle limit, or twice as long: a request that begins in time may end later, and is to
/// find it.
const SLACK_MS: u64 = 600_000;
const MINUTE_MS: u64 = 60_000;

/// The limits of a store's sessions, in milliseconds.
#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) idle_ms: u64,
    pub(crate) lifetime_ms: u64,
    /// After which a browser forgets the cookie.
    pub(crate) cookie_ms: Option<u64>,
    /// The service shows a write late and compares nothing: a touch may write over a log-out that is on its way.
    pub(crate) is_late: bool,
}

impl Limits {
    /// Whether it was not used for too long.
    pub(crate) fn is_idle(&self, now_ms: u64, times: Times) -> bool {
        now_ms.saturating_sub(times.touched) >= self.idle_ms
    }

    /// Whether it lives for too long. A clock that went back gives no session more time.
    pub(crate) fn has_lived(&self, now_ms: u64, times: Times) -> bool {
        now_ms.max(times.touched).saturating_sub(times.created) >= self.lifetime_ms
    }

    /// Whether a session that was only read is to be touched: from a twentieth of the idle limit on, and not more often than each
    /// minute (of limits under four minutes, each quarter); from half of it on where a touch may undo a log-out.
    pub(crate) fn is_due(&self, now_ms: u64, times: Times) -> bool {
        let part_ms =
            if self.is_late { self.idle_ms / 2 } else { (self.idle_ms / 20).max(MINUTE_MS.min(self.idle_ms / 4)) };
        now_ms.saturating_sub(times.touched) >= part_ms || self.is_sent_again(now_ms, times)
    }

    /// Whether the cookie of a sid that stays is sent again: at the first use in each eighth of the time for which the browser keeps
    /// it, counted from the session's beginning. Never if it is kept until the browser ends.
    pub(crate) fn is_sent_again(&self, now_ms: u64, times: Times) -> bool {
        self.cookie_ms.is_some_and(|cookie_ms| {
            let eighths = |at_ms: u64| at_ms.saturating_sub(times.created).checked_div(cookie_ms / 8);
            // Without a whole millisecond to each, always.
            eighths(now_ms).is_none_or(|now| Some(now) > eighths(times.touched))
        })
    }

    /// How long the service is to keep a record, in whole seconds.
    pub(crate) fn ttl_s(&self, now_ms: u64, times: Times) -> u32 {
        let left_ms = times.created.saturating_add(self.lifetime_ms).saturating_sub(now_ms);
        let ttl_ms = left_ms.min(self.idle_ms.saturating_add(self.idle_ms.min(SLACK_MS)));
        u32::try_from(ttl_ms.div_ceil(1000)).unwrap_or(u32::MAX).max(1)
    }
}
