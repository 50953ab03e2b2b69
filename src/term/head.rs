//! One step into the external term format: a tag with all that it holds itself, but not what is nested in it.
//!
//! See "External Term Format" in OTP's documentation, and `dec_term` in `erts/emulator/beam/external.c` for what is taken.

use crate::term::atom::Name;
use crate::term::decode::{BIGNUM, Kind};
use crate::term::float;
use crate::term::opaque::Opaque;
use crate::term::significant;

/// The tags that are read or written here.
pub(crate) mod tag {
    pub(crate) const NEW_FLOAT: u8 = 70;
    pub(crate) const BIT_BINARY: u8 = 77;
    pub(crate) const COMPRESSED: u8 = 80;
    pub(crate) const NEW_PID: u8 = 88;
    pub(crate) const NEW_PORT: u8 = 89;
    pub(crate) const NEWER_REFERENCE: u8 = 90;
    pub(crate) const SMALL_INTEGER: u8 = 97;
    pub(crate) const INTEGER: u8 = 98;
    pub(crate) const FLOAT: u8 = 99;
    pub(crate) const ATOM: u8 = 100;
    pub(crate) const REFERENCE: u8 = 101;
    pub(crate) const PORT: u8 = 102;
    pub(crate) const PID: u8 = 103;
    pub(crate) const SMALL_TUPLE: u8 = 104;
    pub(crate) const LARGE_TUPLE: u8 = 105;
    pub(crate) const NIL: u8 = 106;
    pub(crate) const STRING: u8 = 107;
    pub(crate) const LIST: u8 = 108;
    pub(crate) const BINARY: u8 = 109;
    pub(crate) const SMALL_BIG: u8 = 110;
    pub(crate) const LARGE_BIG: u8 = 111;
    pub(crate) const NEW_FUN: u8 = 112;
    pub(crate) const EXPORT: u8 = 113;
    pub(crate) const NEW_REFERENCE: u8 = 114;
    pub(crate) const SMALL_ATOM: u8 = 115;
    pub(crate) const MAP: u8 = 116;
    pub(crate) const ATOM_UTF8: u8 = 118;
    pub(crate) const SMALL_ATOM_UTF8: u8 = 119;
    pub(crate) const V4_PORT: u8 = 120;
    pub(crate) const VERSION: u8 = 131;
}

/// A term, or the head of one: the numbers are of the terms that follow. What is in it is as it was found; [`Head::check`]
/// tells whether it may be there.
pub(crate) enum Head<'a> {
    Int(i64),
    /// Whether it is negative, and its significant magnitude, least significant byte first. It may fit an `i64`.
    Big(bool, &'a [u8]),
    Float(f64),
    Atom(Name<'a>),
    Binary(&'a [u8]),
    /// Bytes, and how many bits of the last one count (1 to 7). The others may be anything.
    Bits(&'a [u8], u8),
    /// A pid or a reference, from its tag on.
    Opaque(&'a [u8]),
    Nil,
    /// A proper list of small integers, as bytes; at least one.
    String(&'a [u8]),
    /// Items; after them comes the tail. Without items, the tail stands for the whole.
    List(usize),
    Tuple(usize),
    /// Pairs.
    Map(usize),
}

impl Head<'_> {
    /// How many terms follow that are part of this one.
    pub(crate) fn inside(&self) -> usize {
        match self {
            Head::List(items) => items.saturating_add(1),
            Head::Tuple(items) => *items,
            Head::Map(pairs) => pairs.saturating_mul(2),
            Head::Int(_)
            | Head::Big(..)
            | Head::Float(_)
            | Head::Atom(_)
            | Head::Binary(_)
            | Head::Bits(..)
            | Head::Opaque(_)
            | Head::Nil
            | Head::String(_) => 0,
        }
    }

    /// Refuses what no term has in it, whatever its shape.
    pub(crate) fn check(&self) -> Result<(), Kind> {
        let is_good = match self {
            Head::Big(_, magnitude) if magnitude.len() > BIGNUM => return Err(Kind::Bignum),
            Head::Float(float) => float.is_finite(),
            Head::Atom(name) => name.is_good(),
            Head::Opaque(opaque) => Opaque::read(opaque).is_some_and(|opaque| opaque.is_good()),
            Head::Int(_)
            | Head::Big(..)
            | Head::Binary(_)
            | Head::Bits(..)
            | Head::Nil
            | Head::String(_)
            | Head::List(_)
            | Head::Tuple(_)
            | Head::Map(_) => true,
        };
        if is_good { Ok(()) } else { Err(Kind::Malformed) }
    }
}

/// Reads one head and leaves the cursor after it; after an error, anywhere.
pub(crate) fn head<'a>(cursor: &mut Cursor<'a>) -> Result<Head<'a>, Kind> {
    let tag = cursor.u8().ok_or(Kind::Malformed)?;
    if matches!(tag, tag::NEW_FUN | tag::EXPORT | tag::NEW_PORT | tag::V4_PORT | tag::PORT) {
        return Err(Kind::Executable);
    }
    after_tag(cursor, tag).ok_or(Kind::Malformed)
}

fn after_tag<'a>(cursor: &mut Cursor<'a>, tag: u8) -> Option<Head<'a>> {
    Some(match tag {
        tag::SMALL_INTEGER => Head::Int(cursor.u8()?.into()),
        tag::INTEGER => Head::Int(cursor.array().map(i32::from_be_bytes)?.into()),
        tag::SMALL_BIG => big(cursor, 1)?,
        tag::LARGE_BIG => big(cursor, 4)?,
        tag::NEW_FLOAT => Head::Float(cursor.array().map(f64::from_be_bytes)?),
        // What is no number is none.
        tag::FLOAT => Head::Float(float::parse_ext(cursor.take(31)?).unwrap_or(f64::NAN)),
        tag::ATOM | tag::SMALL_ATOM | tag::ATOM_UTF8 | tag::SMALL_ATOM_UTF8 => {
            Head::Atom(Name::after_tag(cursor, tag)?)
        }
        tag::BINARY => Head::Binary(cursor.counted(4)?),
        tag::BIT_BINARY => {
            let (length, bits) = (cursor.number(4)?, cursor.u8()?);
            let bytes = cursor.take(length)?;
            match bits {
                0 if length == 0 => Head::Binary(bytes),
                8 if length > 0 => Head::Binary(bytes),
                1..8 if length > 0 => Head::Bits(bytes, bits),
                _ => return None,
            }
        }
        tag::NIL => Head::Nil,
        tag::STRING => match cursor.counted(2)? {
            [] => Head::Nil,
            bytes => Head::String(bytes),
        },
        tag::LIST => Head::List(cursor.number(4)?),
        tag::SMALL_TUPLE => Head::Tuple(cursor.number(1)?),
        tag::LARGE_TUPLE => Head::Tuple(cursor.number(4)?),
        tag::MAP => Head::Map(cursor.number(4)?),
        tag::NEW_PID | tag::PID | tag::NEWER_REFERENCE | tag::NEW_REFERENCE | tag::REFERENCE => {
            let start = cursor.at() - 1;
            Opaque::after_tag(cursor, tag)?;
            Head::Opaque(cursor.since(start))
        }
        // FUN_EXT (117) too: OTP 23 and later do not know it. And 73, 75 and 82, which name atoms by a node's own numbers.
        _ => return None,
    })
}

/// A bignum whose length has so many bytes. Any sign but 0 is a minus, and leading zeros are none of the value.
fn big<'a>(cursor: &mut Cursor<'a>, width: usize) -> Option<Head<'a>> {
    let length = cursor.number(width)?;
    let is_negative = cursor.u8()? != 0;
    let magnitude = significant(cursor.take(length)?);
    Some(Head::Big(is_negative && !magnitude.is_empty(), magnitude))
}

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
