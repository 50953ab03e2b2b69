//! Every case of `cookie_store.json`, and the cookies of `external_term.json`: what real Plug wrote and read.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod plug;
mod vectors;

use plug::{Site, options, pair};
use serde_json::Value;
use vectors::{base64, bytes, hex, load, name, optional_bytes, term, text, unordered};
use waxseal::error::Reason;
use waxseal::plug::{Fetch, before_send, fetch};
use waxseal::session::map;
use waxseal::session::{Session, Sid};
use waxseal::store::Lookup;
use waxseal::store::Store as _;
use waxseal::store::cookie::CookieStore;
use waxseal::term::Term;
use waxseal::term::decode::{check, decode};
use waxseal::term::encode::{Otp, encode_value};

/// Not a time that any case depends on.
const NOW_MS: u64 = 1_795_393_670_000;

/// Plug raises at the first request, we at construction ("config-at-construction" in `tests/README.md`).
const AT_CONSTRUCTION: &[&str] = &[
    "write_check_skb_63_in_opts",
    "write_check_no_signing_salt_with_encryption",
    "write_check_iterations_0",
    "write_check_digest_unknown",
    "write_check_enc_len31",
    "write_check_enc_len64",
    "read_cross_enc_read_with_len64",
    "read_rotating_entry_missing_signing_salt",
    "read_rotating_entry_skb_short",
    "read_rotating_legacy_a128gcm_entry_len64_raises",
    "read_legacy_len64_small",
    "read_legacy_len64_phoenix",
    "read_legacy_len64_mixed",
];

/// Plug raises, we have no session ("not-a-map", "short-key-reads-nothing-new"), or the empty one that Plug has with any
/// other `log` ("log-false").
const NO_SESSION: &[(&str, Sid, Reason)] = &[
    ("read_term_signed_top_list", Sid::Nil, Reason::NotAMap),
    ("read_term_signed_top_nil", Sid::Nil, Reason::NotAMap),
    ("read_term_signed_top_bin", Sid::Nil, Reason::NotAMap),
    ("read_term_signed_top_tuple", Sid::Nil, Reason::NotAMap),
    ("read_json_list", Sid::Nil, Reason::NotAMap),
    ("read_json_string", Sid::Nil, Reason::NotAMap),
    ("read_json_null", Sid::Nil, Reason::NotAMap),
    ("read_json_int", Sid::Nil, Reason::NotAMap),
    ("read_cross_enc_read_with_len16", Sid::Nil, Reason::DecryptFailed),
    ("read_rotating_entry_len16_encrypted_xcp_raises", Sid::Nil, Reason::DecryptFailed),
    ("read_log_false_unsafe_term", Sid::Term, Reason::Undecodable),
];

/// A serializer is a value of its own type in Rust: only JavaScript can give something that is none.
const NOT_IN_RUST: &str = "write_check_serializer_not_atom";

#[derive(Debug, Default, PartialEq)]
struct Counts {
    signed: usize,
    encrypted: usize,
    read: usize,
    at_construction: usize,
    at_request: usize,
    no_session: usize,
    not_in_rust: usize,
}

#[test]
fn every_cookie_as_plug_writes_and_reads_it() {
    let mut counts = Counts::default();
    for case in load("cookie_store") {
        let name = name(&case);
        if name == NOT_IN_RUST {
            counts.not_in_rust += 1;
            continue;
        }
        let site = match Site::cookie(&case["config"]) {
            Ok(site) => site,
            Err(error) => {
                assert!(AT_CONSTRUCTION.contains(&name), "{name}: {error}");
                assert_eq!((error.code(), text(&case, "outcome")), ("ERR_CONFIG", "raise"), "{name}: {error}");
                counts.at_construction += 1;
                continue;
            }
        };
        assert!(!AT_CONSTRUCTION.contains(&name), "{name} was to be refused at construction");
        match (text(&case, "op"), case["mode"].as_str()) {
            _ if case["outcome"] == "raise" => raises(&case, &site, &mut counts),
            ("read", _) => read(&case, &site, &mut counts),
            ("write", Some("signed")) => write_signed(&case, &site, &mut counts),
            ("write", Some("encrypted")) => write_encrypted(&case, &site, &mut counts),
            other => panic!("{name}: {other:?}"),
        }
    }
    // No case goes by unseen.
    let expected = Counts {
        signed: 45,
        encrypted: 30,
        read: 129,
        at_construction: AT_CONSTRUCTION.len(),
        at_request: 7,
        no_session: NO_SESSION.len(),
        not_in_rust: 1,
    };
    assert_eq!(counts, expected);
    assert_eq!(45 + 30 + 129 + AT_CONSTRUCTION.len() + 7 + NO_SESSION.len() + 1, 236);
}

/// The session that `put_session` makes of a case's.
fn session(case: &Value, otp: Otp) -> Session {
    let mut session = Session::new(&Sid::Nil, map::EMPTY, &[], None);
    let Term::Map(pairs) = term(&case["session"]) else { panic!("{}: no map", name(case)) };
    // Backwards, so that it is not the vectors' order that comes out.
    for (key, value) in pairs.into_iter().rev() {
        let Term::Binary(key) = key else { panic!("{}: not a string for a key", name(case)) };
        let mut bytes = Vec::new();
        encode_value(&value, otp, &mut bytes).unwrap();
        session.put_raw(&key, &bytes).unwrap();
    }
    // What nothing was put into is written too.
    if session.map() == map::EMPTY {
        session.clear().unwrap();
    }
    session
}

fn set_cookie(site: &Site<CookieStore>, session: &Session) -> Result<Vec<u8>, waxseal::error::Error> {
    let commit = before_send(&site.cookie, &site.store, &site.conn(false, NOW_MS), session)?;
    assert_eq!(commit.steps, []);
    Ok(commit.set_cookie.expect("a cookie"))
}

fn write_signed(case: &Value, site: &Site<CookieStore>, counts: &mut Counts) {
    let name = name(case);
    let written = set_cookie(site, &session(case, Otp::Otp25)).unwrap();
    assert_eq!(shown(&written), shown(&bytes(case, "set_cookie_b64")), "{name}");

    let written = set_cookie(site, &session(case, Otp::Otp26)).unwrap();
    let otp27 = optional_bytes(&case["otp27"], "set_cookie_b64").unwrap_or_else(|| bytes(case, "set_cookie_b64"));
    assert_eq!(shown(&written), shown(&otp27), "{name}, OTP 27");

    // Whoever has only the derived key writes the same.
    let signing = pair("signingKey", Term::Binary(hex(text(case, "derived_signing_key_hex"))));
    if let Ok(site) = Site::of_options(&with_keys(case, vec![signing]), &case["config"]) {
        let written = set_cookie(&site, &session(case, Otp::Otp25)).unwrap();
        assert_eq!(shown(&written), shown(&bytes(case, "set_cookie_b64")), "{name}, with the derived key");
    } else {
        // A derived key of one byte is no key to give out.
        assert_eq!(case["config"]["key_length"], 1, "{name}");
    }
    assert_eq!(payload(site, &bytes(case, "cookie_value_b64")), Ok(bytes(case, "plaintext_b64")), "{name}");
    counts.signed += 1;
}

fn write_encrypted(case: &Value, site: &Site<CookieStore>, counts: &mut Counts) {
    let name = name(case);
    let plaintext = bytes(case, "plaintext_b64");
    let keys = [("encryptionKey", "derived_encryption_key_hex"), ("signingKey", "derived_signing_key_hex")];
    let keys = keys.map(|(option, field)| pair(option, Term::Binary(hex(text(case, field)))));
    let derived = Site::of_options(&with_keys(case, keys.to_vec()), &case["config"]).unwrap();

    let samples = case["samples"].as_array().expect("samples");
    assert_eq!(samples.len(), 2, "{name}");
    for sample in samples {
        let value = bytes(sample, "cookie_value_b64");
        assert_eq!(payload(site, &value).as_ref(), Ok(&plaintext), "{name}");
        assert_eq!(payload(&derived, &value).as_ref(), Ok(&plaintext), "{name}, with the derived keys");
    }
    let otp27 = optional_bytes(&case["otp27"], "plaintext_b64").unwrap_or_else(|| plaintext.clone());
    let mut written = Vec::new();
    for (otp, plaintext) in [(Otp::Otp25, &plaintext), (Otp::Otp26, &otp27), (Otp::Otp26, &otp27)] {
        let header = set_cookie(site, &session(case, otp)).unwrap();
        let (value, attributes) = parts(&header);
        assert_eq!(attributes, parts(&bytes(&samples[0], "set_cookie_b64")).1, "{name}");
        for site in [site, &derived] {
            let got = payload(site, &value).unwrap();
            if name.contains("keys_33") {
                // More than 32 pairs are in the order of the VM's own hash.
                assert_eq!(unordered(decode(&got).unwrap()), unordered(decode(plaintext).unwrap()), "{name}");
            } else {
                assert_eq!(got, *plaintext, "{name}, {otp:?}");
            }
        }
        assert!(!written.contains(&value), "{name}: one nonce twice");
        written.push(value);
    }
    counts.encrypted += 1;
}

/// The case's options with derived keys in the place of salts.
fn with_keys(case: &Value, keys: Vec<(Term, Term)>) -> Term {
    let Term::Map(pairs) = options(&case["config"]) else { panic!("no options") };
    let is_salt = |key: &Term| matches!(key, Term::Binary(name) if name.ends_with(b"Salt") || name == b"secretKeyBase");
    Term::Map(pairs.into_iter().filter(|(key, _)| !is_salt(key)).chain(keys).collect())
}

/// What is inside a cookie's value.
fn payload(site: &Site<CookieStore>, value: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut payload = Vec::new();
    let opened = site.store.open(&site.conn(false, NOW_MS), value, &mut payload).unwrap();
    opened.map(|index| {
        assert_eq!(index, 0, "the primary keys");
        payload
    })
}

fn parts(header: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let equals = header.iter().position(|byte| *byte == b'=').expect("a name");
    let rest = &header[equals + 1..];
    let end = rest.iter().position(|byte| *byte == b';').expect("attributes");
    (rest[..end].to_vec(), rest[end..].to_vec())
}

fn read(case: &Value, site: &Site<CookieStore>, counts: &mut Counts) {
    let name = name(case);
    let session = fetched(case, site);
    let sid = match case["sid"].as_str() {
        Some("term") => Sid::Term,
        Some("custom") => Sid::Custom,
        None => Sid::Nil,
        Some(other) => panic!("{name}: {other}"),
    };
    assert_eq!(session.sid(), sid, "{name}");
    if name == "read_json_dup_keys" {
        // "json-names": Jason keeps the first of a name, what made the vectors the last.
        assert_eq!(map(&session), "Map([(Binary([97]), Int(1))])", "{name}");
    } else {
        assert_eq!(map(&session), tagged(&case["session"]), "{name}");
    }
    // What is no session has a reason, and what has a reason is no session.
    match reason(&session) {
        None => assert!(sid != Sid::Nil && case["logs"].is_null(), "{name}"),
        Some(_) => assert_eq!(session.map(), map::EMPTY, "{name}"),
    }
    counts.read += 1;
}

fn raises(case: &Value, site: &Site<CookieStore>, counts: &mut Counts) {
    let name = name(case);
    if let Some((_, sid, why)) = NO_SESSION.iter().find(|(known, ..)| *known == name) {
        let session = fetched(case, site);
        assert_eq!((session.sid(), session.map()), (sid.clone(), map::EMPTY), "{name}");
        assert_eq!(reason(&session), Some(*why), "{name}");
        counts.no_session += 1;
        return;
    }
    let error = if text(case, "op") == "read" {
        fetch(&site.cookie, &site.store, &site.conn(false, NOW_MS), &header(case)).expect_err(name)
    } else {
        set_cookie(site, &session(case, Otp::Otp25)).expect_err(name)
    };
    assert_eq!(error.code(), "ERR_CONFIG", "{name}: {error}");
    counts.at_request += 1;
}

fn header(case: &Value) -> Vec<u8> {
    [text(&case["config"], "key").as_bytes(), b"=", &bytes(case, "cookie_b64")].concat()
}

fn fetched(case: &Value, site: &Site<CookieStore>) -> Session {
    let fetched = fetch(&site.cookie, &site.store, &site.conn(false, NOW_MS), &header(case));
    match fetched.unwrap_or_else(|error| panic!("{}: {error}", name(case))) {
        Fetch::Ready(session) => session,
        Fetch::Need(key) => panic!("{}: needs {key}", name(case)),
    }
}

/// The fourth byte of the layout.
fn reason(session: &Session) -> Option<Reason> {
    Reason::from_number(session.as_bytes()[3])
}

fn map(session: &Session) -> String {
    format!("{:?}", unordered(decode(session.map()).unwrap()))
}

fn tagged(value: &Value) -> String {
    format!("{:?}", unordered(term(value)))
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What Plug takes and we have bounds for ("bounds").
const BOUNDED: &[&str] = &["c_deep_list_20000", "c_deep_tuple_20000", "zlib_bomb_10MB"];

#[test]
fn every_term_in_a_cookie() {
    let config: Value = serde_json::json!({
        "key": "_my_app_session",
        "secret_key_base_b64": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==",
        "signing_salt_b64": "c2FsdA==",
    });
    let site = Site::cookie(&config).unwrap();
    let conn = site.conn(false, NOW_MS);
    let key = waxseal::crypto::key_generator::generate(
        &base64(text(&config, "secret_key_base_b64")),
        b"salt",
        &waxseal::crypto::key_generator::Options::default(),
    );
    let key = waxseal::crypto::message_verifier::SigningKey::new(key.unwrap().as_bytes()).unwrap();
    let (mut sessions, mut omitted, mut empty, mut not_maps, mut bounded) = (0, 0, 0, 0, 0);
    for case in load("external_term") {
        let name = name(&case);
        let mut cookie = Vec::new();
        key.sign(&bytes(&case, "etf_b64"), waxseal::crypto::message_verifier::Digest::Sha256, &mut cookie);
        let Lookup::Ready(found) = site.store.get(&conn, &cookie).unwrap() else { panic!("{name}") };
        let wanted = &case["plug_session"];
        if BOUNDED.contains(&name) {
            assert_eq!((found.sid(), found.reason()), (Sid::Term, Some(Reason::Limit)), "{name}");
            assert_eq!(found.map(), map::EMPTY, "{name}");
            bounded += 1;
        } else if wanted["outcome"] == "raise" {
            assert_eq!((found.sid(), found.reason()), (Sid::Nil, Some(Reason::NotAMap)), "{name}");
            assert_eq!(found.map(), map::EMPTY, "{name}");
            not_maps += 1;
        } else {
            assert_eq!(found.sid(), Sid::Term, "{name}");
            if name == "c_0_and_minus0_keys" {
                // "two-zeros": as OTP 27 has it; OTP 25 could not read it.
                assert_eq!((found.reason(), map::pairs(found.map())), (None, 2), "{name}");
                sessions += 1;
                continue;
            }
            let got = format!("{:?}", unordered(decode(found.map()).unwrap()));
            if wanted["session"] == "same_as_value" {
                assert_eq!(found.reason(), None, "{name}");
                if case["value_omitted"].is_null() {
                    assert_eq!(got, tagged(&case["value"]), "{name}");
                } else {
                    // Too large to be spelled out; what it decodes to is for `external_term.rs`.
                    assert_eq!(found.map(), check(&bytes(&case, "etf_b64")).unwrap().into_owned(), "{name}");
                    omitted += 1;
                }
                sessions += 1;
            } else {
                assert_eq!(found.reason(), Some(Reason::Undecodable), "{name}");
                assert_eq!(got, tagged(&wanted["session"]), "{name}");
                empty += 1;
            }
        }
    }
    assert_eq!((sessions, omitted, empty, not_maps, bounded), (221, 4, 86, 15, 3));
}

/// A serializer writes what it can read back, and says what it can't.
#[test]
fn json_nests_as_deep_as_it_is_read() {
    let site = Site::cookie(&serde_json::json!({
        "key": "k",
        "serializer": "json",
        "secret_key_base_b64": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==",
        "signing_salt_b64": "c2FsdA==",
    }))
    .unwrap();
    let conn = site.conn(false, NOW_MS);
    let nested = |levels: usize| {
        let lists = [[108, 0, 0, 0, 1].repeat(levels), vec![106], vec![106; levels]].concat();
        let mut session = Session::new(&Sid::Nil, map::EMPTY, &[], None);
        session.put_raw(b"k", &lists).unwrap();
        session
    };
    for levels in [1, 1_000, 2_046] {
        let session = nested(levels);
        let cookie = site.store.put(&conn, &Sid::Nil, &session).unwrap().cookie;
        let Lookup::Ready(found) = site.store.get(&conn, &cookie).unwrap() else { panic!("all is there") };
        assert_eq!((found.reason(), found.map()), (None, session.map()), "{levels} levels");
    }
    let error = site.store.put(&conn, &Sid::Nil, &nested(2_047)).unwrap_err();
    assert_eq!(error.code(), "ERR_ENCODE", "{error}");
    let mut tuple = Session::new(&Sid::Nil, map::EMPTY, &[], None);
    tuple.put_raw(b"cart", &[104, 1, 97, 1]).unwrap();
    let error = site.store.put(&conn, &Sid::Nil, &tuple).unwrap_err();
    assert_eq!(error.code(), "ERR_ENCODE", "{error}");
    assert!(error.to_string().contains("cart"), "{error}");
}

const SECRET: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==";

/// A site that signs with a salt, and takes cookies of other ones.
fn site(salt: &str, old: &[&str]) -> Site<CookieStore> {
    let entry = |salt: &&str| serde_json::json!({ "signing_salt_b64": salt });
    Site::cookie(&serde_json::json!({
        "key": "k",
        "secret_key_base_b64": SECRET,
        "signing_salt_b64": salt,
        "rotating_options": old.iter().map(entry).collect::<Vec<_>>(),
    }))
    .unwrap()
}

/// A cookie of a site with a session in it, and after the session's term some more bytes.
fn cookie(site: &Site<CookieStore>, more: &[u8]) -> Vec<u8> {
    let map = [map::EMPTY, more].concat();
    site.store.seal(&site.conn(false, NOW_MS), &map).unwrap()
}

#[test]
fn a_session_says_whether_a_key_opened_it_that_is_rotated_out() {
    let (new, old, older) = ("bmV3", "b2xk", "b2xkZXI=");
    let rotating = site(new, &[old, older]);
    for (salt, is_rotated) in [(new, false), (old, true), (older, true)] {
        let cookie = cookie(&site(salt, &[]), b"");
        let conn = rotating.conn(false, NOW_MS);
        let Lookup::Ready(found) = rotating.store.get(&conn, &cookie).unwrap() else { panic!("all is there") };
        assert_eq!((found.reason(), found.is_rotated()), (None, is_rotated), "{salt}");
    }
    let conn = rotating.conn(false, NOW_MS);
    let Lookup::Ready(none) = rotating.store.get(&conn, b"nobody's").unwrap() else { panic!("all is there") };
    assert!(none.reason().is_some() && !none.is_rotated());
}

#[test]
fn what_follows_a_term_is_no_part_of_the_session() {
    let site = site("c2FsdA==", &[]);
    let conn = site.conn(false, NOW_MS);
    let Lookup::Ready(found) = site.store.get(&conn, &cookie(&site, b"more")).unwrap() else { panic!("all is there") };
    assert_eq!((found.reason(), found.map()), (None, map::EMPTY));
}

/// A browser sends the cookies of several paths and domains under one name; the first counts, and the log says if another would have opened.
#[test]
fn a_cookie_that_stands_before_one_that_opens_is_told_of() {
    let (site, other) = (site("c2FsdA==", &[]), self::site("b3RoZXI=", &[]));
    let (good, forged) = (cookie(&site, b""), cookie(&other, b""));
    // Signed by the app itself: of its own session, no term.
    let undecodable = site.store.seal(&site.conn(false, NOW_MS), b"\x83t\0").unwrap();
    let reason = |values: &[&[u8]]| {
        let header = values.iter().map(|value| [b"k=", *value].concat()).collect::<Vec<_>>().join(&b"; "[..]);
        match fetch(&site.cookie, &site.store, &site.conn(false, NOW_MS), &header).unwrap() {
            Fetch::Ready(session) => session.reason(),
            Fetch::Need(key) => panic!("needs {key}"),
        }
    };
    let wrong = reason(&[&forged]);
    assert!(wrong.is_some() && wrong != Some(Reason::ShadowedCookie));
    assert_eq!(reason(&[&forged, &good]), Some(Reason::ShadowedCookie));
    assert_eq!(reason(&[&forged, &forged]), wrong);
    assert_eq!(reason(&[&good, &forged]), None);
    assert_eq!(reason(&[&undecodable, &good]), Some(Reason::Undecodable), "it is the app's own");
}

#[test]
fn a_secret_that_is_missing_is_told_of_at_the_first_request() {
    let site = Site::cookie(&serde_json::json!({ "key": "k", "signing_salt_b64": "c2FsdA==" })).unwrap();
    let error = fetch(&site.cookie, &site.store, &site.conn(false, NOW_MS), b"").unwrap_err();
    assert!(error.code() == "ERR_CONFIG" && error.message().starts_with("secretKeyBase: got nothing"), "{error}");
}

/// The text of a cookie is bounded before it is decoded, and as many options to try it with are taken as no app has.
#[test]
fn a_cookie_and_the_keys_to_try_it_with_are_bounded() {
    let site = site("c2FsdA==", &[]);
    let open =
        |length: usize| site.store.open(&site.conn(false, NOW_MS), &vec![b'A'; length], &mut Vec::new()).unwrap();
    assert_eq!(open((1 << 20) + 1), Err(Reason::TooLarge));
    assert_eq!(open((1 << 20) + 2), Err(Reason::TooLarge));
    assert_eq!(open(1 << 20), Err(Reason::Malformed));
    let entries = |count: usize| {
        let entry = serde_json::json!({ "signing_salt_b64": "b2xk" });
        let config =
            serde_json::json!({ "key": "k", "signing_salt_b64": "c2FsdA==", "rotating_options": vec![entry; count] });
        Site::cookie(&config).map(drop).map_err(|error| error.message().to_owned())
    };
    assert_eq!(entries(100), Ok(()));
    assert_eq!(entries(101), Err("rotatingOptions: got 101 entries, takes at most 100".to_owned()));
}
