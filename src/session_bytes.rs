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

use crate::error::Reason;
use crate::session_map;

const HEADER: usize = 12;

pub(crate) const CLEARED: u8 = 1;
pub(crate) const TRACKED: u8 = 2;
pub(crate) const SENT: u8 = 4;

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
    pub(crate) const fn from_byte(byte: u8) -> Self {
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
#[derive(Clone, PartialEq, Eq)]
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

/// Whoever has an id has the session: it is not shown.
impl std::fmt::Debug for Sid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nil => "Nil",
            Self::Term => "Term",
            Self::Custom => "Custom",
            Self::Id(_) => "Id(..)",
        })
    }
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
        self.bytes.reserve(HEADER + id.len() + note.len() + map.len());
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

    /// The flat value's bytes themselves.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// A session from its flat value. Of bytes that are none, every part is empty.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec() }
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

    /// `Plug.Conn.get_session/2`: the value's term without a version byte, or nothing if there is no such key.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<&[u8]> {
        session_map::get(self.map(), key)
    }

    pub(crate) fn set_action(&mut self, action: Action) {
        if let Some(byte) = self.bytes.get_mut(0) {
            *byte = action as u8;
        }
    }

    pub(crate) fn flag(&self, flag: u8) -> bool {
        self.byte(2) & flag != 0
    }

    pub(crate) fn set_flag(&mut self, flag: u8) {
        if let Some(byte) = self.bytes.get_mut(2) {
            *byte |= flag;
        }
    }

    pub(crate) fn set_map(&mut self, map: &[u8]) {
        let map_at = self.map_at();
        self.bytes.truncate(map_at);
        self.bytes.extend_from_slice(map);
    }

    /// The bytes, and where in them the map begins, which goes to their end.
    pub(crate) fn map_mut(&mut self) -> (&mut Vec<u8>, usize) {
        let map_at = self.map_at();
        (&mut self.bytes, map_at)
    }

    /// Replaces the note by one of the same length; any other is not taken.
    pub(crate) fn set_note(&mut self, note: &[u8]) {
        let at = self.note_at()..self.changed_at();
        if let Some(field) = self.bytes.get_mut(at).filter(|field| field.len() == note.len()) {
            field.copy_from_slice(note);
        }
    }

    /// Adds a key to the changed ones.
    pub(crate) fn add_changed(&mut self, key: &[u8]) {
        let Ok(length) = u32::try_from(key.len()) else {
            return;
        };
        let at = self.map_at();
        let changed = self.long(8).saturating_add(length).saturating_add(4);
        self.bytes.splice(at..at, length.to_le_bytes().into_iter().chain(key.iter().copied()));
        if let Some(field) = self.bytes.get_mut(8..HEADER) {
            field.copy_from_slice(&changed.to_le_bytes());
        }
    }

    fn note_at(&self) -> usize {
        HEADER + self.short(4)
    }

    fn changed_at(&self) -> usize {
        self.note_at() + self.short(6)
    }

    fn map_at(&self) -> usize {
        self.changed_at().saturating_add(self.long(8) as usize).min(self.bytes.len())
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
