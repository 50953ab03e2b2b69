//! Options as bytes: what of them is read, and what is refused. The options themselves, one by one, are tested through the package.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use waxseal::plug::SessionCookie;
use waxseal::store::Conn;
use waxseal::store::cookie::CookieStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;
use waxseal::term::Term;
use waxseal::term::encode::{Otp, encode};

fn text(text: &str) -> Term {
    Term::Binary(text.as_bytes().to_vec())
}

/// A cookie store's options, with one more.
fn with(name: &str, value: Term) -> Vec<u8> {
    let pairs = [("key", text("s")), ("signingSalt", text("salt")), (name, value)];
    encode(&Term::Map(pairs.map(|(name, value)| (text(name), value)).into()), Otp::Otp26).unwrap()
}

fn store(options: &[u8]) -> Result<CookieStore, String> {
    let store = Value::of_term(options)
        .and_then(|value| Options::new(&value).and_then(|options| CookieStore::init(&options, Serializer::Term)));
    store.map_err(|error| error.to_string())
}

fn cookie(options: &[u8]) -> Result<SessionCookie, String> {
    let cookie = Value::of_term(options)
        .and_then(|value| Options::new(&value).and_then(|options| SessionCookie::init(&options)));
    cookie.map_err(|error| error.to_string())
}

#[test]
fn a_number_of_more_than_32_bits_is_one() {
    assert!(cookie(&with("maxAge", Term::Int(1 << 37))).unwrap().has_max_age());
    let error = cookie(&with("maxAge", Term::Int(1 << 60))).unwrap_err();
    assert!(error.contains("maxAge: got 1152921504606846976, takes"), "{error}");
    let error = cookie(&with("maxAge", Term::parse_integer("99999999999999999999").unwrap())).unwrap_err();
    assert!(error.contains("maxAge: got a whole number, takes"), "{error}");
}

#[test]
fn what_browsers_take_only_from_a_secure_cookie_is_secure_on_any_connection() {
    let truth = || Term::Atom("true".to_owned());
    for (key, option, is_always) in [
        ("__Host-s", ("path", text("/")), true),
        ("__secure-s", ("path", text("/")), true),
        ("__Http-s", ("path", text("/")), true),
        ("s", ("sameSite", text("none")), true),
        ("s", ("partitioned", truth()), true),
        ("s", ("secure", truth()), true),
        ("s", ("sameSite", text("Lax")), false),
        ("s__Host-", ("path", text("/")), false),
    ] {
        let (name, value) = option;
        let given = Term::Map(vec![(text("key"), text(key)), (text(name), value)]);
        let cookie = cookie(&encode(&given, Otp::Otp26).unwrap()).unwrap();
        for https in [false, true] {
            let header = cookie.delete(&Conn { secret_key_base: None, https, now_ms: 0 }).unwrap();
            let is_secure = String::from_utf8(header).unwrap().contains("; secure");
            assert_eq!(is_secure, is_always || https, "{key} {name} {https}");
        }
    }
}

#[test]
fn a_list_is_read_to_its_end() {
    let entry = Term::Map(vec![(text("signingSalt"), text("old"))]);
    let rotating = |list| store(&with("rotatingOptions", list)).map(|store| format!("{store:?}"));
    assert!(rotating(Term::List(vec![entry.clone(), entry.clone()])).unwrap().contains("rotating: 2"));
    assert!(rotating(Term::List(Vec::new())).unwrap().contains("rotating: 0"));
    for wrong in [Term::Improper(vec![entry], Box::new(text("tail"))), Term::Int(1), text("old"), Term::Map(Vec::new())]
    {
        assert!(rotating(wrong).unwrap_err().contains("takes a list of option objects"));
    }
    let error = cookie(&with("secure", Term::List(vec![Term::Int(300)]))).unwrap_err();
    assert!(error.contains("secure: got a list, takes true or false"), "{error}");
}

#[test]
fn bytes_that_are_no_map_are_refused() {
    let good = with("secure", Term::Atom("true".to_owned()));
    assert!(store(&good).is_ok());
    for length in 0..good.len() {
        assert!(store(good.get(..length).unwrap()).is_err(), "the first {length} bytes");
    }
    let no_map = encode(&Term::List(Vec::new()), Otp::Otp26).unwrap();
    assert!(store(&no_map).unwrap_err().contains("got a list, takes an object of options"));
    // A function for a value, a key twice, and zlib's stream of the empty list.
    let executable = [131, 116, 0, 0, 0, 1, 109, 0, 0, 0, 1, b'k', 113];
    let twice = [131, 116, 0, 0, 0, 2, 109, 0, 0, 0, 1, b'k', 106, 109, 0, 0, 0, 1, b'k', 106];
    let compressed = [131, 80, 0, 0, 0, 1, 120, 156, 203, 2, 0, 0, 107, 0, 107];
    for wrong in [&executable[..], &twice, &compressed] {
        assert!(store(wrong).is_err(), "{wrong:?}");
    }
}
