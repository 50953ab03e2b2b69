//! Pieces of the external term format, written.

use crate::term::integer::small;
use crate::term::tag;

/// A tag and a length of four bytes.
pub(crate) fn put_counted(tag: u8, count: usize, out: &mut Vec<u8>) {
    let [a, b, c, d] = u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes();
    out.extend_from_slice(&[tag, a, b, c, d]);
}

/// Sets the length of what [`put_counted`] began at `start`.
pub(crate) fn set_count(start: usize, count: usize, out: &mut [u8]) {
    if let Some(field) = out.get_mut(start + 1..).and_then(<[u8]>::first_chunk_mut) {
        *field = u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes();
    }
}

/// A tag with a length of four bytes, and so many bytes.
pub(crate) fn put_binary(bytes: &[u8], out: &mut Vec<u8>) {
    put_counted(tag::BINARY, bytes.len(), out);
    out.extend_from_slice(bytes);
}

/// A list of at most 65,535 small integers.
pub(crate) fn put_string(bytes: &[u8], out: &mut Vec<u8>) {
    let [high, low] = u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes();
    out.extend_from_slice(&[tag::STRING, high, low]);
    out.extend_from_slice(bytes);
}

pub(crate) fn put_float(float: f64, out: &mut Vec<u8>) {
    out.extend_from_slice(&[tag::NEW_FLOAT]);
    out.extend_from_slice(&float.to_be_bytes());
}

/// An integer of this significant magnitude, least significant byte first.
pub(crate) fn put_integer(is_negative: bool, magnitude: &[u8], out: &mut Vec<u8>) {
    let int = small(is_negative, magnitude).and_then(|int| i32::try_from(int).ok());
    if let Some(int) = int {
        let [a, b, c, d] = int.to_be_bytes();
        if let [0, 0, 0] = [a, b, c] {
            out.extend_from_slice(&[tag::SMALL_INTEGER, d]);
        } else {
            out.extend_from_slice(&[tag::INTEGER, a, b, c, d]);
        }
        return;
    }
    match u8::try_from(magnitude.len()) {
        Ok(length) => out.extend_from_slice(&[tag::SMALL_BIG, length]),
        Err(_) => put_counted(tag::LARGE_BIG, magnitude.len(), out),
    }
    out.extend_from_slice(&[u8::from(is_negative)]);
    out.extend_from_slice(magnitude);
}

/// Takes the last ones off.
pub(crate) fn take_last(count: usize, from: &mut Vec<usize>) -> Vec<usize> {
    let first = from.len().saturating_sub(count);
    let last = from.get(first..).unwrap_or_default().to_vec();
    from.truncate(first);
    last
}
