//! Every input of up to three bytes after the version byte, and every vector with its bytes changed: `decode`, `build` and
//! `check` say the same of each, and nothing panics.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod vectors;

use waxseal::term::Term;
use waxseal::term_decode::{Builder, build, build_value, check, decode, entries};
use waxseal::term_encode::{Otp, encode};

/// `binary_to_term` of OTP 25 takes so many (tag 73 left out, which is an atom by the node's own number): most of them are
/// shorter terms with bytes after them.
const TAKEN: [usize; 3] = [1, 515, 132_484];

#[test]
fn takes_what_erlang_takes_of_all_short_inputs() {
    let mut taken = [0; 3];
    let mut input = [131, 0, 0, 0];
    for first in 0..=255 {
        input[1] = first;
        taken[0] += usize::from(agree(&input[..2]));
        for second in 0..=255 {
            input[2] = second;
            taken[1] += usize::from(agree(&input[..3]));
            for third in 0..=255 {
                input[3] = third;
                taken[2] += usize::from(agree(&input));
            }
        }
    }
    assert_eq!(taken, TAKEN);
}

#[test]
fn says_the_same_three_ways_of_changed_vectors() {
    let mut random = Random(1);
    let (mut taken, mut refused) = (0, 0);
    for case in vectors::load("external_term") {
        let original = vectors::bytes(&case, "etf_b64");
        if original.len() > 5_000 {
            continue;
        }
        for _ in 0..100 {
            let mut input = original.clone();
            for _ in 0..=random.below(2) {
                random.change(&mut input);
            }
            if agree(&input) { taken += 1 } else { refused += 1 }
        }
    }
    assert!(taken > 4_000 && refused > 20_000, "{taken} taken, {refused} refused");
}

/// Whether the input is taken, in whatever way it is read.
fn agree(input: &[u8]) -> bool {
    let checked = check(input);
    let counted = build(input, &mut Count);
    let decoded = decode(input);
    match (&checked, counted, decoded) {
        (Ok(bytes), Ok(count), Ok(term)) => {
            assert_eq!(count, nodes(&term), "{input:?}");
            again(bytes, &term);
            true
        }
        (Err(checked), Err(counted), Err(decoded)) => {
            assert_eq!((*checked, counted), (decoded, decoded), "{input:?}");
            false
        }
        other => panic!("{input:?}: {other:?}"),
    }
}

/// What is taken can be read again from its own bytes, and from what we write of it.
fn again(bytes: &[u8], term: &Term) {
    assert_eq!(check(bytes).as_deref(), Ok(bytes));
    let bits = |term: &Term| format!("{term:?}");
    if bytes.len() > 4 {
        assert_eq!(bits(&decode(bytes).unwrap()), bits(term));
        for otp in [Otp::Otp25, Otp::Otp26] {
            let written = encode(term, otp).unwrap();
            let read = decode(&written).unwrap();
            assert_eq!(bits(&vectors::unordered(read.clone())), bits(&vectors::unordered(term.clone())));
            assert_eq!(encode(&read, otp).unwrap(), written);
        }
    }
    if let Term::Map(pairs) = term {
        let found: Vec<_> = entries(bytes).collect();
        assert_eq!(found.len(), pairs.len());
        for ((key, value), pair) in found.into_iter().zip(pairs) {
            assert_eq!(build_value(key, &mut Count).unwrap(), nodes(&pair.0));
            assert_eq!(build_value(value, &mut Count).unwrap(), nodes(&pair.1));
        }
    }
}

/// Builds the number of terms in a term.
struct Count;

impl Builder for Count {
    type Value = usize;

    fn atom(&mut self, name: &str) -> usize {
        assert!(name.chars().count() <= 255);
        1
    }
    fn int(&mut self, _int: i64) -> usize {
        1
    }
    fn big(&mut self, negative: bool, magnitude: &[u8]) -> usize {
        assert!(matches!(Term::integer(negative, magnitude), Term::Big(_)) && magnitude.last() != Some(&0));
        1
    }
    fn float(&mut self, float: f64) -> usize {
        assert!(float.is_finite());
        1
    }
    fn binary(&mut self, _bytes: &[u8]) -> usize {
        1
    }
    fn bits(&mut self, bytes: &[u8], bits: u8, term: &[u8]) -> usize {
        assert!(!bytes.is_empty() && (1..8).contains(&bits) && term.ends_with(bytes));
        1
    }
    fn list(&mut self, items: Vec<usize>) -> usize {
        1 + items.into_iter().sum::<usize>()
    }
    fn improper(&mut self, items: Vec<usize>, tail: usize, term: &[u8]) -> usize {
        assert!(!items.is_empty() && is_whole(term));
        1 + items.into_iter().sum::<usize>() + tail
    }
    fn tuple(&mut self, items: Vec<usize>) -> usize {
        1 + items.into_iter().sum::<usize>()
    }
    fn map(&mut self, pairs: Vec<(usize, usize)>) -> usize {
        1 + pairs.into_iter().map(|(key, value)| key + value).sum::<usize>()
    }
    fn opaque(&mut self, term: &[u8]) -> usize {
        assert!(is_whole(term));
        1
    }
}

/// Whether these bytes are one term and nothing else.
fn is_whole(term: &[u8]) -> bool {
    let bytes = [&[131], term].concat();
    check(&bytes).is_ok_and(|checked| *checked == *bytes)
}

fn nodes(term: &Term) -> usize {
    match term {
        Term::Atom(_)
        | Term::Int(_)
        | Term::Big(_)
        | Term::Float(_)
        | Term::Binary(_)
        | Term::Bits { .. }
        | Term::Opaque(_) => 1,
        Term::List(items) | Term::Tuple(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        Term::Improper(items, tail) => 1 + items.iter().map(nodes).sum::<usize>() + nodes(tail),
        Term::Map(pairs) => 1 + pairs.iter().map(|(key, value)| nodes(key) + nodes(value)).sum::<usize>(),
    }
}

/// A small generator that gives the same numbers every time (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }

    /// One byte is changed, put in or taken out, or the end is cut off.
    fn change(&mut self, bytes: &mut Vec<u8>) {
        let (at, byte) = (self.below(bytes.len()), u8::try_from(self.below(256)).unwrap());
        match self.below(5) {
            _ if bytes.is_empty() => bytes.push(byte),
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            2 => bytes.truncate(at),
            // A tag where there was another, and a small difference, are what goes deepest.
            3 => bytes[at] = 97 + byte % 24,
            _ => bytes[at] ^= 1 << (byte % 8),
        }
    }
}
