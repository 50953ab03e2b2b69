//! Options as bytes: what of them is read, and what is refused. The options themselves, one by one, are tested through the package.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use waxseal::crypto::secret_key_base::SecretKeyBase;
use waxseal::plug::SessionCookie;
use waxseal::session::Session;
use waxseal::store::cookie::CookieStore;
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Lasts, Store as _};
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

#[test]
fn false_takes_an_attribute_away_and_is_no_path() {
    let no = || Term::Atom("false".to_owned());
    let set = |options: &[u8]| {
        let conn = Conn { secret_key_base: None, https: false, now_ms: 1 };
        let header = cookie(options)?.set(&conn, b"v", Lasts::AsConfigured, String::new);
        header.map(|header| String::from_utf8(header).unwrap()).map_err(|error| error.to_string())
    };
    for name in ["domain", "sameSite", "extra", "priority", "maxAge"] {
        let header = set(&with(name, no())).unwrap();
        assert_eq!(header, "s=v; path=/; HttpOnly", "{name}");
    }
    let error = set(&with("path", no())).unwrap_err();
    assert!(error.contains("path: got false, takes"), "{error}");
    assert!(!cookie(&with("maxAge", no())).unwrap().has_max_age());
    let conn = Conn { secret_key_base: None, https: false, now_ms: 1 };
    let value = Value::of_term(&with("maxAge", no())).unwrap();
    let store = KvStore::init(&Options::new(&value).unwrap());
    assert!(store.is_err(), "a salt is no option of it");
    let value = Value::object([("key", "s".into()), ("maxAge", Value::Boolean(false))]);
    let store = KvStore::init(&Options::new(&value).unwrap()).unwrap();
    assert_eq!(store.lasts(&conn, &Session::default()), Lasts::AsConfigured);
}

#[test]
fn a_name_that_may_be_a_secret_is_not_shown_and_one_that_is_near_is_named() {
    let told = |name: &str| store(&with(name, text("v"))).unwrap_err();
    assert!(told("siginngSalt").starts_with("siginngSalt: there is no such option; did you mean signingSalt?"));
    assert!(told("maxaeg").contains("did you mean maxAge?"));
    // Three letters are missing: too far.
    assert!(told("age").starts_with("age: there is no such option; it takes store, "), "{}", told("age"));
    for name in ["abcdefghijklmnopqrstuvwxy", "secret1", "two words"] {
        let error = told(name);
        assert!(error.starts_with(&format!("an option of {} bytes: there is no such option", name.len())), "{error}");
    }
    assert!(told("abcdefghijklmnopqrstuvwx").starts_with("abcdefghijklmnopqrstuvwx: there is no such option"));
}

#[test]
fn an_option_of_an_entry_is_named_with_its_place() {
    let entry = Term::Map(vec![(text("signingSalt"), text("old")), (text("secretKeyBase"), text("short"))]);
    let error = store(&with("rotatingOptions", Term::List(vec![entry]))).unwrap_err();
    assert!(error.starts_with("rotatingOptions[0].secretKeyBase: got 5 bytes, takes at least 64"), "{error}");
    // Conn's secret is another one.
    let short = SecretKeyBase::new(b"short");
    let conn = Conn { secret_key_base: Some(&short), https: false, now_ms: 1 };
    let error = store(&with("secure", Term::Atom("true".to_owned()))).unwrap().seal(&conn, b"v").unwrap_err();
    assert!(error.message().starts_with("conn.secretKeyBase: got 5 bytes, takes at least 64"), "{error}");
}
