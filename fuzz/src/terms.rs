//! Terms: what is read is written as it was, whatever it came as.

use std::borrow::Cow;

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use waxseal::crypto::token::{Age, Terms, open, payload};
use waxseal::error::Reason;
use waxseal::session::map;
use waxseal::term::Term;
use waxseal::term::decode::{INFLATED, check, decode, entries};
use waxseal::term::encode::{Otp, encode, normalize};

use super::input::Input;

pub fn decoded(data: &[u8]) {
    let checked = check(data);
    let term = decode(data);
    assert_eq!(checked.as_ref().err(), term.as_ref().err());
    // Bytes that are no term, too.
    let pairs = entries(data).count();
    let _ = (map::get(data, b"key"), map::string_entries(data).count(), map::pairs(data));
    let Ok(checked) = checked else { return };
    assert_eq!(check(&checked).as_deref(), Ok(&*checked));
    if let Ok(Term::Map(known)) = &term {
        assert!(map::is_map(&checked));
        assert_eq!(entries(&checked).count(), known.len());
        // Neither compressed, nor the tail of a list without items.
        assert!(data.get(1) != Some(&116) || pairs == known.len());
    }
    // What follows a term counts for nothing.
    let followed = [&checked, &b"more"[..]].concat();
    assert_eq!(check(&followed).as_deref(), Ok(&*checked));
    // All that is shorter is none.
    let cut = &checked[..checked.len() - 1];
    assert!(check(cut).is_err());
}

/// Whether two terms are the same in whatever order their maps are.
fn is_same(left: &Term, right: &Term) -> bool {
    let all = |left: &[Term], right: &[Term]| {
        left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
    };
    match (left, right) {
        (Term::Map(left), Term::Map(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, value)| right.iter().any(|(other, held)| is_same(key, other) && is_same(value, held)))
        }
        (Term::List(left), Term::List(right)) | (Term::Tuple(left), Term::Tuple(right)) => all(left, right),
        (Term::Improper(left, end), Term::Improper(right, other)) => all(left, right) && is_same(end, other),
        _ => left == right,
    }
}

pub fn rewritten(data: &[u8]) {
    let Ok(term) = decode(data) else { return };
    let checked = check(data).unwrap();
    for otp in [Otp::Otp26, Otp::Otp25] {
        let written = encode(&term, otp);
        assert_eq!(written.as_ref().ok(), normalize(&checked, otp).as_ref().ok());
        let Ok(written) = written else { continue };
        let again = decode(&written).unwrap();
        assert_eq!(encode(&again, otp).unwrap(), written);
        // Small enough to be compared without an index.
        if data.len() < 512 {
            assert!(is_same(&term, &again), "{term:?} {again:?}");
        }
    }
}

/// The term, or why there is none.
fn read(bytes: &[u8]) -> Result<Vec<u8>, Reason> {
    check(bytes).map(Cow::into_owned).map_err(|error| error.reason())
}

pub fn inflate(data: &[u8]) {
    let mut input = Input::new(data);
    if input.flag() {
        // A stream of whoever, with a size that may be a lie.
        let size = u32::from_be_bytes(input.array()) & 0x001f_ffff;
        let stream = input.rest();
        let bytes = [&[131, 80], &size.to_be_bytes()[..], stream].concat();
        let unfolded = decompress_to_vec_zlib_with_limit(stream, INFLATED).ok();
        let unfolded = unfolded.filter(|unfolded| unfolded.len() == size as usize);
        let whole = unfolded.map(|unfolded| [&[131], &unfolded[..]].concat());
        match whole {
            Some(whole) if whole.get(1) != Some(&80) => assert_eq!(read(&bytes), read(&whole)),
            // Compressed twice is no term.
            _ => assert!(check(&bytes).is_err()),
        }
        return;
    }
    let level = input.byte() % 11;
    let term = input.rest();
    let bytes = [&[131, 80], &u32::try_from(term.len()).unwrap().to_be_bytes()[..], &compress_to_vec_zlib(term, level)];
    if term.starts_with(&[80]) {
        assert!(check(&bytes.concat()).is_err());
        return;
    }
    let plain = [&[131], term].concat();
    assert_eq!(read(&bytes.concat()), read(&plain));
    // The crate's own writer of such streams.
    if let Ok(plain) = check(&plain) {
        let terms = Terms { signed_at_ms: 0, max_age: Age::Infinity, otp: Otp::Otp26, compressed: true };
        if let Ok(payload) = payload(&plain, &terms) {
            assert_eq!(open(&payload, None, 0).unwrap().data, *plain);
        }
    }
}
