//! The border itself, as WebAssembly: the buffers, whole requests, errors, and calls that make no sense. Run by
//! `wasm-pack test --node`.
#![cfg(all(target_arch = "wasm32", feature = "npm"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use waxseal::term::Term;
use waxseal::term::encode::{Otp, encode};

use waxseal::wasm::border::{self, OTHER};
use waxseal::wasm::configure::{conn_secret, site};
use waxseal::wasm::crypto::{
    encryption_key, key_generate, message_decrypt, message_encrypt, message_sign, message_verify, signing_key,
    term_check, term_normal,
};
use waxseal::wasm::session::{
    apply, commit, effect, fetch_session, find_cookie, plan, rebase, resume, seal, set_cookie, store_get, store_put,
};

#[cfg(feature = "in-browser")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const COOKIE: u8 = 0;
const SERIALIZED: u8 = 1;
const KV: u8 = 2;
const USERS: u8 = 3;

fn view(at: *const u8, length: usize) -> Uint8Array {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), at as u32, u32::try_from(length).unwrap())
}

/// A copy, made on JavaScript's side first: a view ends when the memory grows.
fn read(at: *const u8, length: usize) -> Vec<u8> {
    view(at, length).slice(0, u32::try_from(length).unwrap()).to_vec()
}

/// As `pkg/border/core.js` does it.
fn input(parts: &[&[u8]]) -> usize {
    let bytes = parts.concat();
    view(border::input(bytes.len()), bytes.len()).copy_from(&bytes);
    bytes.len()
}

fn output(answer: i32) -> Vec<u8> {
    assert!((0..OTHER).contains(&answer), "{answer}: {:?}", error(answer));
    read(border::output(), usize::try_from(answer).unwrap())
}

fn other(answer: i32) -> Vec<u8> {
    assert!(answer >= OTHER, "{answer}: {:?}", error(answer));
    read(border::output(), usize::try_from(answer - OTHER).unwrap())
}

/// The code and the message, if it is an error.
fn error(answer: i32) -> Option<(String, String)> {
    let length = usize::try_from(-1 - answer).ok()?;
    let text = String::from_utf8(read(border::output(), length)).unwrap();
    let (code, message) = text.split_once('\0').unwrap();
    Some((code.to_owned(), message.to_owned()))
}

fn code(answer: i32) -> String {
    error(answer).expect("an error").0
}

fn text(text: &str) -> Term {
    Term::Binary(text.into())
}

fn map(pairs: &[(&str, Term)]) -> Vec<u8> {
    let pairs = pairs.iter().map(|(key, value)| (text(key), value.clone())).collect();
    encode(&Term::Map(pairs), Otp::Otp26).unwrap()
}

fn make(options: &[(&str, Term)], kind: u8) -> i32 {
    site(input(&[&map(options)]), kind)
}

/// One operation on a session, as `pkg/session/changes.js` writes it.
fn operation(letter: char, key: &str, value: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
    [&[letter as u8][..], &length(key.as_bytes()), &length(value), key.as_bytes(), value].concat()
}

fn cookie_site() -> usize {
    let options = [
        ("key", text("_my_app_key")),
        ("secretKeyBase", text(&"x".repeat(64))),
        ("signingSalt", text("salt")),
        ("sameSite", text("Lax")),
    ];
    usize::try_from(make(&options, COOKIE)).unwrap()
}

#[wasm_bindgen_test]
fn buffers_keep_what_is_written_until_they_are_wiped() {
    for length in [0, 1, 4096, 4097, 100_000] {
        let bytes: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
        input(&[&bytes]);
        assert_eq!(read(border::input(length), length), bytes);
    }
    // Growing gives a fresh buffer, with nothing of before in it.
    let at = border::input(1 << 20);
    assert!(read(at, 1 << 20).iter().all(|byte| *byte == 0));
    let term = encode(&text("another secret"), Otp::Otp26).unwrap();
    output(term_check(input(&[&term])));
    let out = border::output();
    assert!(read(out, term.len()).windows(6).any(|window| window == b"secret"));
    border::wipe();
    assert!(!read(out, term.len()).windows(6).any(|window| window == b"secret"));
}

#[wasm_bindgen_test]
fn reasons_have_names() {
    assert_eq!(output(border::reason(7)), b"undecodable");
    assert_eq!((border::reason(0), border::reason(255)), (0, 0));
}

#[wasm_bindgen_test]
fn a_whole_request_across_the_border() {
    let handle = cookie_site();
    assert_eq!(cookie_site(), handle, "equal options are one site");
    let fresh = output(fetch_session(handle, input(&[b"other=1"]), true));
    assert_eq!(fresh[3], 1, "no cookie");
    let operations =
        [operation('p', "visits", &[97, 1]), operation('p', "h\u{e9}", b"m\0\0\0\x01v"), operation('d', "none", &[])]
            .concat();
    input(&[&fresh, &operations]);
    let header = output(commit(handle, fresh.len(), operations.len(), true));
    let written = String::from_utf8(header.clone()).unwrap();
    assert!(written.starts_with("_my_app_key=SFMyNTY.g3QAAAAC"), "{written}");
    assert!(written.ends_with("; path=/; secure; HttpOnly; SameSite=Lax"), "{written}");

    let found = output(fetch_session(handle, input(&[&header]), true));
    assert_eq!((found[0], found[1], found[3]), (0, 1, 0));
    assert_eq!(found[12..], map(&[("h\u{e9}", text("v")), ("visits", Term::Int(1))]));
    input(&[&found]);
    assert_eq!(commit(handle, found.len(), 0, true), 0, "only read");

    let operations = [operation('c', "", &[]), operation('p', "a", &[97, 2]), operation('x', "", &[])].concat();
    input(&[&found, &operations]);
    let session = output(apply(found.len(), operations.len()));
    assert_eq!((&session[12..], effect(session[0], session[1])), (&map(&[("a", Term::Int(2))])[..], 4));
    input(&[&found, &operations]);
    assert_eq!(
        String::from_utf8(output(commit(handle, found.len(), operations.len(), false))).unwrap(),
        "_my_app_key=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0; HttpOnly; SameSite=Lax"
    );
    assert_eq!(output(find_cookie(handle, input(&[b"a=1; _my_app_key=v"]))), b"v");
    assert_eq!(find_cookie(handle, input(&[b"a=1"])), OTHER);
}

#[wasm_bindgen_test]
fn every_operation_configures_as_its_letter_says() {
    let fresh = output(fetch_session(cookie_site(), input(&[b""]), false));
    for (letters, action) in
        [("", 0), ("p", 1), ("d", 1), ("c", 1), ("x", 2), ("r", 3), ("i", 4), ("pxr", 3), ("xrc", 3)]
    {
        let operations: Vec<u8> = letters.chars().flat_map(|letter| operation(letter, "k", &[106])).collect();
        input(&[&fresh, &operations]);
        assert_eq!(output(apply(fresh.len(), operations.len()))[0], action, "{letters}");
    }
}

/// The next part of a plan, which has its length before it.
fn part(plan: &mut &[u8]) -> Vec<u8> {
    let (length, rest) = plan.split_first_chunk::<4>().unwrap();
    let (part, rest) = rest.split_at(u32::from_le_bytes(*length) as usize);
    *plan = rest;
    part.to_vec()
}

#[wasm_bindgen_test]
fn a_record_across_the_border() {
    let options = [("key", text("s\u{e9}")), ("idleTimeout", Term::Int(60)), ("maxLifetime", Term::Int(600))];
    let handle = usize::try_from(make(&options, KV)).unwrap();
    let fresh = output(fetch_session(handle, input(&[b""]), false));
    let put = operation('p', "k", b"m\0\0\0\x01v");
    input(&[&fresh, &put]);
    let plan = output(plan(handle, fresh.len(), put.len(), false));
    let mut rest = &plan[..];
    let (header, session) = (part(&mut rest), part(&mut rest));
    assert!(header.starts_with("s\u{e9}=".as_bytes()));
    assert!(session.ends_with(&map(&[("k", text("v"))])), "the session after it");
    // The service keeps it for longer than the session lives, for requests that began in time.
    assert_eq!(rest[..5], [b'c', 120, 0, 0, 0]);
    rest = &rest[5..];
    let (key, record) = (part(&mut rest), part(&mut rest));
    assert!(rest.is_empty());

    assert_eq!(other(fetch_session(handle, input(&[&header]), false)), key);
    input(&[&header, &record]);
    let found = output(resume(handle, header.len(), i32::try_from(record.len()).unwrap()));
    assert_eq!((found[1], found[3]), (3, 0));
    assert!(found.ends_with(&map(&[("k", text("v"))])));
    // Another request wrote it meanwhile.
    let own = operation('p', "own", &[97, 2]);
    input(&[&found, &own]);
    let changed = output(apply(found.len(), own.len()));
    input(&[&changed, &record]);
    let merged = output(rebase(handle, changed.len(), i32::try_from(record.len()).unwrap()));
    assert!(merged.ends_with(&map(&[("k", text("v")), ("own", Term::Int(2))])));
    input(&[&merged]);
    assert_eq!(code(rebase(handle, merged.len(), -1)), "ERR_SESSION_INTERRUPTED");
    // Without a record there is no session, but a sid that a log-out deletes all the same.
    let none = output(resume(handle, input(&[&header]), -1));
    assert_eq!((none[1], none[3]), (4, 11));
}

#[wasm_bindgen_test]
fn payloads_cross_for_a_serializer_of_the_users() {
    let options = [("key", text("own")), ("secretKeyBase", text(&"x".repeat(64))), ("signingSalt", text("salt"))];
    let handle = usize::try_from(make(&options, SERIALIZED)).unwrap();
    let value = output(seal(handle, input(&[b"payload"])));
    let length = i32::try_from(value.len()).unwrap();
    input(&[&value]);
    let header = output(set_cookie(handle, 0, length, false));
    assert!(header.starts_with(b"own=SFMyNTY.cGF5bG9hZA."));
    assert_eq!(
        other(fetch_session(handle, input(&[&header]), false)),
        b"\0payload",
        "no key that is rotated out opened it"
    );
    assert_eq!(other(store_get(handle, input(&[&value]))), b"\0payload");
    assert_eq!(output(fetch_session(handle, input(&[b"own=x"]), false))[3], 3, "malformed");
    assert_eq!(output(fetch_session(handle, input(&[b""]), false))[3], 1, "no cookie");
    // The session says what weighs how much.
    let session = [&[0; 12][..], &map(&[("heavy", text(&"x".repeat(5000)))])].concat();
    input(&[&session, &[b'v'; 5000]]);
    let (code, message) = error(set_cookie(handle, session.len(), 5000, false)).unwrap();
    assert_eq!(code, "ERR_COOKIE_OVERFLOW");
    assert!(message.contains("the heaviest keys: heavy 5015 bytes"), "{message}");
}

#[wasm_bindgen_test]
fn the_contract_across_the_border() {
    let handle = cookie_site();
    let session = map(&[("a", Term::Int(1))]);
    let value = output(store_put(handle, input(&[&session])));
    let found = output(store_get(handle, input(&[&value])));
    assert_eq!((found[1], &found[12..]), (1, &session[..]));
}

#[wasm_bindgen_test]
fn crypto_across_the_border() {
    let length = input(&[b"secret", b"salt"]);
    assert_eq!((length, key_generate(6, 4, 1, 32, 0)), (10, 32));
    assert_eq!(read(border::input(10), 10), [0; 10], "what was secret is wiped");
    assert_eq!(signing_key(input(&[b"secret"])), 0);
    assert_eq!(read(border::input(6), 6), [0; 6], "and a secret to sign with");
    let token = output(message_sign(input(&[b"message"]), 1));
    assert!(token.starts_with(b"SFMzODQ."));
    assert_eq!(output(message_verify(input(&[&token]))), b"message");
    assert_eq!(signing_key(input(&[b"Secret"])), 0);
    assert_eq!(message_verify(input(&[&token])), OTHER);
    let key = [7; 32];
    input(&[&key, b"sign"]);
    assert_eq!(encryption_key(32, 4), 0);
    assert_eq!(read(border::input(36), 36), [0; 36], "and a secret to encrypt with");
    input(&[b"message", b"aad"]);
    let token = output(message_encrypt(7, 3));
    assert!(token.starts_with(b"XCP."));
    input(&[&token, b"aad"]);
    assert_eq!(output(message_decrypt(token.len(), 3)), b"message");
    input(&[&token, b"AAD"]);
    assert_eq!(message_decrypt(token.len(), 3), OTHER);
    assert_eq!(message_decrypt(token.len(), -1), OTHER);
    let token = output(message_encrypt(input(&[b"message"]), -1));
    assert_eq!(output(message_decrypt(input(&[&token]), -1)), b"message");
    assert_eq!(code(encryption_key(31, 0)), "ERR_CONFIG");
    assert_eq!(code(signing_key(0)), "ERR_CONFIG");
}

#[wasm_bindgen_test]
fn terms_are_checked_and_put_in_order() {
    let disordered = [131, 116, 0, 0, 0, 2, 97, 2, 106, 97, 1, 106, 255];
    assert_eq!(output(term_check(input(&[&disordered]))), disordered[..12]);
    let ordered = [131, 116, 0, 0, 0, 2, 97, 1, 106, 97, 2, 106];
    assert_eq!(output(term_normal(input(&[&disordered]), false)), ordered);
    assert_eq!(output(term_normal(input(&[&[131, 119, 1, b'a']]), true)), [131, 100, 0, 1, b'a']);
    let (code, message) = error(term_check(input(&[&[131, 104, 2, 97, 1]]))).unwrap();
    assert_eq!(code, "ERR_DECODE");
    assert!(message.contains("(at byte 3)"), "{message}");
    let twice = [131, 116, 0, 0, 0, 2, 97, 1, 106, 97, 1, 106];
    let (code, message) = error(term_normal(input(&[&twice]), false)).unwrap();
    assert_eq!((code.as_str(), message.as_str()), ("ERR_ENCODE", "a map has the same key twice"));
}

#[wasm_bindgen_test]
fn wrong_options_name_the_option() {
    let (key, salt) = (("key", text("k")), ("signingSalt", text("s")));
    for (options, kind, wanted) in [
        (vec![], COOKIE, "signingSalt"),
        (vec![salt.clone()], COOKIE, "key: got nothing"),
        // Names are the JavaScript side's to check.
        (vec![key.clone(), ("signing_salt", text("s"))], COOKIE, "signingSalt: got nothing"),
        (vec![key.clone(), salt.clone(), ("secretKeyBase", text("short"))], COOKIE, "secretKeyBase: got 5 bytes"),
        (vec![key.clone(), ("idleTimeout", Term::Int(0))], KV, "idleTimeout: got 0"),
        (vec![key, salt, ("otp", Term::Int(24))], COOKIE, "otp: got 24"),
    ] {
        let (code, message) = error(make(&options, kind)).unwrap();
        assert_eq!(code, "ERR_CONFIG", "{wanted}");
        assert!(message.contains(wanted), "{message}");
    }
    let (_, message) = error(site(input(&[&[131, 106]]), COOKIE)).unwrap();
    assert!(message.contains("takes an object of options"), "{message}");
}

/// The handles and lengths that no caller of ours gives.
#[wasm_bindgen_test]
fn calls_that_make_no_sense_do_not_trap() {
    let cookie = cookie_site();
    let made = |name: &str, kind| usize::try_from(make(&[("key", text(name))], kind)).unwrap();
    let (kv, own) = (made("sid", KV), made("own", USERS));
    let mut calls = 0;
    for handle in [cookie, kv, own, own + 1, 1 << 20, usize::MAX] {
        for length in [0, 1, 4095, 4096, 1 << 20, usize::MAX / 2 + 1, usize::MAX] {
            let signed = i32::try_from(length).unwrap_or(-1);
            let results = [
                conn_secret(handle, signed),
                conn_secret(handle, -1),
                find_cookie(handle, length),
                set_cookie(handle, length, -1, true),
            ];
            assert_eq!(results.map(|result| result >= 0), [handle <= own; 4], "{handle} {length}");
            let _ = (fetch_session(handle, length, true), fetch_session(handle, length, false));
            let _ = (resume(handle, length, signed), resume(handle, length, -1), rebase(handle, length, signed));
            let _ = (set_cookie(handle, length, signed, false), seal(handle, length), site(length, 9));
            let _ = (store_get(handle, length), store_put(handle, length), apply(length, length));
            let _ = (term_check(length), term_normal(length, true), key_generate(length, length, 1, 1, 9));
            let _ = (message_sign(length, 9), message_verify(length), signing_key(length));
            let _ = (message_encrypt(length, signed), message_decrypt(length, signed), encryption_key(length, length));
            calls += 1;
        }
        // With a session that is none, and operations that are none.
        for bytes in
            [&[][..], &[1], &[255; 11], &[255; 12], &[1, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 131]]
        {
            let length = bytes.len();
            for more in
                [&[][..], b"p", &[b'p'; 9], &[b'p', 255, 255, 255, 255, 0, 0, 0, 0, 1], &[b'?', 0, 0, 0, 0, 0, 0, 0, 0]]
            {
                input(&[bytes, more]);
                let _ = (commit(handle, length, more.len(), true), plan(handle, length, more.len(), false));
                let _ = (apply(length, more.len()), rebase(handle, length, -1), set_cookie(handle, length, 1, false));
                calls += 1;
            }
        }
    }
    assert_eq!((calls, effect(9, 9)), (6 * 32, 0));
    // And all is as it was.
    assert!(fetch_session(cookie, input(&[b""]), false) > 0);
}

/// For who uses the crate itself: the package's JavaScript has checked names before it calls.
#[wasm_bindgen_test]
fn options_that_nobody_knows_are_refused_in_the_crate() {
    use waxseal::store::{cookie::CookieStore, kv::KvStore, options::Options, serializer::Serializer, value::Value};
    let refused = |pairs: &[(&str, Term)], wanted: &str| {
        let value = Value::of_term(&map(pairs)).unwrap();
        let options = Options::new(&value).unwrap();
        let errors = [CookieStore::init(&options, Serializer::Term).map(drop), KvStore::init(&options).map(drop)]
            .map(|made| made.unwrap_err());
        assert!(errors.iter().any(|error| error.message() == wanted), "{errors:?}");
    };
    refused(
        &[("key", text("s")), ("idleTimeuot", Term::Int(1))],
        "idleTimeuot: there is no such option; did you mean idleTimeout?",
    );
    let salts = [("signingSalt", text("salt")), ("encrytionSalt", text("salt"))];
    refused(&salts, "encrytionSalt: there is no such option; did you mean encryptionSalt?");
    let entry = Term::Map(vec![(text("signingSlat"), text("old"))]);
    let rotating = [("signingSalt", text("salt")), ("rotatingOptions", Term::List(vec![entry]))];
    refused(&rotating, "rotatingOptions[0].signingSlat: there is no such option; did you mean signingSalt?");
}
