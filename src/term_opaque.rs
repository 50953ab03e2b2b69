//! Pids and references: read in all their forms, kept in one, written with the atoms of the OTP that is to read them.
//!
//! The one form is the newest: `NEW_PID_EXT` (88), a node's atom, number, serial, creation; `NEWER_REFERENCE_EXT` (90), a count
//! of words, a node's atom, creation, words. It is what OTP 26 writes.

use crate::term_decode::{DecodeError, Kind};
use crate::term_encode::{self, Otp};
use crate::term_head::{self, Cursor, tag};

/// Words of a reference at most (`ERTS_MAX_REF_NUMBERS`).
const MAX_WORDS: usize = 5;
/// Words of a reference of the node itself (`ERTS_REF_NUMBERS`).
const LOCAL_WORDS: usize = 3;
/// The node of a VM that is not distributed; its creation is 0.
const LOCAL_NODE: &str = "nonode@nohost";
/// The old forms have 18 bits for the first word of a reference, and so have the node's own.
const MAX_FIRST_WORD: u32 = 1 << 18;
/// The node's own pids have 28 bits for the number.
const MAX_LOCAL_NUMBER: u32 = (1 << 28) - 1;

/// Reads a pid or a reference from after its tag on.
pub(crate) fn read(cursor: &mut Cursor<'_>, tag: u8) -> Result<Vec<u8>, DecodeError> {
    if matches!(tag, tag::PID | tag::NEW_PID) { pid(cursor, tag) } else { reference(cursor, tag) }
}

fn pid(cursor: &mut Cursor<'_>, tag: u8) -> Result<Vec<u8>, DecodeError> {
    let start = cursor.clone();
    let node = node(cursor)?;
    let (number, serial) = (cursor.array()?, cursor.array()?);
    let creation = creation(cursor, tag == tag::PID)?;
    if is_local(&node, creation) && u32::from_be_bytes(number) > MAX_LOCAL_NUMBER {
        return Err(start.error(Kind::Malformed));
    }
    let mut bytes = vec![tag::NEW_PID];
    term_encode::put_atom(&node, Otp::Otp26, &mut bytes);
    for field in [number, serial, creation] {
        bytes.extend_from_slice(&field);
    }
    Ok(bytes)
}

fn reference(cursor: &mut Cursor<'_>, tag: u8) -> Result<Vec<u8>, DecodeError> {
    let start = cursor.clone();
    let malformed = start.error(Kind::Malformed);
    let count = if tag == tag::REFERENCE { 1 } else { cursor.u16()? };
    let node = node(cursor)?;
    let old = tag != tag::NEWER_REFERENCE;
    // In the oldest form the one word stands before the creation.
    let first = if tag == tag::REFERENCE { Some(cursor.array::<4>()?) } else { None };
    let creation = creation(cursor, old)?;
    let words = match first {
        Some(_) => cursor.since(cursor.at() - 5).get(..4).unwrap_or_default(),
        None => cursor.take(count.min(MAX_WORDS + 1) * 4)?,
    };
    let local = is_local(&node, creation);
    let first = words.get(..4).and_then(|word| word.try_into().ok()).map(u32::from_be_bytes);
    let (Some(first), true) = (first, count <= MAX_WORDS) else {
        return Err(malformed);
    };
    if (old || local) && first >= MAX_FIRST_WORD {
        return Err(malformed);
    }
    let kept = if local { LOCAL_WORDS } else { count };
    let mut bytes = vec![tag::NEWER_REFERENCE, 0, u8::try_from(kept).unwrap_or_default()];
    term_encode::put_atom(&node, Otp::Otp26, &mut bytes);
    bytes.extend_from_slice(&creation);
    let end = bytes.len() + kept * 4;
    bytes.extend_from_slice(words);
    bytes.resize(end, 0);
    Ok(bytes)
}

fn node<'a>(cursor: &mut Cursor<'a>) -> Result<std::borrow::Cow<'a, str>, DecodeError> {
    let tag = cursor.u8()?;
    term_head::atom(cursor, tag)
}

/// A creation: one byte of at most 3 in the old forms, four bytes in the new ones.
fn creation(cursor: &mut Cursor<'_>, old: bool) -> Result<[u8; 4], DecodeError> {
    if !old {
        return cursor.array();
    }
    let start = cursor.clone();
    match cursor.u8()? {
        tiny @ 0..4 => Ok([0, 0, 0, tiny]),
        _ => Err(start.error(Kind::Malformed)),
    }
}

fn is_local(node: &str, creation: [u8; 4]) -> bool {
    node == LOCAL_NODE && creation == [0; 4]
}

/// Writes what [`read`] gave. Nothing if the bytes are something else.
pub(crate) fn write(opaque: &[u8], otp: Otp, out: &mut Vec<u8>) -> Option<()> {
    let mut cursor = Cursor::new(opaque, 0);
    let tag = cursor.u8().ok()?;
    let head = match tag {
        tag::NEW_PID => 1,
        tag::NEWER_REFERENCE => 3,
        _ => return None,
    };
    // What `read` takes and gives back as it is, to the last byte, is its own.
    if read(&mut cursor, tag).ok()? != opaque {
        return None;
    }
    let mut cursor = Cursor::new(opaque, head);
    let node = node(&mut cursor).ok()?;
    out.extend_from_slice(opaque.get(..head)?);
    term_encode::put_atom(&node, otp, out);
    out.extend_from_slice(opaque.get(cursor.at()..)?);
    Some(())
}
