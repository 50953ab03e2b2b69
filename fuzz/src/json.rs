//! JSON, beside `serde_json`.

use std::collections::BTreeMap;

use serde_json::{Number, Value};
use waxseal::json::{decode, encode};
use waxseal::term::Term;

/// Deeper than `serde_json` goes.
fn is_deep(text: &[u8]) -> bool {
    text.iter().filter(|byte| matches!(byte, b'[' | b'{')).count() > 120
}

pub fn json(data: &[u8]) {
    let term = decode(data);
    let value = serde_json::from_slice::<Value>(data);
    if !is_deep(data) {
        match (&term, &value) {
            (Some(term), Ok(value)) => {
                // Of a name that is there twice `serde_json` keeps the last value, and we the first. Every name has its colon.
                let is_plain = data.iter().filter(|byte| **byte == b':').count() == names(term);
                assert!(is_same(term, value, is_plain), "{term:?} {value:?}");
            }
            // A whole number that is no f64's.
            (Some(_), Err(error)) => assert!(error.to_string().contains("number out of range"), "{error}"),
            (None, Ok(value)) => panic!("{value:?} is refused"),
            (None, Err(_)) => {}
        }
    }
    let Some(term) = term else { return };
    let text = encode(&term).unwrap();
    // The names of an object are put in order; else it is as it was.
    let again = decode(text.as_bytes()).expect("what was written is read");
    assert_eq!(encode(&again).unwrap(), text);
    assert!(is_deep(data) || has_big(&term) || serde_json::from_str::<Value>(&text).is_ok(), "{text}");
}

/// How many names its objects have.
fn names(term: &Term) -> usize {
    match term {
        Term::List(items) => items.iter().map(names).sum(),
        Term::Map(pairs) => pairs.iter().map(|(_, value)| 1 + names(value)).sum(),
        _ => 0,
    }
}

fn has_big(term: &Term) -> bool {
    match term {
        Term::Big(_) => true,
        Term::List(items) => items.iter().any(has_big),
        Term::Map(pairs) => pairs.iter().any(|(_, value)| has_big(value)),
        _ => false,
    }
}

fn is_same(term: &Term, value: &Value, is_plain: bool) -> bool {
    match (term, value) {
        (Term::Atom(name), Value::Null) => name == "nil",
        (Term::Atom(name), Value::Bool(value)) => name == if *value { "true" } else { "false" },
        (Term::Binary(bytes), Value::String(text)) => bytes == text.as_bytes(),
        (Term::Int(int), Value::Number(number)) => {
            // `-0` is an integer to Jason.
            number.as_i64() == Some(*int) || (*int == 0 && number.as_f64() == Some(0.0))
        }
        (Term::Big(big), Value::Number(number)) => number.as_u64().map_or_else(
            || big.to_string().parse().is_ok_and(|float| is_near(float, number)),
            |whole| big.to_string() == whole.to_string(),
        ),
        (Term::Float(float), Value::Number(number)) => is_near(*float, number),
        (Term::List(items), Value::Array(values)) => {
            items.len() == values.len() && items.iter().zip(values).all(|(item, value)| is_same(item, value, is_plain))
        }
        (Term::Map(pairs), Value::Object(_)) => is_same_object(pairs, value, is_plain),
        _ => false,
    }
}

/// `serde_json` is off by a bit or so without its feature `float_roundtrip`.
fn is_near(float: f64, number: &Number) -> bool {
    number.as_f64().is_some_and(|other| (float - other).abs() <= float.abs() * 1e-14 + f64::MIN_POSITIVE)
}

/// The values, too, if no name is there twice.
fn is_same_object(pairs: &[(Term, Term)], value: &Value, is_plain: bool) -> bool {
    let Value::Object(fields) = value else { return false };
    let ours: BTreeMap<&[u8], &Term> = pairs
        .iter()
        .map(|(name, value)| if let Term::Binary(name) = name { (name.as_slice(), value) } else { panic!("a name") })
        .collect();
    ours.len() == pairs.len()
        && ours.len() == fields.len()
        && fields
            .iter()
            .all(|(name, value)| ours.get(name.as_bytes()).is_some_and(|ours| !is_plain || is_same(ours, value, true)))
}
