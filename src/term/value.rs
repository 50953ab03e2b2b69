//! Erlang's terms, as far as a session may hold them: everything but functions and ports.
//!
//! A term that was decoded nests at most [`DEPTH`](crate::term::decode::DEPTH) levels, so what is derived here may recurse:
//! dropping such a term takes 128 KiB of stack, and cloning it, which nothing here does with what came from outside, 512.

use std::cmp::Ordering;
use std::fmt;

use crate::term::integer::{decimal, magnitude, significant, small};

/// One Erlang term.
///
/// `PartialEq` goes by what was written: two maps with the same pairs in another order differ, and so do 1 and 1.0.
///
/// ```
/// # use waxseal::session::Session;
/// # use waxseal::term::{Big, Term};
/// # let mut session = Session::default();
/// // {:user, 7}, of which no type of serde's is the like
/// session.put("current", &Term::Tuple(vec![Term::Atom("user".to_owned()), 7_i64.into()]))?;
/// let current: Option<Term> = session.get("current")?;
/// assert!(matches!(current, Some(Term::Tuple(items)) if items.len() == 2));
///
/// // Integers have no end, and are compared and written as such.
/// assert_eq!(Term::integer(false, &[7]), Term::Int(7));
/// let Some(Term::Big(big)) = Term::parse_integer("-18446744073709551616") else { unreachable!("over 64 bits") };
/// let big: Big = big;
/// assert!(big.is_negative() && big.magnitude() == [0, 0, 0, 0, 0, 0, 0, 0, 1]);
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// An atom: at most 255 characters. `nil`, `true` and `false` are atoms.
    Atom(String),
    /// An integer that fits 64 bits. Every such integer is this, never a [`Big`].
    Int(i64),
    /// Any larger integer.
    Big(Big),
    /// A finite float.
    Float(f64),
    /// A binary, so also an Elixir string.
    Binary(Vec<u8>),
    /// A bitstring that does not end on a whole byte.
    Bits {
        /// At least one byte; what is unused in the last one is zero.
        bytes: Vec<u8>,
        /// How many bits of the last byte are used: 1 to 7, from the top.
        bits: u8,
    },
    /// A proper list, so also a charlist.
    List(Vec<Term>),
    /// A list with a tail that is no list: at least one item, then the tail.
    Improper(Vec<Term>, Box<Term>),
    /// A tuple.
    Tuple(Vec<Term>),
    /// A map, so also a struct, in the order in which its pairs were written. No key is there twice.
    Map(Vec<(Term, Term)>),
    /// A pid or a reference: its external format without a version byte, as OTP 26 writes it.
    Opaque(Vec<u8>),
}

impl Term {
    /// An integer from its sign and its magnitude, least significant byte first; leading zeros are fine.
    #[must_use]
    pub fn integer(negative: bool, magnitude: &[u8]) -> Self {
        let magnitude = significant(magnitude);
        match small(negative, magnitude) {
            Some(int) => Self::Int(int),
            None => Self::Big(Big { negative, magnitude: magnitude.to_vec() }),
        }
    }

    /// An integer from its decimal digits with an optional `-` in front; nothing for any other text.
    ///
    /// Takes time quadratic in the digits: whoever calls bounds them.
    #[must_use]
    pub fn parse_integer(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        Some(Self::integer(negative, &magnitude(digits.as_bytes())))
    }
}

impl From<i64> for Term {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<u64> for Term {
    fn from(int: u64) -> Self {
        Self::integer(false, &int.to_le_bytes())
    }
}

/// An integer that does not fit 64 bits. Made by [`Term::integer`] and [`Term::parse_integer`] only, so always normal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Big {
    negative: bool,
    magnitude: Vec<u8>,
}

impl Big {
    /// Whether it is below zero.
    #[must_use]
    pub const fn is_negative(&self) -> bool {
        self.negative
    }

    /// The magnitude, least significant byte first, without leading zeros.
    #[must_use]
    pub fn magnitude(&self) -> &[u8] {
        &self.magnitude
    }
}

impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Big {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitudes = || {
            let lengths = self.magnitude.len().cmp(&other.magnitude.len());
            lengths.then_with(|| self.magnitude.iter().rev().cmp(other.magnitude.iter().rev()))
        };
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => magnitudes(),
            (true, true) => magnitudes().reverse(),
        }
    }
}

/// In decimal. Takes time quadratic in the size, which decoding bounds.
impl fmt::Display for Big {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(self.negative, &self.magnitude))
    }
}
