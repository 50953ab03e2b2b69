//! The session as one flat value: what a request carries from fetch to commit, in Rust and in JavaScript alike.
//!
//! ```text
//! 0       1         2      3       4        6         8            12
//! action  sid kind  flags  reason  sid len  note len  changed len  sid  note  changed  map
//! u8      u8        u8     u8      u16 le   u16 le    u32 le            (each: len u32 le, key)
//! ```
//!
//! `map` is the session as Erlang's external term format, version byte included, as it came: `get` finds a key in it,
//! `put` splices, and a key that nobody put keeps its bytes. `note` is the store's own, handed back to it at commit.

use crate::error::{Error, Reason};
use crate::session_map;

const HEADER: usize = 12;

const CLEARED: u8 = 1;
const TRACKED: u8 = 2;
const SENT: u8 = 4;

/// `conn.private.plug_session_info`: what `before_send` is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Nothing was written: nothing is done.
    None = 0,
    /// Something was put, deleted or cleared.
    Write = 1,
    /// `configure_session(conn, drop: true)`.
    Drop = 2,
    /// `configure_session(conn, renew: true)`.
    Renew = 3,
    /// `configure_session(conn, ignore: true)`.
    Ignore = 4,
}

impl Action {
    const fn from_byte(byte: u8) -> Self {
        match byte {
            1 => Self::Write,
            2 => Self::Drop,
            3 => Self::Renew,
            4 => Self::Ignore,
            _ => Self::None,
        }
    }
}

/// What a store's `get` says of a cookie. Anything but [`Sid::Nil`] makes `drop` emit a deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sid {
    /// The cookie identifies nothing: there is nothing to delete, and a new sid is made at the next write.
    Nil,
    /// The cookie store's sid for its own terms (`:term`).
    Term,
    /// The cookie store's sid for a serializer of the user's (`:custom`).
    Custom,
    /// A server-side store's id.
    Id(Vec<u8>),
}

/// A fetched session. See the module for its layout.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Session {
    bytes: Vec<u8>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("action", &self.action()).field("bytes", &self.bytes.len()).finish()
    }
}

impl Session {
    /// A session as a store found it. `map` is a checked map with its version byte.
    #[must_use]
    pub fn new(sid: &Sid, map: &[u8], note: &[u8], reason: Option<Reason>) -> Self {
        let mut session = Self { bytes: Vec::new() };
        session.set(sid, map, note, reason);
        session
    }

    /// Like [`Session::new`], in the allocation that is there.
    pub fn set(&mut self, sid: &Sid, map: &[u8], note: &[u8], reason: Option<Reason>) {
        let (kind, id): (u8, &[u8]) = match sid {
            Sid::Nil => (0, &[]),
            Sid::Term => (1, &[]),
            Sid::Custom => (2, &[]),
            Sid::Id(id) => (3, id),
        };
        let short = |length: usize| u16::try_from(length).unwrap_or(u16::MAX).to_le_bytes();
        let id = id.get(..usize::from(u16::MAX).min(id.len())).unwrap_or_default();
        let note = note.get(..usize::from(u16::MAX).min(note.len())).unwrap_or_default();
        self.bytes.clear();
        self.bytes.extend_from_slice(&[Action::None as u8, kind, 0, reason.map_or(0, |reason| reason as u8)]);
        self.bytes.extend_from_slice(&short(id.len()));
        self.bytes.extend_from_slice(&short(note.len()));
        self.bytes.extend_from_slice(&[0; 4]);
        self.bytes.extend_from_slice(id);
        self.bytes.extend_from_slice(note);
        self.bytes.extend_from_slice(map);
    }

    /// The flat value.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The flat value's own buffer, for the border: what is written there is read back as a session.
    pub const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// What `before_send` is to do.
    #[must_use]
    pub fn action(&self) -> Action {
        Action::from_byte(self.byte(0))
    }

    /// The store's sid.
    #[must_use]
    pub fn sid(&self) -> Sid {
        match self.byte(1) {
            1 => Sid::Term,
            2 => Sid::Custom,
            3 => Sid::Id(self.slice(HEADER, self.note_at()).to_vec()),
            _ => Sid::Nil,
        }
    }

    /// The store's own note about what it found.
    #[must_use]
    pub fn note(&self) -> &[u8] {
        self.slice(self.note_at(), self.changed_at())
    }

    /// The session map as it stands in this request.
    #[must_use]
    pub fn map(&self) -> &[u8] {
        self.bytes.get(self.map_at()..).unwrap_or_default()
    }

    /// Whether the keys of the stored session were cleared in this request.
    #[must_use]
    pub fn was_cleared(&self) -> bool {
        self.flag(CLEARED)
    }

    /// The keys that were put or deleted in this request, if they are [tracked](Session::track).
    pub fn changed(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.slice(self.changed_at(), self.map_at());
        std::iter::from_fn(move || {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let (key, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = after;
            Some(key)
        })
    }

    /// Puts the session onto another base: what this request changed stays changed, the rest becomes as `map` has it.
    pub fn rebase(&mut self, map: &[u8], note: &[u8]) {
        let mut base = if self.was_cleared() { session_map::EMPTY.to_vec() } else { map.to_vec() };
        for key in self.changed() {
            match self.get(key) {
                Some(value) => session_map::put(&mut base, 0, key, value),
                None => {
                    session_map::delete(&mut base, 0, key);
                }
            }
        }
        let map_at = self.map_at();
        self.bytes.truncate(map_at);
        self.bytes.extend_from_slice(&base);
        let (from, to) = (self.note_at(), self.changed_at());
        if to - from == note.len()
            && let Some(field) = self.bytes.get_mut(from..to)
        {
            field.copy_from_slice(note);
        }
    }

    /// Keep account of the keys that change, for a store that merges key by key.
    pub fn track(&mut self) {
        self.set_flag(TRACKED);
    }

    /// `Plug.Conn.get_session/2`: the value's term without a version byte, or nothing if there is no such key.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<&[u8]> {
        session_map::get(self.map(), key)
    }

    /// `Plug.Conn.put_session/3`. `value` is one encoded term without a version byte.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Error> {
        self.mark_write()?;
        self.note_change(key);
        let map_at = self.map_at();
        session_map::put(&mut self.bytes, map_at, key, value);
        Ok(())
    }

    /// `Plug.Conn.delete_session/2`. Marks the session as written even when there is no such key, as Plug does.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn delete(&mut self, key: &[u8]) -> Result<(), Error> {
        self.mark_write()?;
        self.note_change(key);
        let map_at = self.map_at();
        session_map::delete(&mut self.bytes, map_at, key);
        Ok(())
    }

    /// `Plug.Conn.clear_session/1`: the session goes on, with the same sid and no keys.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn clear(&mut self) -> Result<(), Error> {
        self.mark_write()?;
        self.set_flag(CLEARED);
        let map_at = self.map_at();
        self.bytes.truncate(map_at);
        self.bytes.extend_from_slice(session_map::EMPTY);
        Ok(())
    }

    /// `Plug.Conn.configure_session/2`: in one call `renew` goes before `drop` and `drop` before `ignore`; over calls the last
    /// one holds; an option that is false does nothing.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn configure(&mut self, renew: bool, drop: bool, ignore: bool) -> Result<(), Error> {
        self.check_not_sent()?;
        if renew {
            self.set_action(Action::Renew);
        } else if drop {
            self.set_action(Action::Drop);
        } else if ignore {
            self.set_action(Action::Ignore);
        }
        Ok(())
    }

    /// Marks the session as committed.
    ///
    /// # Errors
    ///
    /// The second time (`Plug.Conn.AlreadySentError`).
    pub fn mark_sent(&mut self) -> Result<(), Error> {
        self.check_not_sent()?;
        self.set_flag(SENT);
        Ok(())
    }

    fn check_not_sent(&self) -> Result<(), Error> {
        if self.flag(SENT) {
            return Err(Error::already_sent(
                "the session was already committed: write to it before the response is sent, and commit it once",
            ));
        }
        Ok(())
    }

    /// Plug's `put_new(:write)`: a write never overrides drop, renew or ignore.
    fn mark_write(&mut self) -> Result<(), Error> {
        self.check_not_sent()?;
        if self.action() == Action::None {
            self.set_action(Action::Write);
        }
        Ok(())
    }

    fn note_change(&mut self, key: &[u8]) {
        if !self.flag(TRACKED) || self.changed().any(|changed| changed == key) {
            return;
        }
        let Ok(length) = u32::try_from(key.len()) else {
            return;
        };
        let at = self.map_at();
        self.bytes.splice(at..at, length.to_le_bytes().into_iter().chain(key.iter().copied()));
        let changed = self.long(8).saturating_add(length).saturating_add(4);
        if let Some(field) = self.bytes.get_mut(8..12) {
            field.copy_from_slice(&changed.to_le_bytes());
        }
    }

    fn set_action(&mut self, action: Action) {
        if let Some(byte) = self.bytes.get_mut(0) {
            *byte = action as u8;
        }
    }

    fn flag(&self, flag: u8) -> bool {
        self.byte(2) & flag != 0
    }

    fn set_flag(&mut self, flag: u8) {
        if let Some(byte) = self.bytes.get_mut(2) {
            *byte |= flag;
        }
    }

    fn note_at(&self) -> usize {
        HEADER + self.short(4)
    }

    fn changed_at(&self) -> usize {
        self.note_at() + self.short(6)
    }

    fn map_at(&self) -> usize {
        (self.changed_at() + self.long(8) as usize).min(self.bytes.len())
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn short(&self, at: usize) -> usize {
        usize::from(u16::from_le_bytes([self.byte(at), self.byte(at + 1)]))
    }

    fn long(&self, at: usize) -> u32 {
        u32::from_le_bytes([self.byte(at), self.byte(at + 1), self.byte(at + 2), self.byte(at + 3)])
    }

    fn slice(&self, from: usize, to: usize) -> &[u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }
}
