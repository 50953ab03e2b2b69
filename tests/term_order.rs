//! The order in which small maps are written: that of the Erlang reference manual, "Term Comparisons", with integers before
//! floats, as in the keys of maps.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use waxseal::term::Term;
use waxseal::term::decode::decode;
use waxseal::term::encode::{Otp, encode};

fn int(int: i64) -> Term {
    Term::Int(int)
}

fn big(digits: &str) -> Term {
    Term::parse_integer(digits).unwrap()
}

fn atom(name: &str) -> Term {
    Term::Atom(name.to_owned())
}

fn binary(bytes: &[u8]) -> Term {
    Term::Binary(bytes.to_vec())
}

fn bits(bytes: &[u8], bits: u8) -> Term {
    Term::Bits { bytes: bytes.to_vec(), bits }
}

fn tuple<const N: usize>(items: [Term; N]) -> Term {
    Term::Tuple(items.into())
}

fn list<const N: usize>(items: [Term; N]) -> Term {
    Term::List(items.into())
}

fn improper<const N: usize>(items: [Term; N], tail: Term) -> Term {
    Term::Improper(items.into(), Box::new(tail))
}

fn map<const N: usize>(keys: [Term; N]) -> Term {
    Term::Map(keys.into_iter().map(|key| (key, int(0))).collect())
}

fn opaque(term: &[u8]) -> Term {
    decode(&[&[131], term].concat()).unwrap()
}

/// Kind by kind, in ascending order.
fn ordered() -> Vec<Vec<Term>> {
    let pair = |key: i64, value: i64| Term::Map(vec![(int(key), int(value))]);
    vec![
        vec![
            big("-1180591620717411303424"),
            big("-9223372036854775809"),
            int(i64::MIN),
            int(-5),
            int(0),
            int(255),
            int(i64::MAX),
            big("9223372036854775808"),
            big("18446744073709551616"),
            Term::Float(-1e300),
            Term::Float(-5.0),
            Term::Float(0.0),
            Term::Float(0.5),
            Term::Float(1e300),
        ],
        vec![atom(""), atom("A"), atom("a"), atom("aa"), atom("b"), atom("é"), atom("日本")],
        vec![
            // References go by node, creation, and their words from the last one.
            opaque(&[90, 0, 1, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 9]),
            opaque(&[90, 0, 1, 119, 1, 97, 0, 0, 0, 2, 0, 0, 0, 1]),
            opaque(&[90, 0, 2, 119, 1, 98, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 1]),
            opaque(&[90, 0, 2, 119, 1, 98, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2]),
            // Pids by number, serial, and only then the node.
            opaque(&[88, 119, 1, 98, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]),
            opaque(&[88, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1]),
            opaque(&[88, 119, 1, 97, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1]),
            opaque(&[88, 119, 1, 97, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]),
            opaque(&[88, 119, 1, 98, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1]),
        ],
        vec![
            tuple([]),
            tuple([int(2)]),
            tuple([Term::Float(1.0)]),
            tuple([binary(b"")]),
            tuple([int(1), int(1)]),
            tuple([int(1), int(2)]),
            tuple([int(1), tuple([int(7)])]),
            tuple([int(0), int(0), int(0)]),
        ],
        vec![
            map([]),
            pair(1, 1),
            pair(1, 2),
            pair(2, 1),
            map([int(2), int(1)]),
            map([int(3), int(1)]),
            map([int(1), atom("a")]),
            map([map([int(2), int(1)]), atom("a")]),
            map([atom("a"), map([int(3), int(2)])]),
        ],
        vec![
            list([]),
            improper([int(1)], int(2)),
            improper([int(1)], tuple([])),
            list([int(1)]),
            improper([int(1), int(1)], atom("x")),
            list([int(1), int(1)]),
            list([int(1), int(2)]),
            improper([int(1)], binary(b"")),
            list([int(2)]),
            list([list([])]),
            list([list([int(1)])]),
        ],
        vec![
            binary(&[]),
            bits(&[0], 1),
            binary(&[0]),
            bits(&[0, 0], 3),
            binary(&[0, 0]),
            binary(&[0, 1]),
            binary(&[0x7F]),
            bits(&[0x80], 1),
            bits(&[0x80], 2),
            binary(&[0x80]),
            bits(&[0xA0], 3),
            binary(&[0xFF]),
        ],
    ]
}

/// What a map with these keys, in whatever order, is written with.
fn written(keys: &[Term], otp: Otp) -> Vec<Term> {
    let pairs = keys.iter().map(|key| (key.clone(), atom("nil"))).collect();
    let Term::Map(pairs) = decode(&encode(&Term::Map(pairs), otp).unwrap()).unwrap() else { panic!("a map") };
    pairs.into_iter().map(|(key, _)| key).collect()
}

#[test]
fn small_maps_are_written_in_the_order_of_terms() {
    // Inside keys too, maps are written in order.
    let written_alone = |term: &Term| decode(&encode(term, Otp::Otp25).unwrap()).unwrap();
    for kind in ordered() {
        let wanted: Vec<Term> = kind.iter().map(written_alone).collect();
        for turn in 0..kind.len() {
            for otp in [Otp::Otp25, Otp::Otp26] {
                let mut keys = kind.clone();
                keys.rotate_left(turn);
                assert_eq!(written(&keys, otp), wanted);
                keys.reverse();
                assert_eq!(written(&keys, otp), wanted);
                let half = keys.len() / 2;
                keys[..half].reverse();
                assert_eq!(written(&keys, otp), wanted);
            }
        }
    }
}

#[test]
fn kinds_are_in_order() {
    let one_of_each: Vec<Term> =
        ordered().into_iter().flat_map(|kind| [kind.first().cloned(), kind.last().cloned()]).flatten().collect();
    let wanted: Vec<Term> =
        one_of_each.iter().map(|term| decode(&encode(term, Otp::Otp25).unwrap()).unwrap()).collect();
    let reversed: Vec<Term> = one_of_each.into_iter().rev().collect();
    assert_eq!(written(&reversed, Otp::Otp25), wanted);
}

#[test]
fn atoms_are_in_the_order_of_their_text_or_of_the_atom_table() {
    let date = ["__struct__", "calendar", "day", "month", "year"].map(atom);
    assert_eq!(written(&date, Otp::Otp25), date);
    assert_eq!(written(&date, Otp::Otp26), ["calendar", "month", "__struct__", "day", "year"].map(atom));
    // Atoms that the table does not have come after it.
    let others = ["qty", "__struct__", "id", "price"].map(atom);
    assert_eq!(written(&others, Otp::Otp26), ["id", "__struct__", "price", "qty"].map(atom));
    // Only atoms that are keys themselves.
    let tuples = ["calendar", "__struct__"].map(|name| tuple([atom(name)]));
    assert_eq!(written(&tuples, Otp::Otp26), ["__struct__", "calendar"].map(|name| tuple([atom(name)])));
}

#[test]
fn large_maps_stay_in_their_order_and_no_key_is_there_twice() {
    let keys: Vec<Term> = (0..33).rev().map(int).collect();
    assert_eq!(written(&keys, Otp::Otp26), keys);
    assert_eq!(written(&keys[..32], Otp::Otp26), keys[..32].iter().rev().cloned().collect::<Vec<_>>());
    for keys in [2, 3, 32, 33, 100] {
        let mut pairs: Vec<(Term, Term)> = (0..keys).map(|key| (tuple([int(key)]), int(0))).collect();
        pairs.push((tuple([int(keys / 2)]), int(1)));
        assert_eq!(encode(&Term::Map(pairs), Otp::Otp26).unwrap_err().to_string(), "a map has the same key twice");
    }
}
