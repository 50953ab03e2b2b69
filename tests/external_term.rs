//! Every case of `external_term.json`: bytes through `Plug.Crypto.non_executable_binary_to_term/1` and back.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod vectors;

use serde_json::Value;
use vectors::{base64, bytes, load, name, term, text, unordered};
use waxseal::error::Reason;
use waxseal::term::Term;
use waxseal::term::decode::{BIGNUM, check, decode};
use waxseal::term::encode::{Otp, encode, normalize};

/// What Erlang takes and we do not, each for a bound or a rule that is written down in `tests/README.md`.
const REFUSED: &[(&str, Reason)] =
    &[("c_deep_list_20000", Reason::Limit), ("c_deep_tuple_20000", Reason::Limit), ("zlib_bomb_10MB", Reason::Limit)];

/// The cases in which OTP 25, which we follow, and OTP 27 do not take the same.
const OTP_25_ALONE: &[&str] = &["c_bit_bin_empty_0"];

#[test]
fn decodes_and_encodes_as_erlang_does() {
    let (mut taken, mut refused, mut bounded) = (0, 0, 0);
    let (mut otp25, mut otp26) = (Counts::default(), Counts::default());
    for case in load("external_term") {
        let name = name(&case);
        let input = bytes(&case, "etf_b64");
        let result = decode(&input);
        if let Some((_, reason)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            assert_eq!(result.expect_err(name).reason(), *reason, "{name}");
            bounded += 1;
            continue;
        }
        if name == "c_0_and_minus0_keys" {
            // "two-zeros": as OTP 27 has it; OTP 25 could not read it.
            let decoded = result.expect(name);
            assert_eq!(encode(&decoded, Otp::Otp26).unwrap(), bytes(&case["otp27"], "reencoded_b64"), "{name}");
            assert!(encode(&decoded, Otp::Otp25).is_err(), "{name}");
            continue;
        }
        if text(&case, "outcome") == "raise" {
            let error = result.expect_err(name);
            assert_eq!(error.reason(), Reason::Undecodable, "{name}: {error}");
            assert_eq!(check(&input), Err(error), "{name}");
            refused += 1;
            continue;
        }
        let decoded = result.unwrap_or_else(|error| panic!("{name}: {error}"));
        taken += 1;
        if case["value_omitted"].is_null() {
            let (got, wanted) = (unordered(decoded.clone()), unordered(term(&case["value"])));
            assert_eq!(format!("{got:?}"), format!("{wanted:?}"), "{name}");
        }
        otp25.compare(name, HASH_ORDER_25, &encode(&decoded, Otp::Otp25).unwrap(), reencoded(&case, &case));
        if OTP_25_ALONE.contains(&name) {
            continue;
        }
        assert_eq!(text(&case["otp27"], "outcome"), "ok", "{name}");
        otp26.compare(name, HASH_ORDER_27, &encode(&decoded, Otp::Otp26).unwrap(), reencoded(&case["otp27"], &case));
    }
    // No case goes by unseen.
    assert_eq!((taken, refused, bounded), (235, 86, 3));
    assert_eq!(otp25, Counts { same: 226, hash_order: 6, unstable: 3 });
    assert_eq!(otp26, Counts { same: 218, hash_order: 5, unstable: 11 });
}

/// Maps of more than 32 pairs stay in the order in which they came. Erlang's order is that of its own hash, which is another
/// one in OTP 25 and 27: here the bytes came from the one that was not asked, or from `deterministic`, which sorts.
const HASH_ORDER_25: &[&str] = &[
    "deterministic_map_str_33",
    "deterministic_map_str_100",
    "otp27_map_str_33",
    "otp27_map_str_100",
    "otp27_map_int_40",
    "otp27_map_nested_large",
];
const HASH_ORDER_27: &[&str] = &[
    "map_str_33",
    "map_nested_large",
    "deterministic_map_str_33",
    "deterministic_map_str_100",
    "compressed1_map_str_100",
];

#[derive(Debug, Default, PartialEq)]
struct Counts {
    /// The very bytes.
    same: usize,
    /// The very bytes but for the order of a map of more than 32 pairs, which is that of the VM's own hash.
    hash_order: usize,
    /// Bytes that depend on the state of the VM, or are not in the vectors.
    unstable: usize,
}

impl Counts {
    fn compare(&mut self, name: &str, hash_order: &[&str], got: &[u8], wanted: Option<Vec<u8>>) {
        let Some(wanted) = wanted else {
            self.unstable += 1;
            return;
        };
        if hash_order.contains(&name) {
            let term = |bytes: &[u8]| unordered(decode(bytes).unwrap());
            assert!(got != wanted && has_large_map(&term(got)), "{name}");
            assert_eq!(term(got), term(&wanted), "{name}");
            self.hash_order += 1;
            return;
        }
        assert_eq!(got.escape_ascii().to_string(), wanted.escape_ascii().to_string(), "{name}");
        self.same += 1;
    }
}

fn has_large_map(term: &Term) -> bool {
    matches!(term, Term::Map(pairs) if pairs.len() > 32 || pairs.iter().any(|(_, value)| has_large_map(value)))
}

/// What the term is encoded to, where that does not depend on the state of the VM.
fn reencoded(outcome: &Value, case: &Value) -> Option<Vec<u8>> {
    if outcome["reencode_stable"] != true {
        return None;
    }
    match outcome["reencoded_b64"].as_str()? {
        "same" => case["reencoded_b64"].as_str().map(base64),
        encoded => Some(base64(encoded)),
    }
}

/// `LIST_EXT` in `dec_term`: a list without items is what follows it, alone or compressed, in a row, and inside of another term.
#[test]
fn a_list_without_items_is_its_tail() {
    const EMPTY: &[u8] = b"l\0\0\0\0";
    let map: &[u8] = b"t\0\0\0\x01m\0\0\0\x01aa\x01";
    for before in [EMPTY.to_vec(), EMPTY.repeat(3)] {
        let bytes = [b"\x83", &before[..], map].concat();
        let folded = miniz_oxide::deflate::compress_to_vec_zlib(&bytes[1..], 6);
        let size = u32::try_from(bytes.len() - 1).unwrap().to_be_bytes();
        for bytes in [[&bytes[..], b"more"].concat(), [b"\x83P", &size[..], &folded].concat()] {
            assert_eq!(check(&bytes).unwrap(), [b"\x83", map].concat());
            assert_eq!(decode(&bytes), Ok(Term::Map(vec![(Term::Binary(b"a".to_vec()), Term::Int(1))])));
        }
        let inside = [b"\x83t\0\0\0\x01m\0\0\0\x01k", &before[..], map].concat();
        let Ok(Term::Map(pairs)) = decode(&inside) else { panic!("no map") };
        assert_eq!(pairs[0].1, decode(&bytes).unwrap());
    }
    assert!(check(&[b"\x83", EMPTY].concat()).is_err() && check(&[b"\x83", EMPTY, b"l\0\0\0"].concat()).is_err());
}

/// Erlang's own bounds (`erts/emulator/beam/external.c`): what a node makes itself has fewer bits than what another may send, and the old forms have
/// fewer than the new ones.
#[test]
fn pids_and_references_are_those_that_there_may_be() {
    let atom = |name: &str| [&[119, u8::try_from(name.len()).unwrap()], name.as_bytes()].concat();
    let words = |words: &[u32]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let is_read = |parts: &[&[u8]]| check(&[&[131][..], &parts.concat()].concat()).is_ok();
    let (own, other) = (atom("nonode@nohost"), atom("a@b"));
    let (most_number, most_first) = ((1 << 28) - 1, (1 << 18) - 1);
    let pid = |node: &[u8], number: u32, creation: u32| is_read(&[&[88], node, &words(&[number, 0, creation])]);
    assert!(pid(&own, most_number, 0) && !pid(&own, most_number + 1, 0));
    assert!(pid(&own, most_number + 1, 1) && pid(&other, most_number + 1, 0) && pid(&other, u32::MAX, 9));
    let old_pid = |creation: u8| is_read(&[&[103], &other, &words(&[1, 0]), &[creation]]);
    assert!(old_pid(3) && !old_pid(4) && !old_pid(255));

    let reference = |node: &[u8], creation: u32, all: &[u32]| {
        let count = u16::try_from(all.len()).unwrap().to_be_bytes();
        is_read(&[&[90], &count, node, &words(&[creation]), &words(all)])
    };
    assert!(reference(&own, 0, &[most_first, 1, 2]) && !reference(&own, 0, &[most_first + 1, 1, 2]));
    assert!(reference(&own, 1, &[most_first + 1, 1, 2]) && reference(&other, 0, &[most_first + 1, 1, 2]));
    assert!(reference(&other, 1, &[u32::MAX; 5]) && !reference(&other, 1, &[1; 6]) && !reference(&other, 1, &[]));
    let old_reference = |first: u32| is_read(&[&[114, 0, 1], &other, &[1], &words(&[first])]);
    assert!(old_reference(most_first) && !old_reference(most_first + 1));
    let oldest = |first: u32| is_read(&[&[101], &other, &words(&[first]), &[1]]);
    assert!(oldest(most_first) && !oldest(most_first + 1));
}

/// A binary that is a term of so many bytes, compressed.
fn compressed(length: usize) -> Vec<u8> {
    let size = |length: usize| u32::try_from(length).unwrap().to_be_bytes();
    let mut term = [&[109][..], &size(length - 5)].concat();
    term.resize(length, b'a');
    [&[131, 80][..], &size(length), &miniz_oxide::deflate::compress_to_vec_zlib(&term, 0)].concat()
}

#[test]
fn what_stands_at_a_bound_is_a_term_and_what_is_beyond_is_none() {
    const INFLATED: usize = 1 << 20;
    assert!(decode(&compressed(INFLATED)).is_ok(), "a mebibyte, unfolded");
    assert_eq!(decode(&compressed(INFLATED + 1)).unwrap_err().reason(), Reason::Limit);
    // Zlib makes at most 1,032 times as much of what it is given: as much there may be, and is too much all the same.
    let mut most = vec![131, 80];
    most.extend_from_slice(&(1100_u32 * 1032).to_be_bytes());
    most.resize(6 + 1100, 0);
    assert_eq!(decode(&most).unwrap_err().reason(), Reason::Limit);
    let integer = |length: usize| {
        let mut bytes = vec![131, 111];
        bytes.extend_from_slice(&u32::try_from(length).unwrap().to_be_bytes());
        bytes.push(0);
        bytes.resize(7 + length, 1);
        decode(&bytes)
    };
    assert!(integer(BIGNUM).is_ok(), "an integer of 8 KiB");
    assert_eq!(integer(BIGNUM + 1).unwrap_err().reason(), Reason::Limit);
}

#[test]
fn a_bitstring_has_bytes_and_uses_some_of_the_bits_of_the_last() {
    assert!(decode(&[131, 77, 0, 0, 0, 0, 8]).is_err(), "all bits of no byte");
    assert_eq!(decode(&[131, 77, 0, 0, 0, 1, 3, 0xE0]).unwrap(), Term::Bits { bytes: vec![0xE0], bits: 3 });
    for (bytes, bits) in [(vec![], 3), (vec![1], 0), (vec![1], 8)] {
        assert!(encode(&Term::Bits { bytes, bits }, Otp::Otp26).is_err());
    }
}

#[test]
fn integers_of_more_than_64_bits_compare() {
    let [small, large] = ["36893488147419103232", "36893488147419103233"].map(|text| match Term::parse_integer(text) {
        Some(Term::Big(big)) => big,
        other => panic!("{other:?}"),
    });
    assert!(small < large && small.partial_cmp(&large).is_some());
}

/// A list whose last items are in a string of bytes that is its tail: `term_to_binary` writes it in one piece.
#[test]
fn a_list_that_ends_in_a_string_is_written_as_one() {
    let cases: &[(&[u8], &[u8])] = &[
        // [300, 1, 2], [7, 1, 2], and both in a list.
        (b"l\0\0\0\x01b\0\0\x01\x2Ck\0\x02\x01\x02", b"l\0\0\0\x03b\0\0\x01\x2Ca\x01a\x02j"),
        (b"l\0\0\0\x01a\x07k\0\x02\x01\x02", b"k\0\x03\x07\x01\x02"),
        (
            b"l\0\0\0\x02l\0\0\0\x01b\0\0\x01\x2Ck\0\x02\x01\x02l\0\0\0\x01a\x07jj",
            b"l\0\0\0\x02l\0\0\0\x03b\0\0\x01\x2Ca\x01a\x02jk\0\x01\x07j",
        ),
    ];
    for (given, written) in cases {
        let (given, written) = ([b"\x83", *given].concat(), [b"\x83", *written].concat());
        assert_eq!(normalize(&given, Otp::Otp26).unwrap(), written);
        assert_eq!(decode(&given).unwrap(), decode(&written).unwrap());
    }
}
