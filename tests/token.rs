//! `Plug.Crypto`'s tokens and `Plug.Conn`'s signed cookies: every case of `token.json`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod vectors;

use std::collections::BTreeMap;

use serde_json::Value;
use vectors::{base64, bytes, hex, load, name, optional_bytes, term, text, unordered};
use waxseal::cookies::{self, Attributes, signed};
use waxseal::crypto::key_generator::{self, Digest};
use waxseal::crypto::keyring::Keyring;
use waxseal::crypto::token::{self, Age, MAX_AGE, Opened, Refusal, Terms};
use waxseal::error::Error;
use waxseal::term::Term;
use waxseal::term::decode::{check, decode};
use waxseal::term::encode::{Otp, encode};

/// What a case came to, counted.
type Counts = BTreeMap<String, usize>;

#[test]
fn every_case() {
    let cases = load("token");
    let mut counts = Counts::new();
    for case in &cases {
        let op = text(case, "op");
        let came_to = match op {
            "sign" | "encrypt" => written(case, op == "encrypt"),
            "verify" | "decrypt" => read(case, op == "decrypt"),
            "put_resp_cookie" => put_cookie(case),
            "fetch_cookies" => fetch_cookie(case),
            other => panic!("{other}"),
        };
        *counts.entry(format!("{op} {came_to}")).or_default() += 1;
    }
    let expected = [
        ("decrypt expired", 11),
        ("decrypt invalid", 11),
        ("decrypt missing", 1),
        ("decrypt ok", 60),
        ("decrypt raise", 17),
        ("encrypt ok", 43),
        ("encrypt raise", 1),
        ("fetch_cookies absent", 4),
        ("fetch_cookies ok", 4),
        ("put_resp_cookie ok", 9),
        ("put_resp_cookie raise", 2),
        ("sign ok", 50),
        ("sign raise", 6),
        ("verify expired", 11),
        ("verify invalid", 20),
        ("verify missing", 2),
        ("verify ok", 62),
        ("verify raise", 16),
    ];
    assert_eq!(counts, expected.map(|(key, count)| (key.to_owned(), count)).into());
    assert_eq!(counts.values().sum::<usize>(), cases.len());
}

/// The derivation that a case asks for; nothing if there is none.
fn derivation(opts: &Value) -> Option<key_generator::Options> {
    let mut options = key_generator::Options::default();
    if let Some(iterations) = opts["key_iterations"].as_i64() {
        options.iterations = u32::try_from(iterations).ok()?;
    }
    if let Some(length) = opts["key_length"].as_u64() {
        options.length = usize::try_from(length).unwrap();
    }
    if let Some(digest) = opts["key_digest"].as_str() {
        options.digest = Digest::parse(digest)?;
    }
    Some(options)
}

fn age(max_age: &Value) -> Age {
    match max_age {
        Value::String(infinity) if infinity == "infinity" => Age::Infinity,
        Value::Number(number) => Age::from_number(number.as_f64().unwrap()),
        Value::Null => Age::Nil,
        Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => panic!("no age: {max_age}"),
    }
}

fn terms(case: &Value, otp: Otp) -> Terms {
    let opts = &case["opts"];
    let signed_at_ms = match (opts["signed_at"].as_i64(), opts["signed_at"].as_f64()) {
        (Some(seconds), _) => seconds * 1000,
        #[expect(clippy::cast_possible_truncation, reason = "truncated on purpose")]
        (None, Some(seconds)) => (seconds * 1000.0).trunc() as i64,
        (None, None) => case["now_ms"].as_i64().unwrap(),
    };
    let max_age = opts.get("max_age").map_or(MAX_AGE, age);
    Terms { signed_at_ms, max_age, otp, compressed: opts["compressed"] == true }
}

/// Phoenix refuses what is no secret; it is its own rule, and not `plug_crypto`'s.
fn is_refused_by_phoenix(case: &Value, secret: &[u8]) -> bool {
    case["via"] == "Phoenix.Token" && secret.len() < 20
}

fn written(case: &Value, encrypted: bool) -> &'static str {
    for otp in [Otp::Otp26, Otp::Otp25] {
        let token = write(case, encrypted, otp);
        if case["outcome"] == "raise" {
            assert!(token.is_none(), "{}", name(case));
            continue;
        }
        let token = token.unwrap_or_else(|| panic!("{}", name(case)));
        let theirs = &case["otp25"];
        let theirs = if otp == Otp::Otp25 && theirs.is_object() { theirs } else { case };
        let payload = bytes(theirs, "payload_b64");
        let terms = terms(case, otp);
        let data = encode(&term(&case["data"]), otp).unwrap();
        let ours = token::payload(&data, &terms).unwrap();
        if case["bytes_depend_on"] == "zlib" {
            assert_eq!(ours[1], 80, "{}: not compressed", name(case));
            assert_eq!(decode(&ours), decode(&payload), "{}", name(case));
        } else if case["order_defined"] == false {
            assert_eq!(decode(&ours).map(unordered), decode(&payload).map(unordered), "{}", name(case));
        } else {
            assert_eq!(ours, payload, "{}", name(case));
            if !encrypted {
                assert_eq!(token, bytes(theirs, "token_b64"), "{}", name(case));
            }
        }
        // What is written is read, at the moment of its signing.
        let signed_at = u64::try_from(terms.signed_at_ms).unwrap_or_default();
        let opened = open(case, &token, Some(Age::Infinity), signed_at, encrypted).unwrap().unwrap();
        assert_eq!(check(&opened.data), check(&data), "{}", name(case));
    }
    if case["outcome"] == "raise" { "raise" } else { "ok" }
}

fn write(case: &Value, encrypted: bool, otp: Otp) -> Option<Vec<u8>> {
    let (secret, salt) = (optional_bytes(case, "secret_key_base_b64")?, optional_bytes(case, "salt_b64")?);
    if is_refused_by_phoenix(case, &secret) {
        return None;
    }
    let mut keyring = Keyring::default();
    let derived = keyring.derived(&secret, &salt, &derivation(&case["opts"])?).ok()?;
    let data = encode(&term(&case["data"]), otp).unwrap();
    let terms = terms(case, otp);
    let token = if encrypted {
        token::encrypt(derived.encryption().ok()?, &data, &terms)
    } else {
        token::sign(derived.signing(), &data, &terms)
    };
    token.ok()
}

/// Nothing where Plug raises for how it was called.
fn open(
    case: &Value,
    token: &[u8],
    max_age: Option<Age>,
    now_ms: u64,
    encrypted: bool,
) -> Option<Result<Opened, Refusal>> {
    let (secret, salt) = (optional_bytes(case, "secret_key_base_b64")?, optional_bytes(case, "salt_b64")?);
    if is_refused_by_phoenix(case, &secret) {
        return None;
    }
    let mut keyring = Keyring::default();
    let derived = keyring.derived(&secret, &salt, &derivation(&case["opts"])?).ok()?;
    if encrypted {
        token::decrypt(derived.encryption().ok()?, token, max_age, now_ms).ok()
    } else {
        Some(token::verify(derived.signing(), token, max_age, now_ms))
    }
}

fn read(case: &Value, encrypted: bool) -> &'static str {
    let now_ms = case["now_ms"].as_u64().unwrap();
    let Some(given) = optional_bytes(case, "token_b64") else {
        // There is nothing to hand in.
        return if case["outcome"] == "raise" { "raise" } else { "missing" };
    };
    let opened = open(case, &given, case["opts"].get("max_age").map(age), now_ms, encrypted);
    match text(case, "outcome") {
        "ok" => {
            let opened = opened.unwrap().unwrap_or_else(|refusal| panic!("{}: {refusal:?}", name(case)));
            assert_eq!(decode(&opened.data).map(unordered), Ok(unordered(term(&case["data"]))), "{}", name(case));
            "ok"
        }
        "error" => {
            let (refusal, reason) = match text(case, "reason") {
                "expired" => (Refusal::Expired, "expired"),
                _ => (Refusal::Invalid, "invalid"),
            };
            assert_eq!(opened, Some(Err(refusal)), "{}", name(case));
            reason
        }
        _ => {
            // Where Plug raises for a token, it is invalid here; for what it was given, there was nothing to ask.
            assert!(matches!(opened, None | Some(Err(Refusal::Invalid))), "{}: {opened:?}", name(case));
            "raise"
        }
    }
}

fn secret(case: &Value) -> Vec<u8> {
    bytes(case, "secret_key_base_b64")
}

fn put_cookie(case: &Value) -> &'static str {
    let opts = &case["opts"];
    let value = term(&case["value"]);
    let (is_signed, is_encrypted) = (opts["sign"] == true, opts["encrypt"] == true);
    let cookie = text(case, "cookie").as_bytes();
    let salt = signed::salt(cookie);
    let terms = Terms {
        signed_at_ms: case["now_ms"].as_i64().unwrap(),
        max_age: signed::age(opts.get("max_age").map(age)),
        otp: Otp::Otp26,
        compressed: false,
    };
    if case["outcome"] == "raise" {
        assert!(is_signed && is_encrypted || !is_signed && !matches!(value, Term::Binary(_)), "{}", name(case));
        return "raise";
    }
    let mut keyring = Keyring::default();
    let secret = secret(case);
    let derived = keyring.derived(&secret, &salt, &key_generator::Options::default()).unwrap();
    let data = encode(&value, Otp::Otp26).unwrap();
    let theirs = bytes(case, "cookie_value_b64");
    let written: Result<Vec<u8>, Error> = if is_encrypted {
        // Theirs opens to the same; ours has another nonce.
        let opened = token::decrypt(derived.encryption().unwrap(), &theirs, None, case["now_ms"].as_u64().unwrap());
        assert_eq!(opened.unwrap().unwrap().data, data, "{}", name(case));
        assert_eq!(token::encrypt(derived.encryption().unwrap(), &data, &terms).unwrap().len(), theirs.len());
        Ok(theirs.clone())
    } else if is_signed {
        token::sign(derived.signing(), &data, &terms)
    } else {
        let Term::Binary(value) = value else { panic!("{}", name(case)) };
        Ok(value)
    };
    let written = written.unwrap();
    assert_eq!(written, theirs, "{}", name(case));
    let attribute = |name: &str| opts[name].as_str().map(str::as_bytes);
    let attributes = Attributes {
        domain: attribute("domain"),
        path: attribute("path").or(Some(b"/")),
        max_age: opts["max_age"].as_i64(),
        secure: opts["secure"] == true,
        http_only: opts["http_only"] != false,
        same_site: attribute("same_site"),
        extra: attribute("extra"),
        ..Attributes::default()
    };
    let header = cookies::encode(cookie, Some(&written), &attributes, terms.signed_at_ms / 1000).unwrap();
    assert_eq!(header, bytes(case, "set_cookie_b64"), "{}", name(case));
    "ok"
}

fn fetch_cookie(case: &Value) -> &'static str {
    let cookie = text(case, "cookie");
    let asks = |list: &str| case["opts"][list].as_array().is_some_and(|names| names.iter().any(|name| name == cookie));
    let header = base64(text(case, "cookie_header_b64"));
    let found = cookies::find(&header, cookie.as_bytes());
    let mut keyring = Keyring::default();
    let derived =
        keyring.derived(&secret(case), &signed::salt(cookie.as_bytes()), &key_generator::Options::default()).unwrap();
    let now_ms = case["now_ms"].as_u64().unwrap();
    let value = found.and_then(|found| {
        let opened = if asks("signed") {
            token::verify(derived.signing(), found, None, now_ms)
        } else if asks("encrypted") {
            token::decrypt(derived.encryption().unwrap(), found, None, now_ms).unwrap()
        } else {
            return Some(Term::Binary(found.to_vec()));
        };
        opened.ok().map(|opened| decode(&opened.data).unwrap())
    });
    assert_eq!(value.is_some(), case["present"] == true, "{}", name(case));
    assert_eq!(value.map(unordered), case.get("value").map(term).map(unordered), "{}", name(case));
    if case["present"] == true { "ok" } else { "absent" }
}

#[test]
fn an_age_out_of_one_kind_of_number() {
    let safe = 9_007_199_254_740_991_i64;
    for (seconds, age) in [
        (0.0, Age::Seconds(0)),
        (-1.0, Age::Seconds(-1)),
        (0.5, Age::Fraction(0.5)),
        (9_007_199_254_740_991.0, Age::Seconds(safe)),
        (-9_007_199_254_740_991.0, Age::Seconds(-safe)),
        (9_007_199_254_740_992.0, Age::Fraction(9_007_199_254_740_992.0)),
        (f64::NAN, Age::Nil),
        (f64::INFINITY, Age::Infinity),
        (f64::NEG_INFINITY, Age::Fraction(f64::NEG_INFINITY)),
    ] {
        assert_eq!(Age::from_number(seconds), age, "{seconds}");
    }
    let terms = Terms { signed_at_ms: 1000, max_age: MAX_AGE, otp: Otp::Otp26, compressed: false };
    let payload = token::payload(&hex("836101"), &terms).unwrap();
    assert_eq!(token::open(&payload, Some(Age::from_number(f64::NEG_INFINITY)), 1000), Err(Refusal::Expired));
}

/// A token says when it was signed in any of Erlang's numbers.
#[test]
fn to_the_millisecond_and_beyond_any_time() {
    // {1, signed, age}
    let payload = |signed: &[u8], age: &[u8]| [&hex("8368036101")[..], signed, age].concat();
    let whole = |number: i64| encode(&Term::Int(number), Otp::Otp26).unwrap().split_off(1);
    let float = |number: f64| encode(&Term::Float(number), Otp::Otp26).unwrap().split_off(1);
    // Twelve bytes are read to the last, thirteen are beyond any time.
    let big = |bytes: u8, sign: u8| [&[110, bytes, sign][..], &vec![255; bytes.into()]].concat();
    let infinity = encode(&Term::Atom("infinity".to_owned()), Otp::Otp26).unwrap().split_off(1);
    let now = 1_700_000_000_000;
    let is_good = |signed: &[u8], age: &[u8], at: i64| {
        token::open(&payload(signed, age), None, u64::try_from(at).unwrap()).map(|_| ())
    };
    let over = Err(Refusal::Expired);
    let invalid = Err(Refusal::Invalid);
    for signed in [whole(now), float(1.7e12)] {
        assert_eq!(is_good(&signed, &whole(60), now - 1), invalid);
        for age in [whole(60), float(60.0), float(60.000_999)] {
            assert_eq!(is_good(&signed, &age, now), Ok(()));
            assert_eq!(is_good(&signed, &age, now + 60_000), Ok(()));
            assert_eq!(is_good(&signed, &age, now + 60_001), over);
        }
        for age in [whole(0), whole(-1), float(0.0), float(-0.5), big(12, 1), big(13, 1)] {
            assert_eq!(is_good(&signed, &age, now), over);
        }
        for age in [big(12, 0), big(13, 0), big(200, 0), float(1e300), whole(i64::MAX), infinity.clone()] {
            assert_eq!(is_good(&signed, &age, i64::MAX), Ok(()));
        }
        // Erlang's float is out of range: Plug raises. And what is no number is none.
        for age in [float(1e307), hex("6a")] {
            assert_eq!(is_good(&signed, &age, now), invalid);
        }
    }
    for signed in [big(12, 0), big(13, 0), float(1e300)] {
        assert_eq!(is_good(&signed, &whole(60), now), invalid);
    }
    for signed in [whole(-1), big(12, 1), big(13, 1), float(-1e300)] {
        assert_eq!(is_good(&signed, &whole(60), now), over);
    }
    // Endless, it only says when it was signed.
    for (signed, ms) in [
        (whole(now), Some(1.7e12)),
        (whole(-now), Some(-1.7e12)),
        (float(0.5), Some(0.5)),
        (big(12, 0), Some(2_f64.powi(96))),
        (big(12, 1), Some(-(2_f64.powi(96)))),
        (big(13, 0), Some(2_f64.powi(100))),
        (hex("6a"), None),
    ] {
        let opened = token::open(&payload(&signed, &infinity), None, 0).unwrap();
        assert_eq!(opened, Opened { data: hex("836101"), signed_at_ms: ms });
    }
}

/// Keys are derived once; what is asked for again is found, however many came between, up to 32.
#[test]
fn who_prints_a_token_that_was_opened_prints_nothing_of_its_data() {
    let opened = Opened { data: b"\x83m\0\0\0\x06secret".to_vec(), signed_at_ms: Some(1.0) };
    assert_eq!(format!("{opened:?}"), "Opened { data: 12, signed_at_ms: Some(1.0) }");
}

#[test]
fn a_keyring_keeps_the_newest() {
    let options = key_generator::Options { iterations: 2, ..Default::default() };
    let mut keyring = Keyring::default();
    let token = |keyring: &mut Keyring, salt: u32| {
        let derived = keyring.derived(b"secret of an app", &salt.to_be_bytes(), &options).unwrap();
        let terms = Terms { signed_at_ms: 0, max_age: MAX_AGE, otp: Otp::Otp26, compressed: false };
        token::sign(derived.signing(), &hex("836101"), &terms).unwrap()
    };
    let first: Vec<_> = (0..40).map(|salt| token(&mut keyring, salt)).collect();
    let again: Vec<_> = (0..40).map(|salt| token(&mut keyring, salt)).collect();
    assert_eq!(first, again);
    assert!(first.iter().collect::<std::collections::BTreeSet<_>>().len() == 40, "another salt, another key");
    assert_eq!(format!("{keyring:?}"), "Keyring(..)");
}

/// Nothing that anyone sends makes it panic, and nothing but the token itself opens.
#[test]
fn tokens_cut_and_bent() {
    let options = key_generator::Options { iterations: 2, ..Default::default() };
    let mut keyring = Keyring::default();
    let derived = keyring.derived(b"secret of an app", b"salt", &options).unwrap();
    let terms = Terms { signed_at_ms: 1000, max_age: MAX_AGE, otp: Otp::Otp26, compressed: false };
    let payload = token::payload(&hex("836101"), &terms).unwrap();
    for at in 0..payload.len() {
        for bit in 0..8 {
            let mut bent = payload.clone();
            bent[at] ^= 1 << bit;
            let _ = token::open(&bent, None, 2000);
            let _ = token::open(&bent[..at], None, 2000);
        }
    }
    let signed = token::sign(derived.signing(), &hex("836101"), &terms).unwrap();
    let encrypted = token::encrypt(derived.encryption().unwrap(), &hex("836101"), &terms).unwrap();
    for at in 0..encrypted.len().max(signed.len()) {
        for token in [&signed, &encrypted] {
            let cut = token.get(..at.min(token.len() - 1)).unwrap();
            assert_eq!(token::verify(derived.signing(), cut, None, 2000), Err(Refusal::Invalid));
            assert_eq!(token::decrypt(derived.encryption().unwrap(), cut, None, 2000), Ok(Err(Refusal::Invalid)));
        }
    }
    assert!(token::verify(derived.signing(), &signed, None, 2000).is_ok());
    assert!(token::decrypt(derived.encryption().unwrap(), &encrypted, None, 2000).unwrap().is_ok());
}
