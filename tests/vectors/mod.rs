//! Reads the vectors in `tests/vectors/*.json`: cases that the real Plug produced. See the README beside them.
#![allow(dead_code, reason = "each test file uses its part of this")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use serde_json::Value;
use waxseal::term::Term;

/// The cases of a group, such as `external_term`.
pub fn load(group: &str) -> Vec<Value> {
    let path = format!("{}/tests/vectors/{group}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut file: Value = serde_json::from_str(&text).unwrap();
    let Value::Array(cases) = file["cases"].take() else { panic!("{path}: no list of cases") };
    cases
}

/// The case's name.
pub fn name(case: &Value) -> &str {
    text(case, "name")
}

/// A field that is text.
pub fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_else(|| panic!("{}: no text in {field}", case["name"]))
}

/// A field in base64: `bytes(case, "token_b64")`.
pub fn bytes(case: &Value, field: &str) -> Vec<u8> {
    base64(text(case, field))
}

/// A field in base64 that may be null (Elixir's nil) or absent.
pub fn optional_bytes(case: &Value, field: &str) -> Option<Vec<u8>> {
    case[field].as_str().map(base64)
}

/// Standard base64 with padding.
pub fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.trim_end_matches('=').as_bytes().chunks(4) {
        let digit = |byte: &u8| ALPHABET.iter().position(|known| known == byte).expect("base64");
        let number = group.iter().map(digit).chain([0; 4]).take(4).fold(0, |number, digit| number << 6 | digit);
        bytes.extend(number.to_be_bytes().into_iter().skip(5).take(group.len() - 1));
    }
    bytes
}

/// Hexadecimal digits.
pub fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("hex")).collect()
}

/// A tagged term (`{"t":"int","v":"1"}`) as a [`Term`]. Panics on ports and functions, which no session has.
pub fn term(tagged: &Value) -> Term {
    let items = || tagged["v"].as_array().expect("items").iter();
    match tagged["t"].as_str().expect("a tagged term") {
        "atom" => Term::Atom(text(tagged, "v").to_owned()),
        "int" => Term::parse_integer(text(tagged, "v")).expect("an integer"),
        "float" => Term::Float(f64::from_be_bytes(hex(text(tagged, "bits")).try_into().expect("64 bits"))),
        "bin" => Term::Binary(optional_bytes(tagged, "b64").unwrap_or_else(|| text(tagged, "text").into())),
        "bits" => Term::Bits {
            bytes: bytes(tagged, "b64"),
            bits: tagged["bits"].as_u64().and_then(|bits| bits.try_into().ok()).expect("bits"),
        },
        "list" => Term::List(items().map(term).collect()),
        "improper" => Term::Improper(items().map(term).collect(), Box::new(term(&tagged["tail"]))),
        "tuple" => Term::Tuple(items().map(term).collect()),
        "map" => Term::Map(items().map(|pair| (term(&pair[0]), term(&pair[1]))).collect()),
        "pid" | "ref" => waxseal::term::decode::decode(&bytes(tagged, "etf_b64")).expect("a pid or a reference"),
        other => panic!("no term for {other}"),
    }
}

/// The term with the pairs of every map in an order of their own, so that terms compare whatever order their maps came in.
pub fn unordered(mut term: Term) -> Term {
    order(&mut term);
    term
}

/// In place, as terms nest 2,048 levels deep: without optimisation, a level that collects took so much of the stack that a test had not enough.
fn order(term: &mut Term) {
    match term {
        Term::Map(pairs) => {
            for (key, value) in &mut *pairs {
                order(key);
                order(value);
            }
            pairs.sort_by_cached_key(|(key, _)| format!("{key:?}"));
        }
        Term::List(items) | Term::Tuple(items) => {
            for item in items {
                order(item);
            }
        }
        Term::Improper(items, tail) => {
            for item in items {
                order(item);
            }
            order(tail);
        }
        Term::Atom(_)
        | Term::Int(_)
        | Term::Big(_)
        | Term::Float(_)
        | Term::Binary(_)
        | Term::Bits { .. }
        | Term::Opaque(_) => {}
    }
}
