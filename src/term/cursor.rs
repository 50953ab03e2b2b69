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

    /// The next byte, which stays the next.
    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The bytes from here on.
    pub(crate) fn rest(&self) -> Option<&'a [u8]> {
        self.bytes.get(self.at..)
    }

    /// The same bytes from another place on.
    pub(crate) const fn from(&self, at: usize) -> Self {
        Self { bytes: self.bytes, at }
    }

    /// Steps over just these bytes, if they are next.
    #[inline]
    pub(crate) fn exactly(&mut self, bytes: &[u8]) -> bool {
        let is_next = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(bytes));
        if is_next {
            self.at += bytes.len();
        }
        is_next
    }

    /// Steps over a binary, or an atom as OTP 26 writes it, if that is next: its text, and whether it is an atom.
    #[inline]
    pub(crate) fn text(&mut self) -> Option<(&'a [u8], bool)> {
        let rest = self.bytes.get(self.at..)?;
        let (before, length, is_atom) = match rest {
            [tag::BINARY, a, b, c, d, ..] => (5, u32::from_be_bytes([*a, *b, *c, *d]) as usize, false),
            [tag::SMALL_ATOM_UTF8, length, ..] => (2, usize::from(*length), true),
            _ => return None,
        };
        let text = rest.get(before..)?.get(..length)?;
        self.at += before + length;
        Some((text, is_atom))
    }

    /// Steps over an integer of up to 32 bits, if that is next.
    #[inline]
    pub(crate) fn int(&mut self) -> Option<i32> {
        let (int, length) = match self.bytes.get(self.at..)? {
            [tag::SMALL_INTEGER, int, ..] => (i32::from(*int), 2),
            [tag::INTEGER, a, b, c, d, ..] => (i32::from_be_bytes([*a, *b, *c, *d]), 5),
            _ => return None,
        };
        self.at += length;
        Some(int)
    }

    /// Steps over a float of eight bytes, if that is next.
    #[inline]
    pub(crate) fn float(&mut self) -> Option<f64> {
        let [tag::NEW_FLOAT, rest @ ..] = self.bytes.get(self.at..)? else {
            return None;
        };
        let float = f64::from_be_bytes(*rest.first_chunk()?);
        self.at += 9;
        Some(float)
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
