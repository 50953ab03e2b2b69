//! What a session says of itself: how long it lasts, whose it is.
//!
//! ```text
//! entry   tag (1) ‖ length (1) ‖ value      in a row, by their tags
//!
//! 1  its own max age       u32 le, seconds from its beginning; 0: the cookie ends with the browser, the store's limit holds
//! 2  its own idle timeout  u32 le, seconds
//! 3  its owner             UTF-8
//! 4  a note about it       UTF-8
//! ```
//!
//! What this request states has 128 added to its tag: it wins over what is kept, entry by entry; without a value it takes away what is
//! kept. A stated max age counts from the request. A tag that this release does not know is kept as it is.
//!
//! A text that this request said and that is kept already has 192 added: nothing is changed by it, unless the session's life begins with
//! this request, and what was kept is gone.
//!
//! Tag 255, in a request alone, is the time before which no life begins with it (u64 le, milliseconds): its owner was revoked then.

use crate::error::Error;
use crate::session::bytes::Session;

/// An entry's tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Tag {
    MaxAge = 1,
    IdleTimeout = 2,
    Owner = 3,
    Note = 4,
}

/// Added to the tag of what this request states.
const STATED: u8 = 128;

/// Added to the tag of what this request said though it is so already.
const SAID: u8 = 192;

/// The time before which no life begins with this request.
const EARLIEST: u8 = 255;

/// The longest owner and the longest note, in bytes.
pub const LONGEST: usize = 255;

/// What a session says of itself, as it is kept: entries by their tags.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Own {
    entries: Vec<u8>,
}

impl Own {
    /// Checked entries, such as a record has.
    pub(crate) fn parse(entries: &[u8]) -> Option<Self> {
        let mut rest = entries;
        let mut last = 0;
        while !rest.is_empty() {
            let (tag, value, after) = entry(rest)?;
            let fits = match tag {
                1 | 2 => value.len() == 4,
                3 | 4 => !value.is_empty() && std::str::from_utf8(value).is_ok(),
                _ => tag < STATED,
            };
            if !fits || tag <= last {
                return None;
            }
            (rest, last) = (after, tag);
        }
        Some(Self { entries: entries.to_vec() })
    }

    /// The entries.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.entries
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Its own max age in seconds from its beginning.
    pub(crate) fn max_age_s(&self) -> Option<u32> {
        number(find(&self.entries, Tag::MaxAge as u8))
    }

    /// Its own idle timeout in seconds.
    pub(crate) fn idle_timeout_s(&self) -> Option<u32> {
        number(find(&self.entries, Tag::IdleTimeout as u8))
    }

    /// What the app noted about it.
    pub(crate) fn note(&self) -> Option<&str> {
        text(find(&self.entries, Tag::Note as u8))
    }

    /// Whose it is.
    pub(crate) fn owner(&self) -> Option<&str> {
        text(find(&self.entries, Tag::Owner as u8))
    }

    /// With another entry; without it, if there is no value.
    pub(crate) fn with(&self, tag: Tag, value: Option<&[u8]>) -> Self {
        Self { entries: replaced(&self.entries, tag as u8, value) }
    }
}

impl Session {
    /// What it says of itself, as it is to be kept from `now_ms` on; `begins` if its life, begun at `created_ms`, begins with this
    /// request: then nothing of what was kept holds.
    pub(crate) fn settled(&self, begins: bool, created_ms: u64, now_ms: u64) -> Own {
        let mut entries = Vec::new();
        for (tag, value) in each(self.own()).filter(|(tag, _)| *tag < STATED && !begins) {
            push(&mut entries, tag, value);
        }
        for (tag, value) in self.stated(begins) {
            let settled = match number(Some(value)).filter(|seconds| tag == Tag::MaxAge as u8 && *seconds > 0) {
                Some(seconds) => from_beginning(seconds, created_ms, now_ms).to_le_bytes().to_vec(),
                None => value.to_vec(),
            };
            entries = replaced(&entries, tag, Some(&settled).filter(|value| !value.is_empty()).map(Vec::as_slice));
        }
        Own { entries }
    }

    /// Whose it is: a text of the app's, such as `user:42`.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        text(self.own_value(Tag::Owner))
    }

    /// Whose it was when it was read.
    pub(crate) fn kept_owner(&self) -> Option<&str> {
        text(find(self.own(), Tag::Owner as u8))
    }

    /// Whether this request states anything of it.
    pub(crate) fn states(&self) -> bool {
        self.stated(false).next().is_some()
    }

    /// What this request states, by the tags that it is kept under; `begins` if the session's life begins with this request.
    fn stated(&self, begins: bool) -> impl Iterator<Item = (u8, &[u8])> {
        each(self.own()).filter_map(move |(tag, value)| match tag {
            EARLIEST => None,
            SAID.. => begins.then_some((tag - SAID, value)),
            STATED.. => Some((tag - STATED, value)),
            _ => None,
        })
    }

    /// States what another session's request states of that one.
    #[cfg(feature = "http")]
    pub(crate) fn state_as(&mut self, other: &Self) -> Result<(), Error> {
        other.stated(other.begins()).try_for_each(|(tag, value)| match tag {
            3 => self.state_text(Tag::Owner, value),
            4 => self.state_text(Tag::Note, value),
            1 => self.state(Tag::MaxAge, value),
            _ => self.state(Tag::IdleTimeout, value),
        })
    }

    /// Lets no life that begins with this request begin before then, in milliseconds.
    pub(crate) fn begin_no_earlier(&mut self, earliest_ms: u64) {
        let entries = stated_in(self.own(), EARLIEST, &earliest_ms.to_le_bytes());
        self.set_own(&entries);
    }

    /// When a life begins that begins with this request at that time.
    pub(crate) fn beginning(&self, now_ms: u64) -> u64 {
        let earliest = find(self.own(), EARLIEST).and_then(|value| value.try_into().ok());
        now_ms.max(earliest.map_or(0, u64::from_le_bytes))
    }

    /// What the app noted about it, such as the browser's name.
    #[must_use]
    pub fn about(&self) -> Option<&str> {
        text(self.own_value(Tag::Note))
    }

    /// An entry's value as it is by now.
    fn own_value(&self, tag: Tag) -> Option<&[u8]> {
        let before = tag as u8 + if self.begins() { SAID } else { 0 };
        find(self.own(), tag as u8 + STATED).or_else(|| find(self.own(), before))
    }

    /// Ends it so many seconds from now, for the server and the browser; with none, the browser forgets it when it closes, and the
    /// store's limit holds.
    ///
    /// ```
    /// # use waxseal::session::{LONGEST, Session};
    /// # let mut session = Session::default();
    /// // At a log-in with "remember me": thirty days, and no more than two without a visit.
    /// session.set_max_age(Some(30 * 86_400))?;
    /// session.set_idle_timeout(Some(2 * 86_400))?;
    /// session.set_owner(Some("user:42"))?;
    /// session.set_about(Some("Firefox on Linux"))?;
    /// assert_eq!((session.owner(), session.about()), (Some("user:42"), Some("Firefox on Linux")));
    /// assert!(session.set_about(Some(&"x".repeat(LONGEST + 1))).is_err());
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// After the commit; no seconds at all, or more than 2,147,483,647.
    pub fn set_max_age(&mut self, seconds: Option<u32>) -> Result<(), Error> {
        let seconds = checked_seconds("maxAge", seconds)?;
        self.state(Tag::MaxAge, &seconds.unwrap_or(0).to_le_bytes())
    }

    /// Ends it so many seconds after its last use; with none, the store's limit holds.
    ///
    /// # Errors
    ///
    /// After the commit; no seconds at all, or more than 2,147,483,647.
    pub fn set_idle_timeout(&mut self, seconds: Option<u32>) -> Result<(), Error> {
        match checked_seconds("idleTimeout", seconds)? {
            Some(seconds) => self.state(Tag::IdleTimeout, &seconds.to_le_bytes()),
            None => self.state(Tag::IdleTimeout, &[]),
        }
    }

    /// Says whose it is; with none, nobody's. If it is so already, nothing is written for it.
    ///
    /// # Errors
    ///
    /// After the commit; a text that is empty or longer than [`LONGEST`].
    pub fn set_owner(&mut self, owner: Option<&str>) -> Result<(), Error> {
        self.state_text(Tag::Owner, checked("owner", owner)?)
    }

    /// Notes something about it.
    ///
    /// # Errors
    ///
    /// After the commit; a text that is empty or longer than [`LONGEST`].
    pub fn set_about(&mut self, note: Option<&str>) -> Result<(), Error> {
        self.state_text(Tag::Note, checked("note", note)?)
    }

    fn state_text(&mut self, tag: Tag, text: &[u8]) -> Result<(), Error> {
        let is_so = self.own_value(tag).unwrap_or_default() == text;
        if !is_so {
            return self.state(tag, text);
        }
        self.check_not_sent()?;
        if find(self.own(), tag as u8).is_some_and(|kept| kept == text) {
            let entries = stated_in(self.own(), tag as u8 + SAID, text);
            self.set_own(&entries);
        }
        Ok(())
    }

    /// Whether this request says how long the browser is to keep its cookie.
    pub(crate) fn states_lifetime(&self) -> bool {
        find(self.own(), Tag::MaxAge as u8 + STATED).is_some()
    }

    /// A session that there is is written for it; where there is none, it goes along with what is put.
    fn state(&mut self, tag: Tag, value: &[u8]) -> Result<(), Error> {
        if self.is_found() {
            self.mark_write()?;
        } else {
            self.check_not_sent()?;
        }
        let mut entries = stated_in(self.own(), tag as u8 + STATED, value);
        entries = replaced(&entries, tag as u8 + SAID, None);
        self.set_own(&entries);
        Ok(())
    }

    /// Takes this for what is kept; what this request states stays stated.
    pub(crate) fn keep(&mut self, own: &Own) {
        self.keep_entries(own.as_bytes());
    }

    /// Takes what a base keeps for what is kept.
    pub(crate) fn keep_of(&mut self, base: &Self) {
        if !(self.own().is_empty() && base.own().is_empty()) {
            let mut kept = Vec::new();
            each(base.own()).filter(|(tag, _)| *tag < STATED).for_each(|(tag, value)| push(&mut kept, tag, value));
            self.keep_entries(&kept);
        }
    }

    fn keep_entries(&mut self, kept: &[u8]) {
        let mut entries = kept.to_vec();
        for (tag, value) in each(self.own()).filter(|(tag, _)| *tag >= STATED) {
            push(&mut entries, tag, value);
        }
        self.set_own(&entries);
    }
}

/// Seconds to be stated, as many as the stores' options take: services' own times to live are of 31 bits.
fn checked_seconds(name: &str, seconds: Option<u32>) -> Result<Option<u32>, Error> {
    if let Some(given) = seconds.filter(|given| *given == 0 || i32::try_from(*given).is_err()) {
        let hint = if given == 0 { "; drop ends a session" } else { "" };
        return Err(Error::config(format!(
            "{name}: got {given}, takes a whole number of seconds from 1 to 2147483647{hint}"
        )));
    }
    Ok(seconds)
}

/// A text to be stated: empty, to take away what there is.
pub(crate) fn checked<'t>(name: &str, text: Option<&'t str>) -> Result<&'t [u8], Error> {
    let Some(text) = text else { return Ok(&[]) };
    if text.is_empty() || text.len() > LONGEST {
        let length = text.len();
        return Err(Error::config(format!("{name}: got {length} bytes, takes text of 1 to {LONGEST} bytes")));
    }
    Ok(text.as_bytes())
}

/// Entries with one among those that are stated, an empty one too.
fn stated_in(entries: &[u8], tag: u8, value: &[u8]) -> Vec<u8> {
    let mut stated = replaced(entries, tag, None);
    push(&mut stated, tag, value);
    stated
}

/// Seconds from the beginning, for seconds from now.
fn from_beginning(seconds: u32, created_ms: u64, now_ms: u64) -> u32 {
    let age_s = now_ms.saturating_sub(created_ms).div_ceil(1000);
    u32::try_from(age_s.saturating_add(seconds.into())).unwrap_or(u32::MAX)
}

fn entry(entries: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, length], rest) = entries.split_first_chunk()?;
    let (value, rest) = rest.split_at_checked(length.into())?;
    Some((tag, value, rest))
}

fn each(mut entries: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let (tag, value, rest) = entry(entries)?;
        entries = rest;
        Some((tag, value))
    })
}

fn find(entries: &[u8], tag: u8) -> Option<&[u8]> {
    each(entries).find(|(found, _)| *found == tag).map(|(_, value)| value)
}

/// Entries with another value of one, in the order of tags; without it, if there is none.
fn replaced(entries: &[u8], tag: u8, value: Option<&[u8]>) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(entries.len() + 2);
    for (other, kept) in each(entries).filter(|(other, _)| *other < tag) {
        push(&mut replaced, other, kept);
    }
    if let Some(value) = value {
        push(&mut replaced, tag, value);
    }
    for (other, kept) in each(entries).filter(|(other, _)| *other > tag) {
        push(&mut replaced, other, kept);
    }
    replaced
}

/// No value is longer than a length can tell: what is taken is bounded, and what is kept was an entry.
fn push(entries: &mut Vec<u8>, tag: u8, value: &[u8]) {
    if let Ok(length) = u8::try_from(value.len()) {
        entries.extend_from_slice(&[tag, length]);
        entries.extend_from_slice(value);
    }
}

fn number(value: Option<&[u8]>) -> Option<u32> {
    value?.try_into().ok().map(u32::from_le_bytes)
}

fn text(value: Option<&[u8]>) -> Option<&str> {
    value.and_then(|value| std::str::from_utf8(value).ok()).filter(|text| !text.is_empty())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::Own;

    #[test]
    fn entries_are_each_of_their_kind_and_in_the_order_of_their_tags() {
        let good: [&[u8]; 9] = [
            b"",
            b"\x01\x04\0\0\0\0",
            b"\x02\x04\x01\0\0\0",
            b"\x03\x01a",
            b"\x04\x01a",
            b"\x01\x04\x01\0\0\0\x03\x01a\x04\x02\xc3\xa9",
            // Of a later release: kept as they are.
            b"\x05\0",
            b"\x7f\x02\xff\xff",
            b"\x03\x01a\x05\x01\xff\x06\0",
        ];
        for entries in good {
            assert_eq!(Own::parse(entries).unwrap().as_bytes(), entries);
        }
        let wrong: [&[u8]; 17] = [
            b"\x01\x03\0\0\0",
            b"\x01\x05\0\0\0\0\0",
            b"\x02\0",
            b"\x02\x03\0\0\0",
            b"\x03\0",
            b"\x03\x01\xff",
            b"\x04\0",
            b"\x04\x01\xff",
            // Tags of what a request states stand in no record.
            b"\x80\0",
            b"\x83\x01a",
            b"\xff\0",
            b"\0\0",
            b"\x03\x01a\x03\x01b",
            b"\x04\x01a\x03\x01b",
            b"\x05\0\x05\0",
            b"\x03",
            b"\x03\x02a",
        ];
        for entries in wrong {
            assert!(Own::parse(entries).is_none(), "{entries:?}");
        }
    }
}
