//! `Plug.CSRFProtection`: every case of `csrf.json`; a request's session, which gives tokens and knows them.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod driver;
mod plug;
mod vectors;

use plug::Site;
use serde_json::Value;
use vectors::{base64, bytes, load, name, optional_bytes, term, text, unordered};
use waxseal::crypto::key_generator;
use waxseal::crypto::keyring::Keyring;
use waxseal::kv::Memory;
use waxseal::plug::csrf_protection as csrf;
use waxseal::plug::{Fetch, before_send, fetch};
use waxseal::session::Session;
use waxseal::sessions::Sessions;
use waxseal::term::Term;
use waxseal::term::decode::decode;
use waxseal::term::encode::{Otp, encode_value};

#[test]
fn every_case() {
    let cases = load("csrf");
    let (mut pure, mut passed, mut refused) = (0, 0, 0);
    for case in &cases {
        match text(case, "op") {
            "valid_state_and_csrf_token" => {
                let part = |field: &str| optional_bytes(case, field).unwrap_or_default();
                let valid = csrf::valid_state_and_csrf_token(&part("state_b64"), &part("token_b64"));
                assert_eq!(valid, case["valid"] == true, "{}", name(case));
                pure += 1;
            }
            "dump_state_from_session" => {
                let value = term(&case["value"]);
                let state = if let Term::Binary(bytes) = &value { csrf::dump_state_from_session(bytes) } else { None };
                let state = state.map_or(Term::Atom("nil".to_owned()), |state| Term::Binary(state.to_vec()));
                assert_eq!(state, term(&case["state"]), "{}", name(case));
                pure += 1;
            }
            "pipeline" if pipeline(case) => passed += 1,
            "pipeline" => refused += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!((pure, passed, refused, cases.len()), (35, 21, 17, 73));
}

/// The state that stands in a session.
fn state(session: &Session, key: &str) -> Option<Vec<u8>> {
    let value = decode(&[&[131], session.get_raw(key.as_bytes())?].concat()).unwrap();
    if let Term::Binary(bytes) = value {
        csrf::dump_state_from_session(&bytes).map(|state| state.to_vec())
    } else {
        None
    }
}

fn put(session: &mut Session, key: &str, value: &Term) {
    let mut bytes = Vec::new();
    encode_value(value, Otp::Otp25, &mut bytes).unwrap();
    session.put_raw(key.as_bytes(), &bytes).unwrap();
}

/// One request; whether it passed.
fn pipeline(case: &Value) -> bool {
    let site = Site::cookie(&case["config"]).unwrap();
    let conn = site.conn(false, 0);
    let headers = case["cookie_headers_b64"].as_array().cloned().unwrap_or_default();
    let header = headers.iter().map(|header| base64(header.as_str().unwrap())).collect::<Vec<_>>().join(&b';');
    let Fetch::Ready(mut session) = fetch(&site.cookie, &site.store, &conn, &header).unwrap() else {
        panic!("{}", name(case))
    };
    let options = &case["csrf"];
    let key = options["session_key"].as_str().unwrap_or("_csrf_token");
    let method = text(case, "method").as_bytes();
    let is_skipped = case["skip"] == true;
    let verified = is_skipped || !csrf::is_protected(method) || verified(case, state(&session, key).as_deref());
    let requested_with = case["req_headers"]["x-requested-with"].as_str().unwrap_or_default().as_bytes();
    let content_type = case["resp_content_type"].as_str().unwrap_or_default().as_bytes();
    let refused = !is_skipped && csrf::is_cross_origin_script(method, requested_with, content_type);
    if options["with"] == "clear_session" {
        assert!(!verified, "{}", name(case));
        session.clear().unwrap();
        session.configure(false, false, true).unwrap();
    } else if !verified || refused {
        assert_eq!(case["outcome"], "raise", "{}", name(case));
        let of_scripts = text(case, "exception").ends_with("InvalidCrossOriginRequestError");
        assert_eq!(refused, of_scripts, "{}", name(case));
        return false;
    }
    assert_eq!(case["outcome"], "ok", "{}", name(case));

    let mut is_random = false;
    for op in case["app_ops"].as_array().into_iter().flatten() {
        if op == "delete_csrf_token" {
            session.delete(key.as_bytes()).unwrap();
            continue;
        }
        is_random = true;
        let kept = state(&session, key).unwrap_or_else(|| csrf::new_state().unwrap());
        let tokens = [csrf::mask(&kept).unwrap(), csrf::mask(&kept).unwrap()];
        assert!(tokens[0] != tokens[1] && tokens.iter().all(|token| csrf::valid_state_and_csrf_token(&kept, token)));
        put(&mut session, key, &Term::Binary(kept));
    }
    for op in case["session_ops"].as_array().into_iter().flatten() {
        put(&mut session, text(op, "key"), &term(&op["value"]));
    }
    let at_end = decode(session.map()).unwrap();
    let set_cookie = before_send(&site.cookie, &site.store, &conn, &session).unwrap().set_cookie;
    let theirs = case["set_cookie"].as_array().unwrap().first().map(|header| bytes(header, "header_b64"));
    if is_random {
        assert_eq!(set_cookie.map(|header| header.len()), theirs.map(|header| header.len()), "{}", name(case));
    } else {
        assert_eq!(unordered(at_end), unordered(term(&case["session_at_end"])), "{}", name(case));
        assert_eq!(set_cookie, theirs, "{}", name(case));
    }
    true
}

/// Whether the request has a token that fits, in its body or in its header.
fn verified(case: &Value, state: Option<&[u8]>) -> bool {
    let Some(state) = state else { return false };
    let secret = bytes(&case["config"], "secret_key_base_b64");
    let mut keyring = Keyring::default();
    let key = keyring.derived(&secret, state, &key_generator::Options::default()).unwrap();
    let allowed = case["csrf"]["allow_hosts"].as_array().cloned().unwrap_or_default();
    let allowed: Vec<&[u8]> = allowed.iter().map(|host| host.as_str().unwrap().as_bytes()).collect();
    let host = text(case, "host").as_bytes();
    ["body_token_b64", "header_token_b64"].into_iter().filter_map(|field| optional_bytes(case, field)).any(|token| {
        csrf::valid_state_and_csrf_token(state, &token) || csrf::valid_host_token(key.signing(), &token, host, &allowed)
    })
}

/// A token for a host holds there, and nowhere else; a state's own token is none for a host.
#[test]
fn tokens_for_hosts() {
    let state = csrf::new_state().unwrap();
    let mut keyring = Keyring::default();
    let options = key_generator::Options { iterations: 2, ..Default::default() };
    let key = keyring.derived(b"the secret key base of an app", &state, &options).unwrap().signing();
    let token = csrf::host_token(key, b"shop.example.com").unwrap();
    assert_ne!(token, csrf::host_token(key, b"shop.example.com").unwrap());
    assert!(csrf::valid_host_token(key, &token, b"shop.example.com", &[]));
    assert!(csrf::valid_host_token(key, &token, b"elsewhere", &[b"a", b".example.com"]));
    for (host, allowed) in [(&b"example.com"[..], &[][..]), (b"elsewhere", &[&b"example.com"[..], b".com.", b""])] {
        assert!(!csrf::valid_host_token(key, &token, host, allowed));
    }
    // Of the last character two bits belong to no byte, and Elixir's decoder doesn't look at them.
    for at in 0..token.len() - 1 {
        let mut bent = token.clone();
        bent[at] ^= 1;
        assert!(!csrf::valid_host_token(key, &bent, b"shop.example.com", &[]), "byte {at}");
        assert!(!csrf::valid_host_token(key, &token[..at], b"shop.example.com", &[]), "cut at {at}");
    }
    assert!(!csrf::is_host_token(&csrf::mask(&state).unwrap()));
    // A masked token may begin as a signed one does: by its length it is none.
    let begins_alike = [&token[..8], &csrf::mask(&state).unwrap()[8..]].concat();
    assert!(csrf::is_host_token(&token) && csrf::is_host_token(&token[..40]) && !csrf::is_host_token(&begins_alike));
    assert_eq!(csrf::mask(b"short").unwrap_err().code(), "ERR_CONFIG");
}

#[test]
fn a_session_gives_tokens_and_knows_them() {
    for sessions in [cookie_sessions(), driver::kv(Memory::new())] {
        let session = driver::fetch(&sessions, "");
        assert!(!session.is_csrf_token(""), "there is no state");
        assert!(!session.has("_csrf_token"), "a check makes none");
        let (one, other) = (session.csrf_token().unwrap(), session.csrf_token().unwrap());
        assert_ne!(one, other);
        assert!(session.is_csrf_token(&one) && session.is_csrf_token(&other));
        let state = session.get::<String>("_csrf_token").unwrap().unwrap();
        assert!(csrf::valid_state_and_csrf_token(state.as_bytes(), one.as_bytes()));
        assert!(!session.is_csrf_token(&state), "the state itself is no token");

        // Another request takes it, another session doesn't.
        let cookie = driver::pair(&driver::commit(&sessions, &session).unwrap().unwrap());
        let later = driver::fetch(&sessions, &cookie);
        assert!(later.is_csrf_token(&one));
        let stranger = driver::fetch(&sessions, "");
        let theirs = stranger.csrf_token().unwrap();
        assert!(!stranger.is_csrf_token(&one) && !later.is_csrf_token(&theirs));
        later.csrf_token().unwrap();
        assert_eq!(driver::commit(&sessions, &later).unwrap(), None, "nothing was written");
        assert!(later.csrf_token().is_ok(), "there is a state to mask");

        // What is no state is none, and is replaced; so is one that was cleared.
        let wrong = driver::fetch(&sessions, &cookie);
        wrong.put("_csrf_token", &7).unwrap();
        assert!(!wrong.is_csrf_token(&one));
        let token = wrong.csrf_token().unwrap();
        assert!(wrong.is_csrf_token(&token));
        wrong.clear().unwrap();
        assert!(!wrong.is_csrf_token(&token));
        driver::commit(&sessions, &wrong).unwrap();
        assert_eq!(wrong.csrf_token().unwrap_err().code(), "ERR_ALREADY_SENT");
    }
}

fn cookie_sessions() -> Sessions {
    let (secret, key) = ("x".repeat(64), driver::KEY);
    let options = [("key", key.into()), ("secretKeyBase", secret.into()), ("signingSalt", "salt".into())];
    Sessions::cookie(&waxseal::store::value::Value::object(options)).unwrap()
}
