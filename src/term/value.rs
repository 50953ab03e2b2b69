//! Erlang's terms, as far as a session may hold them: everything but functions and ports.
//!
//! A term that was decoded nests at most [`DEPTH`](crate::term::decode::DEPTH) levels, so what is derived here may recurse:
//! dropping such a term takes 128 KiB of stack, and cloning it, which nothing here does with what came from outside, 512.

use std::cmp::Ordering;
use std::fmt;

use crate::term::put::put;

/// One Erlang term.
///
/// `PartialEq` goes by what was written: two maps with the same pairs in another order differ, and so do 1 and 1.0.
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

/// An integer in decimal, without `core::fmt` and its kilobytes. The magnitude has its least significant byte first.
pub(crate) fn decimal(is_negative: bool, magnitude: &[u8]) -> String {
    let mut limbs: Vec<u32> = Vec::with_capacity(magnitude.len() / 4 + 1);
    for bytes in magnitude.chunks(4) {
        limbs.push(limb(bytes));
    }
    let mut digits = Vec::new();
    loop {
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        let mut rest = 0;
        for limb in limbs.iter_mut().rev() {
            rest = rest << 32 | u64::from(*limb);
            *limb = low(rest / CHUNK_BASE);
            rest %= CHUNK_BASE;
        }
        for _ in 0..CHUNK {
            digits.push(b'0' + (rest % 10) as u8);
            rest /= 10;
        }
        if limbs.is_empty() {
            break;
        }
    }
    while digits.len() > 1 && digits.last() == Some(&b'0') {
        digits.pop();
    }
    if is_negative {
        digits.push(b'-');
    }
    let mut text = String::with_capacity(digits.len());
    for digit in digits.into_iter().rev() {
        text.push(char::from(digit));
    }
    text
}

/// The magnitude of decimal digits, least significant byte first and not longer than it must be by more than four bytes.
///
/// Takes time quadratic in the digits: whoever calls bounds them.
pub(crate) fn magnitude(digits: &[u8]) -> Vec<u8> {
    let mut limbs: Vec<u32> = Vec::with_capacity(digits.len() / CHUNK + 1);
    for chunk in digits.rchunks(CHUNK).rev() {
        let mut carry = chunk.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        for limb in &mut limbs {
            carry += u64::from(*limb) * CHUNK_BASE;
            *limb = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            limbs.push(low(carry));
        }
    }
    let mut magnitude = Vec::with_capacity(4 * limbs.len());
    for limb in limbs {
        put(&limb.to_le_bytes(), &mut magnitude);
    }
    magnitude
}

/// Decimal digits that are handled at once: as many as 32 bits hold.
const CHUNK: usize = 9;
const CHUNK_BASE: u64 = 1_000_000_000;

#[expect(clippy::cast_possible_truncation, reason = "the low half is what is asked for")]
const fn low(wide: u64) -> u32 {
    wide as u32
}

fn limb(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |limb, byte| limb << 8 | u32::from(*byte))
}

/// A magnitude without its leading zeros, which stand at the end.
pub(crate) fn significant(magnitude: &[u8]) -> &[u8] {
    let zeros = magnitude.iter().rev().take_while(|byte| **byte == 0).count();
    magnitude.get(..magnitude.len() - zeros).unwrap_or_default()
}

/// The integer with this significant magnitude, if it fits 64 bits.
pub(crate) fn small(negative: bool, magnitude: &[u8]) -> Option<i64> {
    if magnitude.len() > 8 {
        return None;
    }
    let magnitude = magnitude.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}
