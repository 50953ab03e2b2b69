//! One step into the external term format: a tag with all that it holds itself, but not what is nested in it.
//!
//! See "External Term Format" in OTP's documentation, and `dec_term` in `erts/emulator/beam/external.c` for what is taken.

use std::borrow::Cow;

use crate::float;
use crate::term::{significant, small};
use crate::term_decode::{BIGNUM, DecodeError, Kind};
use crate::term_opaque;

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

/// A term, or the head of one: the numbers are of the terms that follow.
pub(crate) enum Head<'a> {
    Atom(Cow<'a, str>),
    Int(i64),
    /// Whether it is negative, and its significant magnitude, least significant byte first.
    Big(bool, &'a [u8]),
    Float(f64),
    Binary(&'a [u8]),
    /// Bytes, and how many bits of the last one count (1 to 7). The others may be anything.
    Bits(&'a [u8], u8),
    /// A pid or a reference, as OTP 26 writes it.
    Opaque(Vec<u8>),
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
    pub(crate) fn inside(&self) -> u64 {
        let wide = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        match self {
            Head::List(items) => wide(*items).saturating_add(1),
            Head::Tuple(items) => wide(*items),
            Head::Map(pairs) => wide(*pairs).saturating_mul(2),
            Head::Atom(_)
            | Head::Int(_)
            | Head::Big(..)
            | Head::Float(_)
            | Head::Binary(_)
            | Head::Bits(..)
            | Head::Opaque(_)
            | Head::Nil
            | Head::String(_) => 0,
        }
    }
}

/// The most characters that an atom may have (`MAX_ATOM_CHARACTERS`).
pub(crate) const ATOM_CHARACTERS: usize = 255;

/// Reads one head and leaves the cursor after it.
pub(crate) fn head<'a>(cursor: &mut Cursor<'a>) -> Result<Head<'a>, DecodeError> {
    let start = cursor.clone();
    let malformed = || start.error(Kind::Malformed);
    Ok(match cursor.u8()? {
        tag::SMALL_INTEGER => Head::Int(cursor.u8()?.into()),
        tag::INTEGER => Head::Int(cursor.array().map(i32::from_be_bytes)?.into()),
        tag::SMALL_BIG => {
            let length = cursor.u8()?.into();
            integer(cursor, length)?
        }
        tag::LARGE_BIG => {
            let length = cursor.u32()?;
            integer(cursor, length)?
        }
        tag::NEW_FLOAT => {
            let float = cursor.array().map(f64::from_be_bytes)?;
            if !float.is_finite() {
                return Err(malformed());
            }
            Head::Float(float)
        }
        tag::FLOAT => Head::Float(float::parse_ext(cursor.take(31)?).ok_or_else(malformed)?),
        tag @ (tag::ATOM | tag::SMALL_ATOM | tag::ATOM_UTF8 | tag::SMALL_ATOM_UTF8) => Head::Atom(atom(cursor, tag)?),
        tag::BINARY => {
            let length = cursor.u32()?;
            Head::Binary(cursor.take(length)?)
        }
        tag::BIT_BINARY => {
            let (length, bits) = (cursor.u32()?, cursor.u8()?);
            let bytes = cursor.take(length)?;
            match bits {
                0 if length == 0 => Head::Binary(bytes),
                8 if length > 0 => Head::Binary(bytes),
                1..8 if length > 0 => Head::Bits(bytes, bits),
                _ => return Err(malformed()),
            }
        }
        tag::NIL => Head::Nil,
        tag::STRING => match cursor.u16()? {
            0 => Head::Nil,
            length => Head::String(cursor.take(length)?),
        },
        tag::LIST => Head::List(cursor.u32()?),
        tag::SMALL_TUPLE => Head::Tuple(cursor.u8()?.into()),
        tag::LARGE_TUPLE => Head::Tuple(cursor.u32()?),
        tag::MAP => Head::Map(cursor.u32()?),
        tag @ (tag::NEW_PID | tag::PID | tag::NEWER_REFERENCE | tag::NEW_REFERENCE | tag::REFERENCE) => {
            Head::Opaque(term_opaque::read(cursor, tag)?)
        }
        tag::NEW_FUN | tag::EXPORT | tag::NEW_PORT | tag::V4_PORT | tag::PORT => {
            return Err(start.error(Kind::Executable));
        }
        // FUN_EXT (117) too: OTP 23 and later do not know it. And 73, 75 and 82, which name atoms by a node's own numbers.
        _ => return Err(malformed()),
    })
}

/// A bignum from its sign on. Any sign but 0 is a minus, and leading zeros are none of the value.
fn integer<'a>(cursor: &mut Cursor<'a>, length: usize) -> Result<Head<'a>, DecodeError> {
    let start = cursor.clone();
    let negative = cursor.u8()? != 0;
    let magnitude = significant(cursor.take(length)?);
    if magnitude.len() > BIGNUM {
        return Err(start.error(Kind::Bignum));
    }
    Ok(small(negative, magnitude).map_or(Head::Big(negative, magnitude), Head::Int))
}

/// An atom from its length on: Latin-1 or UTF-8, at most 255 characters.
pub(crate) fn atom<'a>(cursor: &mut Cursor<'a>, tag: u8) -> Result<Cow<'a, str>, DecodeError> {
    let start = cursor.clone();
    let length = match tag {
        tag::SMALL_ATOM | tag::SMALL_ATOM_UTF8 => cursor.u8()?.into(),
        _ => cursor.u16()?,
    };
    let bytes = cursor.take(length)?;
    let name = match tag {
        tag::ATOM_UTF8 | tag::SMALL_ATOM_UTF8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        tag::ATOM | tag::SMALL_ATOM if bytes.is_ascii() => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        tag::ATOM | tag::SMALL_ATOM => Some(Cow::Owned(bytes.iter().copied().map(char::from).collect())),
        _ => None,
    };
    let name = name.filter(|name| name.len() <= ATOM_CHARACTERS || name.chars().count() <= ATOM_CHARACTERS);
    name.ok_or_else(|| start.error(Kind::Malformed))
}

/// A place in some bytes. What is asked for beyond their end is an error at the place where it was asked for.
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

    pub(crate) const fn error(&self, kind: Kind) -> DecodeError {
        DecodeError::new(kind, self.at)
    }

    /// All the bytes, also those before this place.
    pub(crate) const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// How many bytes are left.
    pub(crate) const fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// The bytes from `start` up to here.
    pub(crate) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let taken =
            self.bytes.get(self.at..).and_then(|rest| rest.get(..count)).ok_or_else(|| self.error(Kind::Malformed))?;
        self.at += count;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let malformed = self.error(Kind::Malformed);
        self.take(N)?.try_into().map_err(|_| malformed)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, DecodeError> {
        self.array().map(u8::from_be_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<usize, DecodeError> {
        self.array().map(|bytes| usize::from(u16::from_be_bytes(bytes)))
    }

    /// A length. One that no memory could hold becomes the greatest there is, which no input has left.
    pub(crate) fn u32(&mut self) -> Result<usize, DecodeError> {
        self.array().map(|bytes| usize::try_from(u32::from_be_bytes(bytes)).unwrap_or(usize::MAX))
    }
}
