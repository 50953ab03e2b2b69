//! Pids and references: read in all their forms, kept in one, written with the atoms of the OTP that is to read them.
//!
//! The one form is the newest: `NEW_PID_EXT` (88), a node's atom, number, serial, creation; `NEWER_REFERENCE_EXT` (90), a count
//! of words, a node's atom, creation, words. It is what OTP 26 writes.

use crate::term::atom::Name;
use crate::term::cursor::Cursor;
use crate::term::otp::Otp;
use crate::term::tag;

/// Words of a reference at most (`ERTS_MAX_REF_NUMBERS`).
const MAX_WORDS: usize = 5;
/// Words of a reference of the node itself (`ERTS_REF_NUMBERS`).
const LOCAL_WORDS: usize = 3;
/// The node of a VM that is not distributed; its creation is 0.
const LOCAL_NODE: &[u8] = b"nonode@nohost";
/// The old forms have 18 bits for the first word of a reference, and so have the node's own.
const MAX_FIRST_WORD: u32 = 1 << 18;
/// The node's own pids have 28 bits for the number.
const MAX_LOCAL_NUMBER: u32 = (1 << 28) - 1;

/// A pid or a reference, its fields in whatever form.
pub(crate) struct Opaque<'a> {
    pub(crate) is_pid: bool,
    node: Name<'a>,
    /// One byte in the old forms, four in the new ones.
    creation: &'a [u8],
    /// A pid's number and serial, or a reference's words, of four bytes each.
    words: &'a [u8],
}

impl<'a> Opaque<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes, 0);
        let tag = cursor.u8()?;
        Self::after_tag(&mut cursor, tag)
    }

    /// Reads one from after its tag on.
    pub(crate) fn after_tag(cursor: &mut Cursor<'a>, tag: u8) -> Option<Self> {
        let is_pid = matches!(tag, tag::PID | tag::NEW_PID);
        let count = match tag {
            tag::PID | tag::NEW_PID => 2,
            tag::REFERENCE => 1,
            _ => cursor.number(2)?,
        };
        let node_tag = cursor.u8()?;
        let node = Name::after_tag(cursor, node_tag)?;
        let creation = if matches!(tag, tag::NEW_PID | tag::NEWER_REFERENCE) { 4 } else { 1 };
        // Only the newer references have the creation first.
        let (creation, words) = if matches!(tag, tag::NEW_REFERENCE | tag::NEWER_REFERENCE) {
            (cursor.take(creation)?, cursor.take(4 * count)?)
        } else {
            let words = cursor.take(4 * count)?;
            (cursor.take(creation)?, words)
        };
        Some(Self { is_pid, node, creation, words })
    }

    /// Whether it is one that there may be.
    pub(crate) fn is_good(&self) -> bool {
        let Some(first) = self.words.first_chunk().map(|word| u32::from_be_bytes(*word)) else {
            return false;
        };
        let is_old = matches!(self.creation, [_]);
        let is_good = if self.is_pid {
            !self.is_local() || first <= MAX_LOCAL_NUMBER
        } else {
            self.words.len() <= 4 * MAX_WORDS && (first < MAX_FIRST_WORD || !is_old && !self.is_local())
        };
        is_good && self.node.is_good() && !matches!(self.creation, [4..=255])
    }

    fn is_local(&self) -> bool {
        *self.node.utf8() == *LOCAL_NODE && matches!(self.creation, [0] | [0, 0, 0, 0])
    }

    /// Its own fields in the order in which terms are compared: of a pid number, serial, node and creation; of a reference node,
    /// creation and the words, the last one first.
    pub(crate) fn put_code(&self, out: &mut Vec<u8>, put_name: fn(&[u8], &mut Vec<u8>)) {
        if self.is_pid {
            out.extend_from_slice(self.words);
        }
        put_name(&self.node.utf8(), out);
        self.put_creation(out);
        if !self.is_pid {
            // A byte before each word, so that fewer words come before more.
            for word in self.padded_words().as_chunks::<4>().0.iter().rev() {
                out.push(1);
                out.extend_from_slice(word);
            }
            out.push(0);
        }
    }

    /// Writes it as that OTP does.
    pub(crate) fn write(&self, otp: Otp, out: &mut Vec<u8>) {
        let words = self.padded_words();
        if self.is_pid {
            out.push(tag::NEW_PID);
            self.node.write(otp, out);
            out.extend_from_slice(&words);
            self.put_creation(out);
        } else {
            out.extend_from_slice(&[tag::NEWER_REFERENCE, 0, u8::try_from(words.len() / 4).unwrap_or_default()]);
            self.node.write(otp, out);
            self.put_creation(out);
            out.extend_from_slice(&words);
        }
    }

    fn put_creation(&self, out: &mut Vec<u8>) {
        if matches!(self.creation, [_]) {
            out.extend_from_slice(&[0; 3]);
        }
        out.extend_from_slice(self.creation);
    }

    /// The words; of a reference of the node itself always three.
    fn padded_words(&self) -> Vec<u8> {
        let mut words = self.words.to_vec();
        if !self.is_pid && self.is_local() {
            words.resize(4 * LOCAL_WORDS, 0);
        }
        words
    }
}

/// Writes the pid or the reference that these bytes are.
pub(crate) fn put_opaque(bytes: &[u8], otp: Otp, out: &mut Vec<u8>) {
    if let Some(opaque) = Opaque::read(bytes) {
        opaque.write(otp, out);
    }
}
