//! The JSON serializer: the vectors in which real Plug used one, then RFC 8259 and Jason case by case.

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
use vectors::{base64, bytes, load, name, term, unordered};
use waxseal::json::{decode, encode};
use waxseal::term::Term;

#[test]
fn reads_and_writes_as_plug_did() {
    let (mut read, mut not_a_map, mut written) = (0, 0, 0);
    for case in load("cookie_store") {
        if case["config"]["serializer"] != "json" {
            continue;
        }
        let name = name(&case);
        if case["op"] == "write" {
            assert_eq!(encode(&term(&case["session"])).unwrap().as_bytes(), bytes(&case, "plaintext_b64"), "{name}");
            written += 1;
            continue;
        }
        let decoded = decode(&payload(&case));
        if case["outcome"] == "raise" {
            // Plug went down with what is not a map. Here whoever reads the session sees that it is none.
            assert!(!matches!(decoded, None | Some(Term::Map(_))), "{name}");
            not_a_map += 1;
        } else {
            // In Plug a payload that can't be decoded is an empty session.
            let decoded = decoded.unwrap_or(Term::Map(Vec::new()));
            if name == "read_json_dup_keys" {
                // "json-names": the serializer that made the vectors kept the last of a name; Jason keeps the first.
                assert_eq!(decoded, Term::Map(vec![(text("a"), Term::Int(1))]), "{name}");
                read += 1;
                continue;
            }
            assert_eq!(unordered(decoded), unordered(term(&case["session"])), "{name}");
            read += 1;
        }
    }
    assert_eq!((read, not_a_map, written), (7, 4, 4));
}

/// What is signed in a cookie: the second of its three parts.
fn payload(case: &Value) -> Vec<u8> {
    let cookie = String::from_utf8(bytes(case, "cookie_b64")).unwrap();
    let payload = cookie.split('.').nth(1).unwrap().replace('-', "+").replace('_', "/");
    base64(&payload)
}

fn text(text: &str) -> Term {
    Term::Binary(text.into())
}

fn atom(name: &str) -> Term {
    Term::Atom(name.to_owned())
}

#[test]
fn reads_every_kind_of_value() {
    let big = |digits| Term::parse_integer(digits).unwrap();
    let cases = [
        ("null", atom("nil")),
        (" \t\r\n true ", atom("true")),
        ("false", atom("false")),
        ("0", Term::Int(0)),
        ("-0", Term::Int(0)),
        ("-12", Term::Int(-12)),
        ("9223372036854775807", Term::Int(i64::MAX)),
        ("-9223372036854775808", Term::Int(i64::MIN)),
        ("9223372036854775808", big("9223372036854775808")),
        ("123456789012345678901234567890", big("123456789012345678901234567890")),
        ("1.0", Term::Float(1.0)),
        ("1e3", Term::Float(1000.0)),
        ("-1.5E-2", Term::Float(-0.015)),
        ("1e+2", Term::Float(100.0)),
        ("0.1", Term::Float(0.1)),
        ("1e-400", Term::Float(0.0)),
        (r#""""#, text("")),
        (r#""\"\\\/\b\f\n\r\t""#, text("\"\\/\u{8}\u{c}\n\r\t")),
        (r#""\u0041\u00e9\u00E9\uD83E\uDD82\u0000""#, text("Aéé🦂\0")),
        ("\"é🦂\u{7f}\u{2028}\"", text("é🦂\u{7f}\u{2028}")),
        ("[]", Term::List(vec![])),
        ("[1 , [ ] ,{}]", Term::List(vec![Term::Int(1), Term::List(vec![]), Term::Map(vec![])])),
        ("{ }", Term::Map(vec![])),
        (
            r#"{"b" : 1, "a":{"c":null}}"#,
            Term::Map(vec![(text("b"), Term::Int(1)), (text("a"), Term::Map(vec![(text("c"), atom("nil"))]))]),
        ),
        (r#"{"a":1,"b":2,"a":3}"#, Term::Map(vec![(text("a"), Term::Int(1)), (text("b"), Term::Int(2))])),
        (r#"{"":1,"\u0061":1,"a":2}"#, Term::Map(vec![(text(""), Term::Int(1)), (text("a"), Term::Int(1))])),
    ];
    for (json, wanted) in cases {
        assert_eq!(decode(json.as_bytes()), Some(wanted), "{json}");
    }
    let minus_zero = decode(b"-0.0");
    assert!(matches!(minus_zero, Some(Term::Float(zero)) if zero == 0.0 && zero.is_sign_negative()));
}

#[test]
fn takes_nothing_else() {
    let cases: &[&[u8]] = &[
        b"",
        b" ",
        b"nul",
        b"nulll",
        b"True",
        b"undefined",
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"+1",
        b"01",
        b"-",
        b"-a",
        b"1.",
        b".5",
        b"1.e5",
        b"1e",
        b"1e+",
        b"1e999",
        b"-1e999",
        b"0x10",
        b"1_000",
        b"1 2",
        b"\"",
        b"\"a",
        b"\"\\",
        b"\"\\x\"",
        b"\"\\u12\"",
        b"\"\\u12g4\"",
        b"\"\\ud83e\"",
        b"\"\\ud83e\\u0041\"",
        b"\"\\ud83e\\ue000\"",
        b"\"\\ud83ex\"",
        b"\"\\udd82\"",
        b"\"\n\"",
        b"\"\0\"",
        b"\"\x1f\"",
        b"\"\xff\"",
        b"\"\xc3\"",
        b"'a'",
        b"[",
        b"[1",
        b"[1,",
        b"[1,]",
        b"[,1]",
        b"[1 2]",
        b"[}",
        b"]",
        b"{",
        b"{1:2}",
        b"{\"a\"}",
        b"{\"a\":}",
        b"{\"a\":1",
        b"{\"a\":1,",
        b"{\"a\":1,}",
        b"{,\"a\":1}",
        b"{\"a\" 1}",
        b"{\"a\":1]",
        b"{a:1}",
        b"\xef\xbb\xbf{}",
        b"{}x",
        b"{}\0",
        b"\x0b1",
        b"\xc2\xa01",
        b"/**/1",
        b"1//",
    ];
    for json in cases {
        assert_eq!(decode(json), None, "{}", String::from_utf8_lossy(json));
    }
}

#[test]
fn is_bounded() {
    let nested = |open: &str, close: &str, depth: usize| {
        decode([&open.repeat(depth), "0", &close.repeat(depth)].concat().as_bytes())
    };
    assert!(nested("[", "]", 2_048).is_some());
    assert_eq!(nested("[", "]", 2_049), None);
    assert_eq!(nested("[", "]", 1_000_000), None);
    assert_eq!(nested("{\"a\":", "", 1_000_000), None);
    let list = |items: usize| decode(format!("[{}0]", "0,".repeat(items - 1)).as_bytes());
    assert!(list(99_999).is_some());
    assert_eq!(list(100_000), None);
    // 256 ^ 8,192 has 19,729 digits.
    assert!(decode("9".repeat(19_728).as_bytes()).is_some());
    assert_eq!(decode("9".repeat(19_729).as_bytes()), None);
    assert_eq!(decode("9".repeat(1_000_000).as_bytes()), None);
    let names: Vec<String> = (0..40_000).map(|name| format!("\"{}\":0", name % 20_000)).collect();
    assert!(
        matches!(decode(format!("{{{}}}", names.join(",")).as_bytes()), Some(Term::Map(pairs)) if pairs.len() == 20_000)
    );
}

#[test]
fn writes_as_jason_does() {
    let cases = [
        (atom("nil"), "null"),
        (atom("true"), "true"),
        (atom("ok"), "\"ok\""),
        (Term::Int(-5), "-5"),
        (Term::parse_integer("-123456789012345678901234567890").unwrap(), "-123456789012345678901234567890"),
        (
            text("\"\\/\u{8}\t\n\u{c}\r\0\u{1f}\u{7f}é\u{2028}🦂"),
            "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001F\u{7f}é\u{2028}🦂\"",
        ),
        (Term::List(vec![]), "[]"),
        (Term::List(vec![Term::Int(104), Term::List(vec![Term::Int(105)]), atom("a")]), "[104,[105],\"a\"]"),
        (Term::Map(vec![]), "{}"),
        (
            Term::Map(vec![
                (text("b"), Term::Int(1)),
                (text("a"), Term::Map(vec![(text("x"), Term::Int(2))])),
                (atom("z"), Term::Int(3)),
                (Term::Int(7), Term::List(vec![Term::Map(vec![])])),
                (Term::Float(1.5), atom("nil")),
                (atom("nil"), atom("nil")),
            ]),
            r#"{"7":[{}],"1.5":null,"nil":null,"z":3,"a":{"x":2},"b":1}"#,
        ),
    ];
    for (term, wanted) in cases {
        assert_eq!(encode(&term).unwrap(), wanted);
    }
    let floats = [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (-1.5, "-1.5"),
        (100.0, "100.0"),
        (1000.0, "1.0e3"),
        (1100.0, "1.1e3"),
        (1230.0, "1230.0"),
        (12_345.0, "12345.0"),
        (123_000.0, "1.23e5"),
        (0.1, "0.1"),
        (0.001, "0.001"),
        (0.0001, "0.0001"),
        (0.00001, "1.0e-5"),
        (0.000_12, "1.2e-4"),
        (0.000_123, "1.23e-4"),
        (0.001_23, "0.00123"),
        (0.001_2, "0.0012"),
        (std::f64::consts::PI, "3.141592653589793"),
        (1e22, "1.0e22"),
        (1e100, "1.0e100"),
        (5e-324, "5.0e-324"),
        (f64::MAX, "1.7976931348623157e308"),
        (9_007_199_254_740_991.0, "9007199254740991.0"),
        (9_007_199_254_740_992.0, "9.007199254740992e15"),
        (123_456_789_012_345_680.0, "1.2345678901234568e17"),
        (-2.5e-9, "-2.5e-9"),
    ];
    for (float, wanted) in floats {
        assert_eq!(encode(&Term::Float(float)).unwrap(), wanted);
    }
}

#[test]
fn says_where_what_json_lacks_stands() {
    let at = |value: Term| {
        let items = Term::List(vec![Term::Int(1), Term::Map(vec![(text("price"), value)])]);
        encode(&Term::Map(vec![(text("cart"), Term::Map(vec![(atom("items"), items)]))])).unwrap_err()
    };
    let cases = [
        (Term::Tuple(vec![]), "is a tuple, which JSON does not have"),
        (Term::Binary(vec![255]), "is a binary that is not UTF-8, which JSON does not have"),
        (Term::Bits { bytes: vec![128], bits: 1 }, "is a bitstring, which JSON does not have"),
        (Term::Improper(vec![Term::Int(1)], Box::new(Term::Int(2))), "is an improper list, which JSON does not have"),
        (Term::Opaque(vec![]), "is a pid or a reference, which JSON does not have"),
        (Term::Map(vec![(atom("__struct__"), atom("Elixir.URI"))]), "is a struct, which JSON does not have"),
        (Term::Float(f64::NAN), "is infinite or not a number"),
        (
            Term::Map(vec![(Term::Tuple(vec![]), Term::Int(1))]),
            "has a key that is neither a string nor an atom nor a number",
        ),
        (
            Term::Map(vec![(text("a"), Term::Int(1)), (text("a"), Term::Int(2))]),
            "can't be written: a map has the same key twice",
        ),
    ];
    for (value, what) in cases {
        let error = at(value);
        assert_eq!((error.code(), error.to_string()), ("ERR_ENCODE", format!("cart.items[1].price {what}")));
    }
    assert_eq!(encode(&Term::Tuple(vec![])).unwrap_err().to_string(), "the term is a tuple, which JSON does not have");
}

#[test]
fn reads_what_it_writes() {
    let json = r#"{"a":[1,2.5,"x",null,{"b":[]}],"c":{"d":-1.0e-7,"e":true}}"#;
    assert_eq!(encode(&decode(json.as_bytes()).unwrap()).unwrap(), json);
}
