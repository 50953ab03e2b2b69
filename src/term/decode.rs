//! Erlang's external term format, read: `Plug.Crypto.non_executable_binary_to_term/2` without the `:safe` option.
//!
//! See "External Term Format" in OTP's documentation. All of it but functions, ports and what only the node that wrote it can
//! read, within [`DEPTH`], [`NODES`], [`INFLATED`] and [`BIGNUM`]. Bytes after the term are ignored, as in OTP.

use std::borrow::Cow;
use std::fmt;

use crate::error::{Error, Reason};
use crate::term::build::build;
use crate::term::encode::Otp;
use crate::term::head::{Cursor, Head, head, tag};
use crate::term::inflate::inflate;
use crate::term::keys::{are_distinct, in_order};
use crate::term::walk::{Container, Place, Step, Walk};
use crate::term::{Term, decimal};

/// The most levels of lists, tuples and maps in each other, where an empty one is none. A cookie of 4,096 bytes has room for 1,442.
pub const DEPTH: usize = 2_048;
/// The most terms in one, each item of a charlist counted.
pub const NODES: usize = 100_000;
/// The most bytes that a compressed term may unfold to.
pub const INFLATED: usize = 1 << 20;
/// The most bytes of an integer's magnitude.
pub const BIGNUM: usize = 8 << 10;
/// The most bytes of compound map keys that are read twice to put them in order. A cookie of 4,096 bytes has room for half of it:
/// some 370 maps, each with the next one and another term for keys.
pub(crate) const KEY_BYTES: usize = 1 << 20;

/// Why some bytes are no term here, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeError {
    kind: Kind,
    offset: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Malformed,
    Executable,
    Depth,
    Nodes,
    Inflated,
    Bignum,
    Keys,
}

impl DecodeError {
    pub(crate) const fn new(kind: Kind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// Where, in bytes from the beginning of what was given; if that was compressed, of what it unfolds to.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// [`Reason::Limit`] for a term that is over our bounds, [`Reason::Undecodable`] for all else.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self.kind {
            Kind::Malformed | Kind::Executable => Reason::Undecodable,
            Kind::Depth | Kind::Nodes | Kind::Inflated | Kind::Bignum | Kind::Keys => Reason::Limit,
        }
    }
}

impl DecodeError {
    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> String {
        let what = match self.kind {
            Kind::Malformed => "the bytes are not a term in Erlang's external format",
            Kind::Executable => "term holds a function or a port",
            Kind::Depth => "term nests deeper than 2,048 levels",
            Kind::Nodes => "term has more than 100,000 parts",
            Kind::Inflated => "compressed term unfolds to more than 1 MiB",
            Kind::Bignum => "term holds an integer of more than 8 KiB",
            Kind::Keys => "term nests maps in the keys of maps beyond what is compared",
        };
        [what, " (at byte ", &decimal(false, &self.offset.to_le_bytes()), ")"].concat()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for DecodeError {}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::decode(error.message())
    }
}

/// Reads one term with its version byte, compressed or not.
///
/// # Errors
///
/// Bytes that are not a term, a function or a port anywhere in it, or a term over our bounds.
pub fn decode(bytes: &[u8]) -> Result<Term, DecodeError> {
    build(&check(bytes)?, 1).ok_or(DecodeError::new(Kind::Malformed, 0))
}

/// Checks a term as a whole and builds nothing. Gives its bytes with the version byte, just as they came but not compressed,
/// and without what follows them.
///
/// # Errors
///
/// As [`decode`].
pub fn check(bytes: &[u8]) -> Result<Cow<'_, [u8]>, DecodeError> {
    let mut bytes = unfold(bytes)?;
    let end = check_from(&bytes, 1)?;
    match &mut bytes {
        Cow::Borrowed(bytes) => *bytes = bytes.get(..end).unwrap_or_default(),
        Cow::Owned(bytes) => bytes.truncate(end),
    }
    Ok(bytes)
}

/// Checks the term at `at` and gives where it ends.
fn check_from(bytes: &[u8], at: usize) -> Result<usize, DecodeError> {
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
            None => return Ok(walk.at()),
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
                keys.truncate(first);
            }
            Some(Step::End(_)) => {}
        }
    }
}

/// The pairs of a map that [`check`] gave: each key and each value as one term without a version byte.
///
/// Of anything else: none, or those before the fault.
pub fn entries(map: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    pairs(map.strip_prefix(&[tag::VERSION]).unwrap_or_default())
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

/// The bytes with their version byte, not compressed.
fn unfold(bytes: &[u8]) -> Result<Cow<'_, [u8]>, DecodeError> {
    match bytes {
        [tag::VERSION, tag::COMPRESSED, size @ ..] => {
            inflate(size).map(Cow::Owned).map_err(|kind| DecodeError::new(kind, 1))
        }
        [tag::VERSION, ..] => Ok(Cow::Borrowed(bytes)),
        _ => Err(DecodeError::new(Kind::Malformed, 0)),
    }
}
