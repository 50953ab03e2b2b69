//! A place in a term's bytes.

use crate::term::tag;

/// A place in some bytes. Nothing is to be had beyond their end.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    pub(crate) const fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// The bytes from `start` up to here.
    pub(crate) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..)?.get(..count)?;
        self.at += count;
        Some(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// A number of up to four bytes.
    pub(crate) fn number(&mut self, width: usize) -> Option<usize> {
        Some(self.take(width)?.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    }

    /// Steps over a term with nothing in it that is easily seen to be good: a binary, an integer of up to 32 bits, an atom in ASCII.
    /// Most terms are. False, and still there, at any other, and where fewer than `after` bytes would be left.
    pub(crate) fn leaf(&mut self, after: usize) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = match rest {
            [tag::BINARY, a, b, c, d, ..] => (u32::from_be_bytes([*a, *b, *c, *d]) as usize).saturating_add(5),
            [tag::SMALL_INTEGER, ..] => 2,
            [tag::INTEGER, ..] => 5,
            [tag::SMALL_ATOM_UTF8, length, name @ ..] => match name.get(..usize::from(*length)) {
                Some(name) if name.is_ascii() => name.len() + 2,
                _ => return false,
            },
            _ => return false,
        };
        let is_whole = length.saturating_add(after) <= rest.len();
        if is_whole {
            self.at += length;
        }
        is_whole
    }

    /// Bytes, after their number.
    pub(crate) fn counted(&mut self, width: usize) -> Option<&'a [u8]> {
        let count = self.number(width)?;
        self.take(count)
    }
}
