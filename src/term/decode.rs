//! Erlang's external term format, read: `Plug.Crypto.non_executable_binary_to_term/2` without the `:safe` option.
//!
//! See "External Term Format" in OTP's documentation. All of it but functions, ports and what only the node that wrote it can
//! read, within [`DEPTH`], [`NODES`], [`INFLATED`] and [`BIGNUM`]. Bytes after the term are ignored, as in OTP.
//!
//! ```
//! use waxseal::term::{Term, decode};
//!
//! // {:ok, %{"user" => 7}}
//! let bytes = b"\x83h\x02w\x02okt\0\0\0\x01m\0\0\0\x04usera\x07";
//! let user = Term::Map(vec![(Term::Binary(b"user".to_vec()), Term::Int(7))]);
//! assert_eq!(decode::decode(bytes)?, Term::Tuple(vec![Term::Atom("ok".to_owned()), user]));
//!
//! let map = [&b"\x83"[..], &bytes[7..]].concat();
//! let map = decode::check(&map)?;
//! assert_eq!(decode::entries(&map).next(), Some((&b"m\0\0\0\x04user"[..], &b"a\x07"[..])));
//! # Ok::<(), waxseal::term::decode::DecodeError>(())
//! ```

use std::borrow::Cow;

use crate::term::Term;
pub use crate::term::bounds::{BIGNUM, DEPTH, DecodeError, INFLATED, NODES};
use crate::term::bounds::{KEY_BYTES, Kind};
use crate::term::build::build;
use crate::term::cursor::Cursor;
use crate::term::head::{Head, head};
use crate::term::inflate::inflate;
use crate::term::keys::{are_distinct, in_order};
use crate::term::otp::Otp;
use crate::term::tag;
use crate::term::walk::{Container, Place, Step, Walk};

/// Reads one term with its version byte, compressed or not.
///
/// # Errors
///
/// Bytes that are not a term, a function or a port anywhere in it, or a term over our bounds.
pub fn decode(bytes: &[u8]) -> Result<Term, DecodeError> {
    build(&check(bytes)?, 1).ok_or(DecodeError::new(Kind::Malformed, 0))
}

/// Checks a term as a whole and builds nothing. Gives its bytes with the version byte, just as they came but not compressed,
/// without what follows them, and without lists before them that have no items: such a list is its tail.
///
/// # Errors
///
/// As [`decode`].
pub fn check(bytes: &[u8]) -> Result<Cow<'_, [u8]>, DecodeError> {
    check_for(bytes, None).map(|(term, _)| term)
}

/// As [`check`], and whether a map in it may have a key, by the beginning of its term: of a map without it, it is known at no cost.
pub(crate) fn check_for<'a>(bytes: &'a [u8], key: Option<&[u8]>) -> Result<(Cow<'a, [u8]>, bool), DecodeError> {
    let mut bytes = unfold(bytes)?;
    let (end, is_there) = check_from(&bytes, 1, key)?;
    match &mut bytes {
        Cow::Borrowed(bytes) => *bytes = bytes.get(..end).unwrap_or_default(),
        Cow::Owned(bytes) => bytes.truncate(end),
    }
    Ok((bytes, is_there))
}

/// Checks one term without a version byte.
pub(crate) fn check_value(term: &[u8]) -> Result<(), DecodeError> {
    check_from(term, 0, None).map(drop)
}

/// Checks the term at `at` and gives where it ends, and whether a map in it may have the key.
fn check_from(bytes: &[u8], at: usize, key: Option<&[u8]>) -> Result<(usize, bool), DecodeError> {
    let mut is_there = false;
    let mut walk = Walk::new(bytes, at, NODES);
    // Where the keys begin, of all the maps that are open.
    let mut keys = Vec::new();
    let mut key_bytes = KEY_BYTES;
    loop {
        walk.leaves(|place, start| {
            if place == Place::Key {
                keys.push(start);
            }
        });
        match walk.next()? {
            None => return Ok((walk.at(), is_there)),
            Some(Step::Term(place, head)) => {
                head.check().map_err(|kind| DecodeError::new(kind, walk.start()))?;
                if place == Place::Key {
                    keys.push(walk.start());
                }
            }
            Some(Step::End(frame)) if frame.container == Container::Map => {
                let first = keys.len() - frame.count / 2;
                let map = keys.get(first..).unwrap_or_default();
                if map.len() > 1 && !are_distinct(bytes, map) {
                    let kind = match in_order(bytes, map, Otp::Otp26, &mut key_bytes) {
                        None => Some(Kind::Keys),
                        Some(ordered) => ordered.has_twice.then_some(Kind::Malformed),
                    };
                    if let Some(kind) = kind {
                        return Err(DecodeError::new(kind, walk.at()));
                    }
                }
                is_there |= key.is_some_and(|key| map.iter().any(|at| starts_at(bytes, *at, key)));
                keys.truncate(first);
            }
            Some(Step::End(_)) => {}
        }
    }
}

fn starts_at(bytes: &[u8], at: usize, part: &[u8]) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(part))
}

/// The pairs of a map that [`check`] gave: each key and each value as one term without a version byte.
///
/// Of anything else: none, or those before the fault.
pub fn entries(map: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    pairs(map.strip_prefix(&[tag::VERSION]).unwrap_or_default())
}

/// What begins with the value of the first key that `is_wanted`, up to the end of the map.
pub(crate) fn from_value(map: &[u8], is_wanted: impl Fn(&[u8]) -> bool) -> Option<&[u8]> {
    let mut cursor = Cursor::new(map.strip_prefix(&[tag::VERSION])?, 0);
    let Ok(Head::Map(pairs)) = head(&mut cursor) else { return None };
    for _ in 0..pairs {
        if is_wanted(skip(&mut cursor)?) {
            return cursor.rest();
        }
        skip(&mut cursor)?;
    }
    None
}

/// The same of a map that has no version byte either.
pub(crate) fn pairs(map: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut cursor = Cursor::new(map, 0);
    let mut left = if let Ok(Head::Map(pairs)) = head(&mut cursor) { pairs } else { 0 };
    std::iter::from_fn(move || {
        left = left.checked_sub(1)?;
        Some((skip(&mut cursor)?, skip(&mut cursor)?))
    })
}

/// The bytes of the next term, which is stepped over.
pub(crate) fn skip<'a>(cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
    let start = cursor.at();
    let mut owed: usize = 1;
    while owed > 0 {
        owed -= 1;
        if !cursor.leaf(owed) {
            owed = owed.saturating_add(head(cursor).ok()?.inside());
        }
    }
    Some(cursor.since(start))
}

/// The bytes with their version byte, not compressed, and without [empty lists](past_empty_lists) before the term.
fn unfold(bytes: &[u8]) -> Result<Cow<'_, [u8]>, DecodeError> {
    let mut bytes = match bytes {
        [tag::VERSION, tag::COMPRESSED, size @ ..] => {
            inflate(size).map(Cow::Owned).map_err(|kind| DecodeError::new(kind, 1))?
        }
        [tag::VERSION, ..] => Cow::Borrowed(bytes),
        _ => return Err(DecodeError::new(Kind::Malformed, 0)),
    };
    let term = past_empty_lists(&bytes, 1);
    if term > 1 {
        bytes.to_mut().drain(1..term);
    }
    Ok(bytes)
}

/// Where the term at `at` begins: a list without items is its tail, whatever that is (`LIST_EXT` in `dec_term`).
fn past_empty_lists(bytes: &[u8], mut at: usize) -> usize {
    const EMPTY: &[u8] = &[tag::LIST, 0, 0, 0, 0];
    while starts_at(bytes, at, EMPTY) {
        at += EMPTY.len();
    }
    at
}
