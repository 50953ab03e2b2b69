//! Every input of up to three bytes after the version byte, and every vector with its bytes changed: `decode` and `check` say
//! the same of each, what is read holds to the rules of terms, and nothing panics.

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
use waxseal::term::decode::{check, decode, entries};
use waxseal::term::encode::{Otp, encode, normalize};

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
fn says_the_same_both_ways_of_changed_vectors() {
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
    match (check(input), decode(input)) {
        (Ok(bytes), Ok(term)) => {
            assert!(is_good(&term), "{input:?}");
            again(&bytes, &term);
            true
        }
        (Err(checked), Err(decoded)) => {
            assert_eq!(checked, decoded, "{input:?}");
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
            let Ok(written) = encode(term, otp) else {
                // 0.0 and -0.0 in one map: one key for OTP 25.
                let has = |zero| bits(term).contains(zero);
                assert!(otp == Otp::Otp25 && has("Float(0.0)") && has("Float(-0.0)"), "{bytes:?}");
                assert!(normalize(bytes, otp).is_err(), "{bytes:?}");
                continue;
            };
            assert_eq!(normalize(bytes, otp).unwrap(), written, "{bytes:?}");
            let read = decode(&written).unwrap();
            assert_eq!(bits(&vectors::unordered(read.clone())), bits(&vectors::unordered(term.clone())));
            assert_eq!(encode(&read, otp).unwrap(), written);
        }
    }
    if let Term::Map(pairs) = term {
        let found: Vec<_> = entries(bytes).collect();
        assert_eq!(found.len(), pairs.len());
        for ((key, value), pair) in found.into_iter().zip(pairs) {
            assert_eq!(bits(&decode(&[&[131], key].concat()).unwrap()), bits(&pair.0));
            assert_eq!(bits(&decode(&[&[131], value].concat()).unwrap()), bits(&pair.1));
        }
    }
}

/// Whether a term, and all that is in it, is one that Erlang has.
fn is_good(term: &Term) -> bool {
    match term {
        Term::Atom(name) => name.chars().count() <= 255,
        Term::Int(_) | Term::Binary(_) => true,
        Term::Big(big) => {
            let magnitude = big.magnitude();
            matches!(Term::integer(big.is_negative(), magnitude), Term::Big(_)) && magnitude.last() != Some(&0)
        }
        Term::Float(float) => float.is_finite(),
        Term::Bits { bytes, bits } => {
            matches!(bits, 1..8) && bytes.last().is_some_and(|last| last.trailing_zeros() >= u32::from(8 - bits))
        }
        Term::List(items) | Term::Tuple(items) => items.iter().all(is_good),
        Term::Improper(items, tail) => {
            !items.is_empty()
                && items.iter().all(is_good)
                && !matches!(**tail, Term::List(_) | Term::Improper(..))
                && is_good(tail)
        }
        Term::Map(pairs) => pairs.iter().all(|(key, value)| is_good(key) && is_good(value)),
        Term::Opaque(term) => is_whole(term),
    }
}

/// Whether these bytes are one term and nothing else.
fn is_whole(term: &[u8]) -> bool {
    let bytes = [&[131], term].concat();
    check(&bytes).is_ok_and(|checked| *checked == *bytes)
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
