//! Sessions as phx.gen.auth leaves them: every request of `session_phx_gen_auth.json`, done again.

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
use waxseal::cookies::{self, Attributes, signed};
use waxseal::crypto::key_generator;
use waxseal::crypto::keyring::Keyring;
use waxseal::crypto::token::{self, Age, Terms};
use waxseal::phoenix::user_auth::{LogIn, log_in, log_out, restore};
use waxseal::plug::{Fetch, before_send, fetch};
use waxseal::session::Session;
use waxseal::store::cookie::CookieStore;
use waxseal::term::Term;
use waxseal::term::decode::decode;
use waxseal::term::encode::{Otp, encode, encode_value};

#[derive(Debug, Default, PartialEq)]
struct Counts {
    requests: usize,
    /// Set-Cookie headers of the session.
    sessions: usize,
    remembered: usize,
    forgotten: usize,
    restored: usize,
}

#[test]
fn every_case() {
    let mut counts = Counts::default();
    for case in &load("session_phx_gen_auth") {
        let site = Site::cookie(&case["config"]).unwrap();
        let (requests, responses) = (case["requests"].as_array().unwrap(), case["responses"].as_array().unwrap());
        for (request, response) in requests.iter().zip(responses) {
            counts.requests += 1;
            // The one that has a token of CSRF's from before the log-in: `csrf.rs` has such.
            if response["outcome"] == "ok" {
                Visit { case, site: &site, request, response }.run(&mut counts);
            }
        }
    }
    let expected = Counts { requests: 416, sessions: 386, remembered: 64, forgotten: 28, restored: 10 };
    assert_eq!(counts, expected);
}

struct Visit<'a> {
    case: &'a Value,
    site: &'a Site<CookieStore>,
    request: &'a Value,
    response: &'a Value,
}

/// What a map holds under a string.
fn under<'m>(map: &'m Term, key: &str) -> Option<&'m Term> {
    let Term::Map(pairs) = map else { panic!("no map") };
    pairs.iter().find(|(name, _)| *name == Term::Binary(key.into())).map(|(_, value)| value)
}

fn binary(term: &Term) -> &[u8] {
    let Term::Binary(bytes) = term else { panic!("no binary: {term:?}") };
    bytes
}

impl Visit<'_> {
    fn is_17(&self) -> bool {
        text(self.case, "template").contains("1.7")
    }

    fn run(&self, counts: &mut Counts) {
        let is_https = self.request["scheme"] == "https";
        let conn = self.site.conn(is_https, self.now_ms());
        let headers = self.response["sent_cookie_headers_b64"].as_array().unwrap();
        let header = headers.iter().map(|header| base64(header.as_str().unwrap())).collect::<Vec<_>>().join(&b';');
        let Fetch::Ready(mut session) = fetch(&self.site.cookie, &self.site.store, &conn, &header).unwrap() else {
            panic!("{}", name(self.case))
        };
        let fetched = unordered(term(&self.response["session_after_fetch"]));
        assert_eq!(decode(session.map()).map(unordered).as_ref(), Ok(&fetched), "{}", name(self.case));
        self.restore(&mut session, &fetched, &header, counts);
        self.act(&mut session);

        let at_send = unordered(term(&self.response["session_at_send"]));
        assert_eq!(decode(session.map()).map(unordered), Ok(at_send), "{}", name(self.case));
        let sent = before_send(&self.site.cookie, &self.site.store, &conn, &session).unwrap().set_cookie;
        let theirs = self.theirs(|cookie| cookie["session_cookie"].is_string());
        let theirs = theirs.map(|cookie| bytes(cookie, "header_b64"));
        if self.case["config"].get("encryption_salt_b64").is_some() {
            assert_eq!(sent.as_ref().map(Vec::len), theirs.map(|header| header.len()), "{}", name(self.case));
        } else {
            assert_eq!(sent, theirs, "{}", name(self.case));
        }
        counts.sessions += usize::from(sent.is_some());
        self.remember(is_https, counts);
    }

    fn now_ms(&self) -> u64 {
        self.request["now_ms"].as_u64().unwrap()
    }

    fn theirs(&self, is_it: impl Fn(&Value) -> bool) -> Option<&Value> {
        self.response["set_cookie"].as_array().unwrap().iter().find(|cookie| is_it(cookie))
    }

    /// Who has no session is looked for in remember-me; the template writes the token once its database knows it.
    fn restore(&self, session: &mut Session, fetched: &Term, header: &[u8], counts: &mut Counts) {
        if under(fetched, "user_token").is_some() || self.response["user_id"].is_null() {
            return;
        }
        let cookie = text(self.case, "remember_me_cookie").as_bytes();
        let found = cookies::find(header, cookie).unwrap();
        let mut keyring = Keyring::default();
        let secret = bytes(&self.case["config"], "secret_key_base_b64");
        let key = keyring.derived(&secret, &signed::salt(cookie), &key_generator::Options::default()).unwrap();
        let opened = token::verify(key.signing(), found, None, self.now_ms()).unwrap();
        let token = decode(&opened.data).unwrap();
        restore(session, binary(&token), self.case["live"] == true).unwrap();
        if self.is_17() {
            session.delete(b"user_remember_me").unwrap();
        }
        counts.restored += 1;
    }

    /// What the template does.
    fn act(&self, session: &mut Session) {
        let at_send = term(&self.response["session_at_send"]);
        let issued = under(&at_send, "user_token");
        let action = text(self.request, "action");
        let how = LogIn { live: self.case["live"] == true, ..LogIn::default() };
        match action {
            "log_in" => {
                let remember = self.request["params"]["remember_me"] == "true" && !self.is_17();
                let same_user = self.response["mark"] == "write";
                log_in(session, binary(issued.unwrap()), LogIn { remember, same_user, ..how }).unwrap();
            }
            "log_out" => log_out(session).unwrap(),
            _ => {
                // After seven days a token is issued anew.
                let held = session.get_raw(b"user_token").map(|value| decode(&[&[131], value].concat()).unwrap());
                if let (Some(held), Some(issued)) = (held, issued)
                    && held != *issued
                {
                    log_in(session, binary(issued), LogIn { same_user: true, ..how }).unwrap();
                }
            }
        }
        // What is random, and what the app itself puts; the flash, whose life `flash.rs` has.
        let mut own = vec!["_csrf_token", "phoenix_flash", "user_return_to"];
        own.extend(self.request["key"].as_str());
        let is_sent_away = self.response["location"].as_str().is_some_and(|path| path.starts_with("/users/log"));
        for key in own {
            let value = under(&at_send, key);
            let is_there = session.get_raw(key.as_bytes()).map(|value| decode(&[&[131], value].concat()).unwrap());
            match value {
                Some(value)
                    if is_there.as_ref() != Some(value)
                        || self.request["key"] == key
                        || (is_sent_away && key != "_csrf_token") =>
                {
                    assert!(key != "_csrf_token" || is_there.is_none(), "{}: the state changed", name(self.case));
                    let mut bytes = Vec::new();
                    encode_value(value, Otp::Otp26, &mut bytes).unwrap();
                    session.put_raw(key.as_bytes(), &bytes).unwrap();
                }
                None if key == "phoenix_flash" && is_there.is_some() => session.delete(key.as_bytes()).unwrap(),
                Some(_) | None => {}
            }
        }
    }

    /// The cookie of remember-me, byte for byte.
    fn remember(&self, is_https: bool, counts: &mut Counts) {
        let Some(theirs) = self.theirs(|cookie| cookie.get("remember_me").is_some()) else { return };
        let cookie = text(self.case, "remember_me_cookie").as_bytes();
        let header = bytes(theirs, "header_b64");
        let lax = Attributes { same_site: Some(b"Lax"), secure: is_https, ..Attributes::default() };
        if theirs["remember_me"] == "delete" {
            // Until 1.8 it was deleted without its attributes.
            let attributes = if self.is_17() { Attributes { same_site: None, ..lax } } else { lax };
            assert_eq!(cookies::delete(cookie, &attributes).unwrap(), header, "{}", name(self.case));
            counts.forgotten += 1;
            return;
        }
        let held = &theirs["remember_me"];
        let max_age = held["max_age"].as_i64().unwrap();
        let terms = Terms {
            signed_at_ms: held["signed_at_ms"].as_i64().unwrap(),
            max_age: Age::Seconds(max_age),
            otp: Otp::Otp26,
            compressed: false,
        };
        let mut keyring = Keyring::default();
        let secret = bytes(&self.case["config"], "secret_key_base_b64");
        let key = keyring.derived(&secret, &signed::salt(cookie), &key_generator::Options::default()).unwrap();
        let data = encode(&Term::Binary(bytes(held, "token_b64")), Otp::Otp26).unwrap();
        let value = token::sign(key.signing(), &data, &terms).unwrap();
        let attributes = Attributes { max_age: Some(max_age), ..lax };
        let now = i64::try_from(self.now_ms() / 1000).unwrap();
        let ours = cookies::encode(cookie, Some(&value), &attributes, now).unwrap();
        assert_eq!(String::from_utf8(ours).unwrap(), String::from_utf8(header).unwrap(), "{}", name(self.case));
        counts.remembered += 1;
    }
}
