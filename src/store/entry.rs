//! A session as it stands in the index of its owner.
//!
//! ```text
//! entry   its length (u16 le), then: hash of the sid (32) ‖ created ‖ seen ‖ until (u64 le each) ‖ idle (u32 le) ‖ note
//! ```
//!
//! Times are milliseconds since 1970, idle is in seconds, the note is UTF-8. `pkg/store/owner_page.js` reads and writes the same.

/// What its owner's index holds of a session: nothing that opens it.
///
/// ```
/// # use waxseal::store::Entry;
/// let entry = Entry { hash: [0; 32], created_ms: 1, seen_ms: 2, until_ms: 3, idle_s: 4, note: "Firefox".to_owned() };
/// let bytes = entry.to_bytes();
/// assert!(bytes.ends_with(b"Firefox"));
/// assert_eq!(Entry::parse(&bytes), Some((entry, &b""[..])));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The SHA-256 of its sid, as in its record's key.
    pub hash: [u8; 32],
    /// When it began, in milliseconds since 1970.
    pub created_ms: u64,
    /// When it was last used.
    pub seen_ms: u64,
    /// When it is over in any case.
    pub until_ms: u64,
    /// Seconds without use after which it is over.
    pub idle_s: u32,
    /// What the app noted about it.
    pub note: String,
}

impl Entry {
    /// As it stands on a page.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; 2];
        bytes.extend_from_slice(&self.hash);
        for time in [self.created_ms, self.seen_ms, self.until_ms] {
            bytes.extend_from_slice(&time.to_le_bytes());
        }
        bytes.extend_from_slice(&self.idle_s.to_le_bytes());
        bytes.extend_from_slice(self.note.as_bytes());
        let length = u16::try_from(bytes.len() - 2).unwrap_or(u16::MAX).to_le_bytes();
        bytes.iter_mut().zip(length).for_each(|(byte, length)| *byte = length);
        bytes
    }

    /// The first of some entries, and what comes after it; nothing if it is cut off, or its note is no text.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (length, rest) = bytes.split_first_chunk()?;
        let (entry, rest) = rest.split_at_checked(u16::from_le_bytes(*length).into())?;
        let (hash, entry) = entry.split_first_chunk()?;
        let (created, entry) = entry.split_first_chunk()?;
        let (seen, entry) = entry.split_first_chunk()?;
        let (until, entry) = entry.split_first_chunk()?;
        let (idle, note) = entry.split_first_chunk()?;
        let entry = Self {
            hash: *hash,
            created_ms: u64::from_le_bytes(*created),
            seen_ms: u64::from_le_bytes(*seen),
            until_ms: u64::from_le_bytes(*until),
            idle_s: u32::from_le_bytes(*idle),
            note: std::str::from_utf8(note).ok()?.to_owned(),
        };
        Some((entry, rest))
    }
}
