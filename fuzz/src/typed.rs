//! Types of serde's as terms, and back: bytes that are anything into rich types, and values that are anything through their bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use waxseal::session::Session;
use waxseal::term::decode::decode;
use waxseal::term::encode::{Otp, encode};
use waxseal::term::{Term, from_slice, to_vec};

use super::input::Input;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Kind {
    Plain,
    #[serde(rename = ":admin")]
    Admin,
    Since(i64),
    #[serde(rename = ":range")]
    Range(u16, i8),
    Of {
        tree: Option<Box<Kind>>,
        name: char,
    },
}

/// Something of each kind that a term can be read into.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Rich {
    #[serde(rename = ":id")]
    id: u64,
    wide: i128,
    float: Option<f64>,
    text: String,
    bytes: Vec<u8>,
    kinds: Vec<Kind>,
    by_name: BTreeMap<String, Option<u32>>,
    by_number: BTreeMap<i64, (bool, String)>,
    unit: (),
    array: [i16; 2],
    whole: Term,
}

/// What borrows from the term.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Lent<'a> {
    name: &'a str,
    raw: &'a [u8],
}

pub fn typed(data: &[u8]) {
    read(data);
    written(data);
}

/// Bytes that are anything: what a type takes of them is a term, which says the same when it is written again.
fn read(data: &[u8]) {
    again::<Rich>(data);
    again::<Vec<Kind>>(data);
    again::<BTreeMap<String, Vec<Option<String>>>>(data);
    again::<(String, u128, Option<bool>)>(data);
    let whole = from_slice::<Term>(data);
    assert_eq!(whole.as_ref().ok().map(|term| format!("{term:?}")), decode(data).ok().map(|term| format!("{term:?}")));
    if let Ok(lent) = from_slice::<Lent<'_>>(data) {
        assert_eq!(from_slice::<Lent<'_>>(&to_vec(&lent).unwrap()).unwrap(), lent);
    }
    // What a session was given raw was checked by nobody.
    let mut session = Session::default();
    session.put_raw(b"k", data.get(1..).unwrap_or_default()).unwrap();
    let _ = (session.get::<Rich>("k").is_ok(), session.get::<Lent<'_>>("k").is_ok(), session.get::<Term>("k").is_ok());
}

/// What is read is written, and read as the same.
fn again<T: Serialize + for<'de> Deserialize<'de> + PartialEq + std::fmt::Debug>(data: &[u8]) {
    let read = match from_slice::<T>(data) {
        Ok(read) => read,
        Err(error) => {
            assert_eq!(error.code(), "ERR_DECODE");
            return;
        }
    };
    // A whole term in it may be one that can't be written, such as a map with a key twice.
    let Ok(bytes) = to_vec(&read) else { return };
    let back = from_slice::<T>(&bytes).unwrap();
    assert_eq!(to_vec(&back).unwrap(), bytes);
}

/// Values that are anything: their bytes are a term as Erlang has it, and are read as the very value.
fn written(data: &[u8]) {
    let mut input = Input::new(data);
    let value = rich(&mut input);
    let bytes = to_vec(&value).unwrap();
    let term = decode(&bytes).unwrap();
    assert_eq!(encode(&term, Otp::Otp26).unwrap(), bytes);
    assert_eq!(to_vec(&term).unwrap(), bytes);
    assert_eq!(from_slice::<Rich>(&bytes).unwrap(), value);
    let mut session = Session::default();
    session.put("k", &value).unwrap();
    assert_eq!(session.get_raw(b"k"), bytes.get(1..));
    assert_eq!(session.get::<Rich>("k").unwrap(), Some(value));
}

fn rich(input: &mut Input<'_>) -> Rich {
    Rich {
        id: input.number() >> input.below(64),
        wide: i128::from_le_bytes(input.array()) >> input.below(128),
        float: Some(f64::from_bits(input.number())).filter(|float| float.is_finite()),
        text: text(input),
        bytes: input.bytes().to_vec(),
        kinds: (0..input.below(5)).map(|_| kind(input, 4)).collect(),
        by_name: (0..input.below(40)).map(|_| (text(input), input.flag().then_some(7))).collect(),
        by_number: (0..input.below(5)).map(|_| (input.number().cast_signed(), (input.flag(), text(input)))).collect(),
        unit: (),
        array: [i16::from_le_bytes(input.array()), -1],
        whole: whole(input, 3),
    }
}

fn text(input: &mut Input<'_>) -> String {
    String::from_utf8_lossy(input.bytes()).into_owned()
}

fn kind(input: &mut Input<'_>, depth: u32) -> Kind {
    match input.below(if depth > 0 { 5 } else { 4 }) {
        0 => Kind::Plain,
        1 => Kind::Admin,
        2 => Kind::Since(input.number().cast_signed()),
        3 => Kind::Range(u16::from_le_bytes(input.array()), i8::from_le_bytes(input.array())),
        _ => {
            let name = char::from_u32(u32::from_le_bytes(input.array()) & 0x001f_ffff).unwrap_or('\u{fffd}');
            Kind::Of { tree: input.flag().then(|| Box::new(kind(input, depth - 1))), name }
        }
    }
}

/// A tree without types.
fn whole(input: &mut Input<'_>, depth: u32) -> Term {
    match input.below(if depth > 0 { 6 } else { 3 }) {
        0 => Term::Atom(text(input).chars().take(255).collect()),
        1 => Term::Int(input.number().cast_signed()),
        2 => Term::Binary(input.bytes().to_vec()),
        3 => Term::Tuple((0..input.below(4)).map(|_| whole(input, depth - 1)).collect()),
        4 => Term::List((0..input.below(4)).map(|_| whole(input, depth - 1)).collect()),
        _ => Term::Map(vec![(Term::Binary(input.bytes().to_vec()), whole(input, depth - 1))]),
    }
}
