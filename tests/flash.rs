//! The flash: every case of `flash.json`, through the crate's own life cycle.

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

use plug::Site;
use serde_json::Value;
use vectors::{base64, bytes, load, name, term, text, unordered};
use waxseal::crypto::key_generator;
use waxseal::crypto::keyring::Keyring;
use waxseal::crypto::token::{self, Age};
use waxseal::phoenix::flash::{self, Effect, KEY};
use waxseal::plug::{Fetch, before_send, fetch};
use waxseal::session::{Session, Sid};
use waxseal::store::cookie::CookieStore;
use waxseal::term::Term;
use waxseal::term::decode::decode;
use waxseal::term::encode::{Otp, encode_value};

#[derive(Debug, Default, PartialEq)]
struct Counts {
    requests: usize,
    cookies: usize,
    /// "flash-is-fetched"
    unfetched: usize,
    /// "flash-of-no-map"
    no_map: usize,
    /// "no-session-for-strangers"
    strangers: usize,
    /// What raises in Phoenix, and no caller can say here: a kind is text.
    untold: usize,
}

#[test]
fn every_case() {
    let mut counts = Counts::default();
    for case in &load("flash") {
        let site = Site::cookie(&case["config"]).unwrap();
        // The session's cookie, as a browser keeps it.
        let mut cookie = None;
        let (requests, responses) = (case["requests"].as_array().unwrap(), case["responses"].as_array().unwrap());
        for (request, response) in requests.iter().zip(responses) {
            Visit { case, site: &site, request, response }.run(&mut cookie, &mut counts);
            counts.requests += 1;
        }
    }
    let expected = Counts { requests: 345, cookies: 213, unfetched: 17, no_map: 8, strangers: 7, untold: 2 };
    assert_eq!(counts, expected);
}

struct Visit<'a> {
    case: &'a Value,
    site: &'a Site<CookieStore>,
    request: &'a Value,
    response: &'a Value,
}

/// A flash that was fetched.
struct Messages {
    was_nil: bool,
    messages: Vec<(Term, Term)>,
}

impl Messages {
    fn put(&mut self, kind: Term, message: Term) {
        self.messages.retain(|(key, _)| *key != kind);
        self.messages.push((kind, message));
    }
}

fn encoded(value: &Term) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_value(value, Otp::Otp26, &mut bytes).unwrap();
    bytes
}

fn nil() -> Term {
    Term::Atom("nil".to_owned())
}

fn kind(op: &Value) -> Option<Term> {
    let kind = op["key"].as_str().or(op["key_atom"].as_str())?;
    Some(Term::Binary(kind.as_bytes().to_vec()))
}

impl Visit<'_> {
    fn run(&self, cookie: &mut Option<Vec<u8>>, counts: &mut Counts) {
        let now_ms = self.response["now_ms"].as_u64().unwrap();
        let conn = self.site.conn(false, now_ms);
        let key = text(&self.case["config"], "key").as_bytes();
        if let Some(before) = self.request.get("session_before") {
            let mut session = Session::nothing(&Sid::Nil, waxseal::error::Reason::NoCookie);
            let Term::Map(pairs) = term(before) else { panic!("no map") };
            for (key, value) in pairs {
                let Term::Binary(key) = key else { panic!("no string") };
                session.put_raw(&key, &encoded(&value)).unwrap();
            }
            *cookie = self.sent(&session).map(value_of);
        }
        let header = cookie.as_ref().map(|value| [key, b"=", value].concat()).unwrap_or_default();
        let Fetch::Ready(mut session) = fetch(&self.site.cookie, &self.site.store, &conn, &header).unwrap() else {
            panic!("{}", name(self.case))
        };
        if let Some(fetched) = self.response.get("session_after_fetch") {
            assert_eq!(decode(session.map()).map(unordered), Ok(unordered(term(fetched))), "{}", name(self.case));
        }
        if self.is_unfetched() {
            // There is no flash here but one that was fetched: the browser goes on with what Phoenix answered.
            counts.unfetched += 1;
            keep(self.their_cookie(), cookie);
            return;
        }
        let is_stranger = session.sid() == Sid::Nil;
        let (mut found, mut gets, mut wrote) = (None, Vec::new(), false);
        for op in self.request["ops"].as_array().unwrap() {
            if op.get("key_term").is_some() {
                counts.untold += 1;
                return;
            }
            wrote |= matches!(text(op, "op"), "put" | "delete" | "clear" | "configure");
            self.step(op, &mut session, &mut found, &mut gets, counts);
        }
        let mut found = found.unwrap_or(Messages { was_nil: true, messages: Vec::new() });
        found.messages.sort_by_cached_key(|(kind, _)| format!("{kind:?}"));
        let expected = self.response["gets"].as_array().into_iter().flatten().map(|got| unordered(term(got)));
        if self.response["outcome"] == "ok" {
            assert_eq!(gets, expected.collect::<Vec<_>>(), "{}", name(self.case));
        }
        let status = self.request["status"].as_u64().map_or(302, |status| u16::try_from(status).unwrap());
        let effect = flash::at_send(found.was_nil, found.messages.is_empty(), status);
        let is_shown = is_stranger && !wrote;
        flash::apply(&mut session, effect, &encoded(&Term::Map(found.messages)), is_shown).unwrap();
        let header = self.sent(&session);
        if self.response["outcome"] == "ok" {
            let at_send = unordered(term(&self.response["session_at_send"]));
            assert_eq!(decode(session.map()).map(unordered), Ok(at_send), "{}", name(self.case));
            let theirs = self.their_cookie();
            if effect == Effect::Delete && is_shown {
                assert!(header.is_none() && theirs.is_some(), "{}", name(self.case));
                counts.strangers += 1;
            } else if self.case["config"].get("encryption_salt_b64").is_some() {
                assert_eq!(header.as_ref().map(Vec::len), theirs.map(|header| header.len()), "{}", name(self.case));
            } else {
                assert_eq!(header, theirs, "{}", name(self.case));
            }
        }
        counts.cookies += usize::from(header.is_some());
        keep(header, cookie);
    }

    fn sent(&self, session: &Session) -> Option<Vec<u8>> {
        let conn = self.site.conn(false, self.response["now_ms"].as_u64().unwrap());
        before_send(&self.site.cookie, &self.site.store, &conn, session).unwrap().set_cookie
    }

    fn their_cookie(&self) -> Option<Vec<u8>> {
        let cookies = self.response["set_cookie"].as_array()?;
        cookies.iter().find(|cookie| cookie["session_cookie"].is_string()).map(|cookie| bytes(cookie, "header_b64"))
    }

    /// Whether something is done with a flash that was not fetched.
    fn is_unfetched(&self) -> bool {
        let ops = self.request["ops"].as_array().unwrap();
        let first = |names: &[&str]| ops.iter().position(|op| names.contains(&text(op, "op")));
        let used = first(&["put_flash", "merge_flash", "clear_flash", "get_flash"]);
        let fetched = first(&["fetch_flash", "fetch_live_flash"]);
        let says = self.response["exception_message"].as_str().unwrap_or_default();
        self.request["fetch"] == false
            || says.contains("not fetched")
            || used.is_some_and(|used| fetched.is_none_or(|fetched| used < fetched))
    }

    fn step(
        &self,
        op: &Value,
        session: &mut Session,
        found: &mut Option<Messages>,
        gets: &mut Vec<Term>,
        counts: &mut Counts,
    ) {
        match text(op, "op") {
            "fetch_flash" | "fetch_live_flash" => {
                let messages = found.get_or_insert_with(|| {
                    let value = session.get_raw(KEY).map(|value| decode(&[&[131], value].concat()).unwrap());
                    let is_no_map = self.response["exception"] == "BadMapError";
                    counts.no_map += usize::from(is_no_map);
                    match value {
                        None => Messages { was_nil: true, messages: Vec::new() },
                        Some(Term::Map(messages)) => Messages { was_nil: false, messages },
                        Some(other) => Messages { was_nil: other == nil(), messages: Vec::new() },
                    }
                });
                if text(op, "op") == "fetch_live_flash" {
                    for (kind, message) in self.live() {
                        messages.put(kind, message);
                    }
                }
            }
            "put_flash" => found.as_mut().unwrap().put(kind(op).unwrap(), term(&op["value"])),
            "merge_flash" => {
                for pair in op["pairs"].as_array().unwrap() {
                    let kind = pair[0]["text"].as_str().or(pair[0]["v"].as_str()).unwrap();
                    let kind = Term::Binary(kind.as_bytes().to_vec());
                    found.as_mut().unwrap().put(kind, term(&pair[1]));
                }
            }
            "clear_flash" => found.as_mut().unwrap().messages.clear(),
            "get_flash" => {
                let messages = &found.as_ref().unwrap().messages;
                gets.push(unordered(match kind(op) {
                    None => Term::Map(messages.clone()),
                    Some(kind) => {
                        messages.iter().find(|(key, _)| *key == kind).map_or(nil(), |(_, value)| value.clone())
                    }
                }));
            }
            "put" => session.put_raw(text(op, "key").as_bytes(), &encoded(&term(&op["value"]))).unwrap(),
            "delete" => session.delete(text(op, "key").as_bytes()).unwrap(),
            "clear" => session.clear().unwrap(),
            "configure" => {
                let is = |flag: &str| op[flag] == true;
                session.configure(is("renew"), is("drop"), is("ignore")).unwrap();
            }
            other => panic!("{other}"),
        }
    }

    /// What `LiveView`'s own cookie holds: a token, good for 60,000 seconds.
    fn live(&self) -> Vec<(Term, Term)> {
        let headers = self.response["sent_cookie_headers_b64"].as_array().unwrap();
        let header = headers.iter().map(|header| base64(header.as_str().unwrap())).collect::<Vec<_>>().join(&b';');
        let Some(cookie) = waxseal::cookies::find(&header, b"__phoenix_flash__") else { return Vec::new() };
        let mut keyring = Keyring::default();
        let secret = bytes(&self.case["config"], "secret_key_base_b64");
        let key = keyring.derived(&secret, b"flash:LvSalt12", &key_generator::Options::default()).unwrap();
        let now_ms = self.response["now_ms"].as_u64().unwrap();
        match token::verify(key.signing(), cookie, Some(Age::Seconds(60_000)), now_ms) {
            Ok(opened) => match decode(&opened.data) {
                Ok(Term::Map(messages)) => messages,
                other => panic!("{other:?}"),
            },
            Err(_) => Vec::new(),
        }
    }
}

/// What a browser keeps of a response.
fn keep(header: Option<Vec<u8>>, cookie: &mut Option<Vec<u8>>) {
    if let Some(header) = header {
        let is_over = String::from_utf8_lossy(&header).contains("max-age=0;");
        *cookie = (!is_over).then(|| value_of(header));
    }
}

/// The value in a Set-Cookie header.
fn value_of(header: Vec<u8>) -> Vec<u8> {
    let header = String::from_utf8(header).unwrap();
    let pair = header.split(';').next().unwrap();
    pair.split_once('=').unwrap().1.as_bytes().to_vec()
}

/// Every status, by the table.
#[test]
fn what_becomes_of_it() {
    for status in 100..600 {
        let keeps = (300..=308).contains(&status);
        assert_eq!(flash::at_send(true, true, status), Effect::Nothing);
        assert_eq!(flash::at_send(false, true, status), Effect::Delete);
        for was_nil in [true, false] {
            let expected = if keeps { Effect::Keep } else { Effect::Delete };
            assert_eq!(flash::at_send(was_nil, false, status), expected, "{status}");
        }
    }
}
