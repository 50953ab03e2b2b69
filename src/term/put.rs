//! Pieces of the external term format, written.
//!
//! What is written goes through [`put`], a call: in place, each of some hundred times would take as much room as it.

use crate::term::integer::small;
use crate::term::tag;

#[inline(never)]
pub(crate) fn put(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(bytes);
}

/// A tag and a length of four bytes.
#[inline(never)]
pub(crate) fn put_counted(tag: u8, count: usize, out: &mut Vec<u8>) {
    let [a, b, c, d] = u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes();
    put(&[tag, a, b, c, d], out);
}

/// Sets the length of what [`put_counted`] began at `start`.
#[inline(never)]
pub(crate) fn set_count(start: usize, count: usize, out: &mut [u8]) {
    if let Some(field) = out.get_mut(start + 1..).and_then(<[u8]>::first_chunk_mut) {
        *field = u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes();
    }
}

/// A tag with a length of four bytes, and so many bytes.
#[inline(never)]
pub(crate) fn put_binary(bytes: &[u8], out: &mut Vec<u8>) {
    put_counted(tag::BINARY, bytes.len(), out);
    put(bytes, out);
}

/// A list of at most 65,535 small integers.
#[inline(never)]
pub(crate) fn put_string(bytes: &[u8], out: &mut Vec<u8>) {
    let [high, low] = u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes();
    put(&[tag::STRING, high, low], out);
    put(bytes, out);
}

#[inline(never)]
pub(crate) fn put_float(float: f64, out: &mut Vec<u8>) {
    put(&[tag::NEW_FLOAT], out);
    put(&float.to_be_bytes(), out);
}

/// An integer of this significant magnitude, least significant byte first.
#[inline(never)]
pub(crate) fn put_integer(is_negative: bool, magnitude: &[u8], out: &mut Vec<u8>) {
    let int = small(is_negative, magnitude).and_then(|int| i32::try_from(int).ok());
    if let Some(int) = int {
        let [a, b, c, d] = int.to_be_bytes();
        if let [0, 0, 0] = [a, b, c] {
            put(&[tag::SMALL_INTEGER, d], out);
        } else {
            put(&[tag::INTEGER, a, b, c, d], out);
        }
        return;
    }
    match u8::try_from(magnitude.len()) {
        Ok(length) => put(&[tag::SMALL_BIG, length], out),
        Err(_) => put_counted(tag::LARGE_BIG, magnitude.len(), out),
    }
    put(&[u8::from(is_negative)], out);
    put(magnitude, out);
}

/// Takes the last ones off.
#[inline(never)]
pub(crate) fn take_last(count: usize, from: &mut Vec<usize>) -> Vec<usize> {
    let first = from.len().saturating_sub(count);
    let last = from.get(first..).unwrap_or_default().to_vec();
    from.truncate(first);
    last
}
