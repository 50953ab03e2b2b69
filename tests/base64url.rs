//! `base64url` against a plain transcription of Elixir's `Base.url_decode64(padding: false)`.
//!
//! Natively and, by `wasm-pack test`, as WebAssembly.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use waxseal::crypto::base64url::{decode, encode, encode_to, encoded_len, is_valid};
use waxseal::error::Reason;

#[cfg(all(target_arch = "wasm32", feature = "in-browser"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// RFC 4648 §5, bit by bit.
fn slow_encode(bytes: &[u8]) -> Vec<u8> {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    let sextet = |at: usize| (0..6).fold(0, |value, offset| value << 1 | usize::from(bit(at * 6 + offset)));
    (0..(bytes.len() * 8).div_ceil(6)).map(|at| ALPHABET[sextet(at)]).collect()
}

/// The clauses of Elixir's decoder, one after the other.
fn slow_decode(text: &[u8]) -> Option<Vec<u8>> {
    let body = match text {
        [body @ .., b'=', b'='] | [body @ .., b'='] if text.len().is_multiple_of(4) => body,
        body => body,
    };
    if body.len() % 4 == 1 {
        return None;
    }
    let mut bits = Vec::new();
    for byte in body {
        let value = ALPHABET.iter().position(|known| known == byte)?;
        bits.extend((0..6).map(|at| value >> (5 - at) & 1));
    }
    let whole = bits.chunks_exact(8);
    Some(whole.map(|byte| byte.iter().fold(0, |value, bit| value << 1 | u8::try_from(*bit).unwrap())).collect())
}

#[track_caller]
fn check(text: &[u8]) {
    let mut out = b"before".to_vec();
    let got = decode(text, &mut out);
    assert_eq!(is_valid(text), got.is_ok(), "{text:?}");
    match slow_decode(text) {
        Some(bytes) => assert_eq!((got, &out[6..]), (Ok(()), &bytes[..]), "{text:?}"),
        None => assert_eq!((got, &out[..]), (Err(Reason::Malformed), &b"before"[..]), "{text:?}"),
    }
}

/// Bytes that look random and are the same each time.
fn noise(length: usize) -> Vec<u8> {
    let next = |state: &mut u32| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(state.to_be_bytes()[0])
    };
    let mut state = 1;
    std::iter::from_fn(|| next(&mut state)).take(length).collect()
}

#[test]
fn every_length_there_and_back() {
    for length in 0..300 {
        for bytes in [noise(length), vec![0; length], vec![255; length]] {
            let mut text = b"x".to_vec();
            encode(&bytes, &mut text);
            assert_eq!(&text[1..], slow_encode(&bytes));
            assert_eq!(text.len() - 1, encoded_len(length));
            check(&text[1..]);

            let whole = encoded_len(length);
            for room in [0, whole.saturating_sub(1), whole, whole + 10] {
                let mut written = vec![b'~'; room];
                let fits = encode_to(&bytes, &mut written).is_some();
                assert_eq!(fits, room >= whole);
                let (there, rest) = written.split_at(if fits { whole } else { 0 });
                assert_eq!(there, &text[1..=there.len()]);
                assert!(rest.iter().all(|byte| *byte == b'~'));
            }
        }
    }
}

#[test]
fn every_text_of_up_to_two_bytes() {
    check(b"");
    for first in 0..=255 {
        check(&[first]);
        for second in 0..=255 {
            check(&[first, second]);
        }
    }
}

#[test]
fn every_pair_of_bytes_at_the_end_of_three_to_five() {
    for first in 0..=255 {
        for second in 0..=255 {
            check(&[b'Y', first, second]);
            check(&[b'Y', b'Q', first, second]);
            check(&[b'Y', b'Q', b'A', first, second]);
        }
    }
}

#[test]
fn every_byte_in_every_place_around_the_blocks() {
    for length in [4, 6, 62, 63, 64, 66, 128, 130] {
        for place in 0..length {
            for byte in 0..=255 {
                let mut text = vec![b'q'; length];
                text[place] = byte;
                check(&text);
            }
        }
    }
}

#[test]
fn padding_counts_only_where_it_completes_a_quartet() {
    for length in 0..140 {
        let mut text = slow_encode(&noise(length));
        for _ in 0..5 {
            check(&text);
            text.push(b'=');
        }
    }
    for text in ["====", "Y===", "=", "==", "YQ=", "YQ===", "YQ==YQ==", "YW=h", "=YWF", "YWFh====", "YWFhYWFhYQ="] {
        check(text.as_bytes());
        assert!(!is_valid(text.as_bytes()), "{text}");
    }
}

#[test]
fn spare_bits_are_ignored() {
    for (text, bytes) in [("YQ", "a"), ("Yf", "a"), ("YR==", "a"), ("YWE", "aa"), ("YWF", "aa"), ("YWH=", "aa")] {
        let mut out = Vec::new();
        decode(text.as_bytes(), &mut out).unwrap();
        assert_eq!(out, bytes.as_bytes());
    }
}
