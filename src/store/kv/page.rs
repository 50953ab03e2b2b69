//! A page of an owner's index: what stands on it, as bytes. How it is sealed, and where it is, stands in `owner.rs`.
//!
//! ```text
//! page    leaves (u64 le), then entries (`store/entry.rs`)
//! ```
//!
//! `leaves`: until when there may be something on the pages from 1 on, in milliseconds since 1970; 0 if there never was.
//! `pkg/store/owner_page.js` reads and writes the same.

use crate::store::Entry;

/// What stands on a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Page {
    pub(crate) leaves_ms: u64,
    pub(crate) entries: Vec<Entry>,
}

impl Page {
    /// Nothing if these bytes are no page.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let (leaves, mut rest) = bytes.split_first_chunk()?;
        let mut page = Self { leaves_ms: u64::from_le_bytes(*leaves), entries: Vec::new() };
        while !rest.is_empty() {
            let (entry, after) = Entry::parse(rest)?;
            page.entries.push(entry);
            rest = after;
        }
        Some(page)
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.leaves_ms.to_le_bytes().to_vec();
        for entry in &self.entries {
            bytes.extend_from_slice(&entry.to_bytes());
        }
        bytes
    }

    /// How much its entries take, in bytes.
    pub(crate) fn size(&self) -> usize {
        self.entries.iter().map(size_of_entry).sum()
    }

    /// When nothing that it tells of is there any more.
    pub(crate) fn until_ms(&self) -> u64 {
        self.entries.iter().map(|entry| entry.until_ms).fold(self.leaves_ms, u64::max)
    }

    /// Puts an entry last; in the place of the one of the same session, if there is one.
    pub(crate) fn put(&mut self, entry: &Entry) {
        self.entries.retain(|other| other.hash != entry.hash);
        self.entries.push(entry.clone());
    }

    pub(crate) fn has(&self, hash: &[u8; 32]) -> bool {
        self.entries.iter().any(|entry| entry.hash == *hash)
    }
}

/// How much an entry takes, in bytes: its length, what has a fixed one, the note.
pub(crate) fn size_of_entry(entry: &Entry) -> usize {
    2 + 32 + 3 * 8 + 4 + entry.note.len()
}

#[cfg(test)]
mod tests {
    use super::{Page, size_of_entry};
    use crate::store::Entry;

    fn entry(hash: u8, note: &str) -> Entry {
        let (created_ms, seen_ms, until_ms) = (1_795_393_670_000, 1_795_393_671_234, u64::MAX);
        Entry { hash: [hash; 32], created_ms, seen_ms, until_ms, idle_s: 86_400, note: note.to_owned() }
    }

    #[test]
    fn a_page_is_read_as_it_was_written_and_anything_else_is_none() {
        let page = Page { leaves_ms: 7, entries: vec![entry(1, "Firefox \u{2713}"), entry(2, "")] };
        let bytes = page.to_bytes();
        assert_eq!(Page::parse(&bytes), Some(page.clone()));
        assert_eq!(bytes.len(), 8 + page.size());
        assert_eq!(size_of_entry(&page.entries[1]), page.entries[1].to_bytes().len());
        let first = 8 + size_of_entry(&page.entries[0]);
        for length in (0..bytes.len()).filter(|length| ![8, first].contains(length)) {
            assert_eq!(Page::parse(&bytes[..length]), None, "{length} bytes");
        }
        assert_eq!(Page::parse(&[&bytes[..], &[0, 0]].concat()), None, "an entry without anything");
        let broken = [&page.entries[1].to_bytes()[..], &[0xff]].concat();
        let longer = [&7_u64.to_le_bytes()[..], &[63, 0], &broken[2..]].concat();
        assert_eq!(Page::parse(&longer), None, "a note that is no text");
    }

    #[test]
    fn a_session_stands_there_once() {
        let mut page = Page::default();
        for (hash, note) in [(1, "one"), (2, "two"), (1, "again")] {
            page.put(&entry(hash, note));
        }
        assert_eq!(page.entries, [entry(2, "two"), entry(1, "again")]);
        assert!(page.has(&[1; 32]) && !page.has(&[3; 32]));
        assert_eq!((Page::default().until_ms(), page.until_ms()), (0, u64::MAX));
    }
}
