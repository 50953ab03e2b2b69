//! What a term that came from outside may be at most, and why some bytes are none.

use std::fmt;

use crate::error::{Error, Reason};

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
///
/// ```
/// # use waxseal::error::Reason;
/// # use waxseal::term::decode::{self, BIGNUM, DEPTH, DecodeError, INFLATED, NODES};
/// // Byte 3 on should be two terms, and is one.
/// let error: DecodeError = decode::decode(b"\x83h\x02a\x01").unwrap_err();
/// assert_eq!((error.offset(), error.reason()), (3, Reason::Undecodable));
/// println!("{}", error.message());
///
/// // A list of as many numbers as there may be terms.
/// let mut bytes = vec![131, 108];
/// bytes.extend_from_slice(&u32::try_from(NODES).unwrap_or(u32::MAX).to_be_bytes());
/// bytes.extend(b"a\x01".repeat(NODES));
/// bytes.push(106);
/// assert_eq!(decode::check(&bytes).unwrap_err().reason(), Reason::Limit);
/// assert!(DEPTH < NODES && BIGNUM < INFLATED);
/// ```
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
        format!("{what} (at byte {})", self.offset)
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
