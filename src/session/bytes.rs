//! The session as one flat value: what a request carries from fetch to commit, in Rust and in JavaScript alike.
//!
//! ```text
//! 0       1         2      3       4        6         8            12
//! action  sid kind  flags  reason  sid len  note len  changed len  sid  note  changed  map
//! u8      u8        u8     u8      u16 le   u16 le    u32 le            (each: len u32 le, key)
//! ```
//!
//! Where the flag `OWN` is set, `changed` begins with what the session says of itself (`own.rs`), its length (u16 le) before it.
//!
//! `map` is the session as Erlang's external term format, version byte included, as it came: `get` finds a key in it,
//! `put` splices, and a key that nobody put keeps its bytes. `note` is the store's own, handed back to it at commit.

use serde_core::Deserialize;

use crate::error::{Error, Reason};
use crate::session::header::{Action, Sid};
use crate::session::map;
use crate::term::typed;

const HEADER: usize = 12;

pub(crate) const CLEARED: u8 = 1;
pub(crate) const TRACKED: u8 = 2;
pub(crate) const SENT: u8 = 4;
/// Opened by a key that is rotated out.
pub(crate) const ROTATED: u8 = 8;
/// It says something of itself.
const OWN: u8 = 16;
/// To be noted as used, and its cookie to be sent again.
pub(crate) const TOUCHED: u8 = 32;

/// A fetched session. See the module for its layout.
///
/// ```
/// # use waxseal::error::Reason;
/// # use waxseal::session::{Action, Session, Sid, map};
/// let mut session = Session::nothing(&Sid::Nil, Reason::NoCookie);
/// assert_eq!((session.reason(), session.action()), (Some(Reason::NoCookie), Action::None));
/// session.put("visits", &1)?;
/// assert_eq!((session.get("visits")?, session.get_raw(b"visits")), (Some(1), Some(&b"a\x01"[..])));
/// assert_eq!((session.action(), session.was_cleared(), session.begins()), (Action::Write, false, false));
///
/// // As a store finds it: its sid, its map, and the store's note.
/// let found = Session::new(&Sid::Term, session.map(), b"", None);
/// assert!(found.is_found() && !found.is_rotated() && found.note().is_empty());
/// assert_eq!((found.sid(), found.changed().count()), (Sid::Term, 0));
///
/// // All of it is one flat value.
/// assert_eq!(Session::from_bytes(found.as_bytes()), found);
/// assert_eq!(Session::from_bytes(&found.into_bytes()).map(), session.map());
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    bytes: Vec<u8>,
}

/// An empty one, under no sid.
impl Default for Session {
    fn default() -> Self {
        Self::new(&Sid::Nil, map::EMPTY, &[], None)
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("action", &self.action())
            .field("sid", &self.sid())
            .field("reason", &self.reason())
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// What follows the header. Of bytes that are no session: nothing.
#[derive(Default)]
struct Parts<'a> {
    sid: &'a [u8],
    note: &'a [u8],
    own: &'a [u8],
    changed: &'a [u8],
    map: &'a [u8],
}

impl Session {
    /// A session as a store found it. `map` is a checked map with its version byte.
    #[must_use]
    pub fn new(sid: &Sid, map: &[u8], note: &[u8], reason: Option<Reason>) -> Self {
        let mut session = Self::with_room(sid, note, reason, map.len());
        session.bytes.extend_from_slice(map);
        session
    }

    /// No session, and why. `sid` is nil unless there is something to delete.
    #[must_use]
    pub fn nothing(sid: &Sid, reason: Reason) -> Self {
        Self::new(sid, map::EMPTY, &[], Some(reason))
    }

    /// A session whose map, of up to `room` bytes, is still to be appended to its [buffer](Session::buffer).
    #[must_use]
    pub(crate) fn with_room(sid: &Sid, note: &[u8], reason: Option<Reason>, room: usize) -> Self {
        let (kind, id): (u8, &[u8]) = match sid {
            Sid::Nil => (0, &[]),
            Sid::Term => (1, &[]),
            Sid::Custom => (2, &[]),
            Sid::Id(id) => (3, id),
            Sid::Unknown(id) => (4, id),
        };
        let (id, id_length) = short(id);
        let (note, note_length) = short(note);
        let mut bytes = Vec::with_capacity(HEADER + id.len() + note.len() + room);
        let reason = reason.map_or(0, |reason| reason as u8);
        let start = [Action::None as u8, kind, 0, reason];
        let (id_length, note_length) = (id_length.to_le_bytes(), note_length.to_le_bytes());
        for part in [&start[..], &id_length, &note_length, &[0; 4], id, note] {
            bytes.extend_from_slice(part);
        }
        Self { bytes }
    }

    /// The flat value.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The flat value's own buffer.
    pub(crate) const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
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
            3 => Sid::Id(self.parts().sid.to_vec()),
            4 => Sid::Unknown(self.parts().sid.to_vec()),
            _ => Sid::Nil,
        }
    }

    /// Why there is no session, for the log.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        Reason::from_number(self.byte(3))
    }

    /// Whether a key opened it that is rotated out: what is written next is under the new one.
    #[must_use]
    pub fn is_rotated(&self) -> bool {
        self.flag(ROTATED)
    }

    /// The store's own note about what it found.
    #[must_use]
    pub fn note(&self) -> &[u8] {
        self.parts().note
    }

    /// The session map as it stands in this request.
    #[must_use]
    pub fn map(&self) -> &[u8] {
        self.parts().map
    }

    /// Whether the keys of the stored session were cleared in this request.
    #[must_use]
    pub fn was_cleared(&self) -> bool {
        self.flag(CLEARED)
    }

    /// The keys that were put or deleted in this request, if they are [tracked](Session::track).
    pub fn changed(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.parts().changed;
        std::iter::from_fn(move || {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let (key, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = after;
            Some(key)
        })
    }

    /// `Plug.Conn.get_session/2`: the value under a key as a `T`, which may borrow from the session; nothing if there is no such key, or nil
    /// under it that is no `T`. See [`typed`] for what is read as what.
    ///
    /// ```
    /// # use waxseal::session::Session;
    /// # let mut session = Session::default();
    /// session.put("cart", &[("tea", 2), ("cups", 6)])?;
    /// let cart: Vec<(&str, u32)> = session.get("cart")?.unwrap_or_default();
    /// assert_eq!(cart, [("tea", 2), ("cups", 6)]);
    /// assert_eq!(session.get::<u64>("user_id")?, None);
    /// let error = session.get::<Vec<(u32, u32)>>("cart").unwrap_err();
    /// assert_eq!(error.to_string(), "cart[0][0]: got a string, takes u32");
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `ERR_DECODE`: there is something else, with its [path](Error::path).
    pub fn get<'s, T: Deserialize<'s>>(&'s self, key: impl AsRef<[u8]>) -> Result<Option<T>, Error> {
        // As OTP 26 writes it, and as OTP 25 does.
        const NIL: [&[u8]; 2] = [b"w\x03nil", b"d\0\x03nil"];
        let key = key.as_ref();
        let Some(value) = map::from_value(self.map(), key) else {
            return Ok(None);
        };
        match typed::read(value, key) {
            Ok(value) => Ok(Some(value)),
            Err(_) if NIL.iter().any(|nil| value.starts_with(nil)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The bytes under a key: one term without its version byte, which is to be put before it for [`from_slice`](crate::term::from_slice)
    /// and [`decode`](crate::term::decode::decode). Mostly [`get`](Session::get) is what is wanted; any term at all is read as a
    /// [`Term`](crate::term::Term).
    #[must_use]
    pub fn get_raw(&self, key: &[u8]) -> Option<&[u8]> {
        map::get(self.map(), key)
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
        self.bytes.truncate(self.map_at());
        self.bytes.extend_from_slice(map);
    }

    /// Leaves the first `length` bytes of the map.
    pub(crate) fn truncate_map(&mut self, length: usize) {
        self.bytes.truncate(self.map_at().saturating_add(length));
    }

    /// The bytes, and where in them the map begins, which goes to their end.
    pub(crate) fn map_mut(&mut self) -> (&mut Vec<u8>, usize) {
        let map_at = self.map_at();
        (&mut self.bytes, map_at)
    }

    /// Replaces the note by one of the same length; any other is not taken.
    pub(crate) fn set_note(&mut self, note: &[u8]) {
        let at = HEADER + self.parts().sid.len();
        if self.note().len() == note.len() {
            self.bytes.iter_mut().skip(at).zip(note).for_each(|(byte, new)| *byte = *new);
        }
    }

    /// Whether a store noted nothing about it, and it says nothing of itself.
    pub(crate) fn is_plain(&self) -> bool {
        let parts = self.parts();
        parts.note.is_empty() && parts.own.is_empty()
    }

    /// What it says of itself: entries, kept and stated ones (`own.rs`).
    pub(crate) fn own(&self) -> &[u8] {
        self.parts().own
    }

    /// Replaces what it says of itself.
    pub(crate) fn set_own(&mut self, own: &[u8]) {
        let (own, length) = short(own);
        let parts = self.parts();
        let before = if self.flag(OWN) { 2 + parts.own.len() } else { 0 };
        let at = HEADER + parts.sid.len() + parts.note.len();
        let changed = parts.changed.len() + 2 + own.len();
        map::replace(&mut self.bytes, at..at + before, &[&length.to_le_bytes(), own]);
        self.set_flag(OWN);
        self.set_changed_length(changed);
    }

    /// Whether a store found it.
    #[must_use]
    pub fn is_found(&self) -> bool {
        self.byte(1) > 0 && self.byte(3) == 0
    }

    /// Whether its life begins with this request: it is cleared and renewed, as at a log-in.
    #[must_use]
    pub fn begins(&self) -> bool {
        self.was_cleared() && self.action() == Action::Renew
    }

    /// Adds keys to the changed ones.
    pub(crate) fn add_changed(&mut self, keys: &[&[u8]]) {
        let mut more = Vec::new();
        for key in keys {
            more.extend_from_slice(&u32::try_from(key.len()).unwrap_or(u32::MAX).to_le_bytes());
            more.extend_from_slice(key);
        }
        let at = self.map_at();
        let parts = self.parts();
        let own = if self.flag(OWN) { 2 + parts.own.len() } else { 0 };
        let changed = own + parts.changed.len() + more.len();
        map::replace(&mut self.bytes, at..at, &[&more]);
        self.set_changed_length(changed);
    }

    /// As if nothing had been changed: the map stays as it is.
    pub(crate) fn forget_changes(&mut self) {
        let (at, length) = (self.map_at(), self.parts().changed.len());
        let own = if self.flag(OWN) { 2 + self.parts().own.len() } else { 0 };
        map::replace(&mut self.bytes, at - length..at, &[]);
        self.set_changed_length(own);
        if let Some(flags) = self.bytes.get_mut(2) {
            *flags &= !CLEARED;
        }
    }

    pub(crate) fn mark_cleared(&mut self) {
        self.set_flag(CLEARED);
    }

    fn set_changed_length(&mut self, length: usize) {
        let field = self.bytes.get_mut(8..).and_then(<[u8]>::first_chunk_mut);
        if let (Ok(length), Some(field)) = (u32::try_from(length), field) {
            *field = length.to_le_bytes();
        }
    }

    fn map_at(&self) -> usize {
        self.bytes.len() - self.map().len()
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn parts(&self) -> Parts<'_> {
        let parts = || {
            let (header, rest) = self.bytes.split_first_chunk::<HEADER>()?;
            let [_, _, flags, _, id_low, id_high, note_low, note_high, changed @ ..] = *header;
            let (sid, rest) = rest.split_at_checked(u16::from_le_bytes([id_low, id_high]).into())?;
            let (note, rest) = rest.split_at_checked(u16::from_le_bytes([note_low, note_high]).into())?;
            let (changed, map) = rest.split_at_checked(u32::from_le_bytes(changed) as usize)?;
            let (own, changed) = if flags & OWN == 0 {
                (&[][..], changed)
            } else {
                let (length, rest) = changed.split_first_chunk()?;
                rest.split_at_checked(u16::from_le_bytes(*length).into())?
            };
            Some(Parts { sid, note, own, changed, map })
        };
        parts().unwrap_or_default()
    }
}

/// As much as the header can tell the length of, and that length.
fn short(field: &[u8]) -> (&[u8], u16) {
    match u16::try_from(field.len()) {
        Ok(length) => (field, length),
        Err(_) => (field.get(..usize::from(u16::MAX)).unwrap_or_default(), u16::MAX),
    }
}
