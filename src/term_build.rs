//! What is made of the terms that are read: [`Term`]s, anything else that implements [`Builder`], or nothing at all.

use crate::term::Term;
use crate::term_order::{compare, order};

/// Builds values out of terms, from the inside out, while they are read. What is read is valid to the last rule up to there.
pub trait Builder {
    /// What a term becomes.
    type Value;
    /// An atom: at most 255 characters.
    fn atom(&mut self, name: &str) -> Self::Value;
    /// An integer that fits 64 bits.
    fn int(&mut self, int: i64) -> Self::Value;
    /// Any larger integer: its magnitude without leading zeros, least significant byte first.
    fn big(&mut self, negative: bool, magnitude: &[u8]) -> Self::Value;
    /// A float, always finite.
    fn float(&mut self, float: f64) -> Self::Value;
    /// A binary.
    fn binary(&mut self, bytes: &[u8]) -> Self::Value;
    /// A bitstring: bytes, how many bits of the last one count (1 to 7; the others may be anything), and the whole term as
    /// it stands in the input, without a version byte.
    fn bits(&mut self, bytes: &[u8], bits: u8, term: &[u8]) -> Self::Value;
    /// A proper list.
    fn list(&mut self, items: Vec<Self::Value>) -> Self::Value;
    /// A list with a tail that is no list, and the whole term as it stands in the input, without a version byte.
    fn improper(&mut self, items: Vec<Self::Value>, tail: Self::Value, term: &[u8]) -> Self::Value;
    /// A tuple.
    fn tuple(&mut self, items: Vec<Self::Value>) -> Self::Value;
    /// A value that is to be a map's key, and its whole term as it stands in the input, without a version byte.
    fn key(&mut self, value: Self::Value, _term: &[u8]) -> Self::Value {
        value
    }
    /// A map, in the order of the input; no key is there twice.
    fn map(&mut self, pairs: Vec<(Self::Value, Self::Value)>) -> Self::Value;
    /// A pid or a reference: its term as OTP 26 writes it, without a version byte.
    fn opaque(&mut self, term: &[u8]) -> Self::Value;
}

/// Builds [`Term`]s.
pub(crate) struct Terms {
    /// Whether maps get their keys in order, so that [`compare`] takes them, or stay as they are.
    pub(crate) sorted: bool,
}

impl Builder for Terms {
    type Value = Term;

    fn atom(&mut self, name: &str) -> Term {
        Term::Atom(name.to_owned())
    }

    fn int(&mut self, int: i64) -> Term {
        Term::Int(int)
    }

    fn big(&mut self, negative: bool, magnitude: &[u8]) -> Term {
        Term::integer(negative, magnitude)
    }

    fn float(&mut self, float: f64) -> Term {
        Term::Float(float)
    }

    fn binary(&mut self, bytes: &[u8]) -> Term {
        Term::Binary(bytes.to_vec())
    }

    fn bits(&mut self, bytes: &[u8], bits: u8, _term: &[u8]) -> Term {
        let mut bytes = bytes.to_vec();
        if let Some(last) = bytes.last_mut() {
            *last &= !(0xFF >> bits);
        }
        Term::Bits { bytes, bits }
    }

    fn list(&mut self, items: Vec<Term>) -> Term {
        Term::List(items)
    }

    fn improper(&mut self, items: Vec<Term>, tail: Term, _term: &[u8]) -> Term {
        Term::Improper(items, Box::new(tail))
    }

    fn tuple(&mut self, items: Vec<Term>) -> Term {
        Term::Tuple(items)
    }

    fn map(&mut self, pairs: Vec<(Term, Term)>) -> Term {
        if !self.sorted {
            return Term::Map(pairs);
        }
        let key = |at: usize| pairs.get(at).map(|(key, _)| key);
        let by_key = order(pairs.len(), &|left, right| match (key(left), key(right)) {
            (Some(left), Some(right)) => compare(left, right),
            _ => left.cmp(&right),
        });
        let mut pairs: Vec<_> = pairs.into_iter().map(Some).collect();
        Term::Map(by_key.into_iter().filter_map(|at| pairs.get_mut(at)?.take()).collect())
    }

    fn opaque(&mut self, term: &[u8]) -> Term {
        Term::Opaque(term.to_vec())
    }
}

/// Builds nothing: reading with it only checks. Lists of nothing take no memory.
pub(crate) struct Nothing;

impl Builder for Nothing {
    type Value = ();

    fn atom(&mut self, _name: &str) {}
    fn int(&mut self, _int: i64) {}
    fn big(&mut self, _negative: bool, _magnitude: &[u8]) {}
    fn float(&mut self, _float: f64) {}
    fn binary(&mut self, _bytes: &[u8]) {}
    fn bits(&mut self, _bytes: &[u8], _bits: u8, _term: &[u8]) {}
    fn list(&mut self, _items: Vec<()>) {}
    fn improper(&mut self, _items: Vec<()>, _tail: (), _term: &[u8]) {}
    fn tuple(&mut self, _items: Vec<()>) {}
    fn map(&mut self, _pairs: Vec<((), ())>) {}
    fn opaque(&mut self, _term: &[u8]) {}
}
