//! One step into the external term format: a tag with all that it holds itself, but not what is nested in it.
//!
//! See "External Term Format" in OTP's documentation, and `dec_term` in `erts/emulator/beam/external.c` for what is taken.

use crate::term::atom::Name;
use crate::term::bounds::{BIGNUM, Kind};
use crate::term::cursor::Cursor;
use crate::term::float;
use crate::term::integer::significant;
use crate::term::opaque::Opaque;
use crate::term::tag;

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
