//! Expiry in cookie sessions: the text under the reserved key, and what becomes of it in an app that knows nothing of it.

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
use serde_json::{Value as Json, json};
use vectors::{base64, load, name};
use waxseal::cookies;
use waxseal::crypto::secret_key_base::SecretKeyBase;
use waxseal::error::Reason;
use waxseal::plug::{Fetch, SessionCookie, before_send, fetch};
use waxseal::session::{Session, Sid, map};
use waxseal::store::cookie::CookieStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Lasts, Lookup, Store as _};

const NOW_MS: u64 = 1_795_393_670_000;
const KEY: &[u8] = b"_waxseal_life";
/// Frozen: should this ever change, sessions of before are to be read all the same.
const TEXT: &[u8] = b"1.1795393670000.1795393671234.2592000.604800.user:42.b";

struct App {
    cookie: SessionCookie,
    store: CookieStore,
    secret: SecretKeyBase,
}

/// An app of these options.
fn app(more: &Json) -> App {
    let mut options = json!({ "key": "_my_app", "signingSalt": "salt" });
    options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let value: Value = serde_json::from_str(&options.to_string()).unwrap();
    let options = Options::new(&value).unwrap();
    App {
        cookie: SessionCookie::init(&options).unwrap(),
        store: CookieStore::init(&options, Serializer::of(&options).unwrap()).unwrap(),
        secret: SecretKeyBase::new("s".repeat(64).as_bytes()),
    }
}

impl App {
    fn conn(&self, now_ms: u64) -> Conn<'_> {
        Conn { secret_key_base: Some(&self.secret), https: false, now_ms }
    }

    /// The session of a Cookie header.
    fn fetch(&self, now_ms: u64, header: &[u8]) -> Session {
        match fetch(&self.cookie, &self.store, &self.conn(now_ms), header).unwrap() {
            Fetch::Ready(session) => session,
            Fetch::Need(_) => panic!("a cookie session needs no record"),
        }
    }

    /// The Cookie header after the commit, and how the cookie was set.
    fn send(&self, now_ms: u64, session: &Session) -> Option<(Vec<u8>, String)> {
        let set = before_send(&self.cookie, &self.store, &self.conn(now_ms), session).unwrap().set_cookie?;
        let end = set.iter().position(|byte| *byte == b';').unwrap();
        Some((set[..end].to_vec(), String::from_utf8(set[end..].to_vec()).unwrap()))
    }

    /// The map in a cookie, as an app reads it that knows nothing of the key.
    fn raw(&self, header: &[u8]) -> Vec<u8> {
        let mut payload = Vec::new();
        let value = self.cookie.find(header).unwrap();
        self.store.open(&self.conn(NOW_MS), value, &mut payload).unwrap().unwrap();
        payload
    }

    /// A cookie with this map, as such an app writes it.
    fn cookie_of(&self, map: &[u8]) -> Vec<u8> {
        [b"_my_app=", &*self.store.seal(&self.conn(NOW_MS), map).unwrap()].concat()
    }
}

/// A string's term.
fn text(text: &[u8]) -> Vec<u8> {
    [&[109][..], &u32::try_from(text.len()).unwrap().to_be_bytes(), text].concat()
}

/// A session map of these strings.
fn strings(pairs: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut session = Session::new(&Sid::Term, map::EMPTY, &[], None);
    for (key, value) in pairs {
        session.put_raw(key, &text(value)).unwrap();
    }
    session.map().to_vec()
}

#[test]
fn the_format_is_frozen() {
    let app = app(&json!({}));
    let cookie = app.cookie_of(&strings(&[(KEY, TEXT), (b"a", b"1")]));
    let mut session = app.fetch(NOW_MS + 2_000, &cookie);
    assert_eq!((session.map(), session.owner()), (&*strings(&[(b"a", b"1")]), Some("user:42.b")));
    assert_eq!(
        app.store.span_ms(&app.conn(NOW_MS + 2_000), &session),
        Some((NOW_MS, Some(NOW_MS + 1_234 + 604_800_000)))
    );
    assert_eq!(app.store.lasts(&app.conn(NOW_MS + 2_000), &session), Lasts::Seconds(2_591_998));
    assert_eq!(app.send(NOW_MS + 2_000, &session), None, "only read");
    session.put_raw(b"a", &text(b"2")).unwrap();
    let (again, _) = app.send(NOW_MS + 5_000, &session).unwrap();
    let written = b"1.1795393670000.1795393675000.2592000.604800.user:42.b";
    assert_eq!(app.raw(&again), strings(&[(KEY, written), (b"a", b"2")]));
}

#[test]
fn what_is_no_such_text_is_no_session() {
    let app = app(&json!({}));
    for wrong in [
        &b""[..],
        b"1",
        b"1.",
        b"2.1.1...",
        b"1.1.1..",
        b"1.+1.1...",
        b"1.-1.1...",
        b"1.1.1.x..",
        b"1..1...",
        b"1.1.1.4294967296..",
        b"1.18446744073709551616.1...",
        b"1.1.1...\xff",
        b" 1.1.1...",
        b"1.1.1...\n\xfe",
    ] {
        let session = app.fetch(NOW_MS, &app.cookie_of(&strings(&[(KEY, wrong), (b"a", b"1")])));
        assert_eq!(
            (session.reason(), session.sid(), session.map()),
            (Some(Reason::Undecodable), Sid::Term, map::EMPTY)
        );
    }
    let owner = [&b"1.1795393670000.1795393670000..."[..], &[b'x'; 256]].concat();
    assert_eq!(app.fetch(NOW_MS, &app.cookie_of(&strings(&[(KEY, &owner)]))).reason(), Some(Reason::Undecodable));
    // Another term under the key.
    let mut session = Session::new(&Sid::Term, map::EMPTY, &[], None);
    session.put_raw(KEY, &[97, 1]).unwrap();
    assert_eq!(app.fetch(NOW_MS, &app.cookie_of(session.map())).reason(), Some(Reason::Undecodable));
}

#[test]
fn every_limit_at_its_last_millisecond() {
    let app = app(&json!({ "idleTimeout": 100, "maxLifetime": 250 }));
    let mut session = app.fetch(NOW_MS, b"");
    session.put_raw(b"a", &text(b"1")).unwrap();
    let (mut cookie, _) = app.send(NOW_MS, &session).unwrap();
    let reason = |now_ms, cookie: &[u8]| app.fetch(now_ms, cookie).reason();
    assert_eq!(reason(NOW_MS + 99_999, &cookie), None);
    assert_eq!(reason(NOW_MS + 100_000, &cookie), Some(Reason::Expired));
    assert_eq!(
        (reason(1, &cookie), reason(u64::MAX, &cookie)),
        (None, Some(Reason::Expired)),
        "a clock that went back"
    );
    // A read past the half sends it again, once; a read before sends nothing.
    let mut sent = 0;
    for seconds in (10..250).step_by(10) {
        let now_ms = NOW_MS + seconds * 1000;
        let session = app.fetch(now_ms, &cookie);
        assert_eq!(session.reason(), None, "after {seconds} s");
        if let Some((again, _)) = app.send(now_ms, &session) {
            (cookie, sent) = (again, sent + 1);
        }
    }
    // After 50, 100 and 150 s: what was noted then reaches the end.
    assert_eq!(sent, 3);
    assert_eq!(reason(NOW_MS + 249_999, &cookie), None);
    assert_eq!(reason(NOW_MS + 250_000, &cookie), Some(Reason::Expired));
    // There is a cookie to be deleted, and what is written is a new session.
    let mut over = app.fetch(NOW_MS + 250_000, &cookie);
    over.put_raw(b"b", &text(b"2")).unwrap();
    let (anew, _) = app.send(NOW_MS + 250_000, &over).unwrap();
    assert_eq!(app.fetch(NOW_MS + 250_000, &anew).map(), strings(&[(b"b", b"2")]));
    over.configure(false, true, false).unwrap();
    assert!(app.send(NOW_MS + 250_000, &over).unwrap().1.contains("max-age=0"));
    // Its time over while a request ran, nothing is written.
    let mut late = app.fetch(NOW_MS + 249_999, &cookie);
    late.put_raw(b"b", &text(b"2")).unwrap();
    let error = before_send(&app.cookie, &app.store, &app.conn(NOW_MS + 250_000), &late).unwrap_err();
    assert_eq!(error.code(), "ERR_SESSION_INTERRUPTED");
}

#[test]
fn a_session_without_times_begins_at_its_first_read() {
    let plain = app(&json!({}));
    let limited = app(&json!({ "maxLifetime": 100 }));
    let cookie = plain.cookie_of(&strings(&[(b"a", b"1")]));
    let session = limited.fetch(NOW_MS, &cookie);
    assert_eq!(session.reason(), None);
    let (timed, _) = limited.send(NOW_MS, &session).unwrap();
    assert_eq!(limited.raw(&timed), strings(&[(KEY, b"1.1795393670000.1795393670000..."), (b"a", b"1")]));
    let session = limited.fetch(NOW_MS + 60_000, &timed);
    assert_eq!(limited.send(NOW_MS + 60_000, &session), None, "once");
    assert_eq!(limited.fetch(NOW_MS + 100_000, &timed).reason(), Some(Reason::Expired));
    // Where nobody asked for it there is no such key, and what has one keeps it.
    let mut session = plain.fetch(NOW_MS, &cookie);
    session.put_raw(b"b", &text(b"2")).unwrap();
    assert_eq!(plain.raw(&plain.send(NOW_MS, &session).unwrap().0), strings(&[(b"a", b"1"), (b"b", b"2")]));
    let mut session = plain.fetch(NOW_MS + 200_000, &timed);
    session.put_raw(b"b", &text(b"2")).unwrap();
    let kept = plain.raw(&plain.send(NOW_MS + 200_000, &session).unwrap().0);
    assert_eq!(map::get(&kept, KEY).map(|term| &term[5..]), Some(&b"1.1795393670000.1795393870000..."[..]));
}

#[test]
fn json_has_the_same_text() {
    let app = app(&json!({ "serializer": "json", "idleTimeout": 100 }));
    let mut session = app.fetch(NOW_MS, b"");
    session.put_raw(b"a", &text(b"1")).unwrap();
    let (cookie, _) = app.send(NOW_MS, &session).unwrap();
    let payload = app.raw(&cookie);
    assert_eq!(payload, br#"{"_waxseal_life":"1.1795393670000.1795393670000...","a":"1"}"#);
    assert_eq!(app.fetch(NOW_MS + 99_999, &cookie).map(), strings(&[(b"a", b"1")]));
    assert_eq!(app.fetch(NOW_MS + 100_000, &cookie).reason(), Some(Reason::Expired));
}

#[test]
fn the_store_itself_keeps_it() {
    let app = app(&json!({ "idleTimeout": 100 }));
    let session = Session::new(&Sid::Nil, &strings(&[(b"a", b"1")]), &[], None);
    let put = app.store.put(&app.conn(NOW_MS), &Sid::Nil, &session).unwrap();
    let Lookup::Ready(found) = app.store.get(&app.conn(NOW_MS + 1), &put.cookie).unwrap() else { panic!("a session") };
    assert_eq!((found.sid(), found.map()), (Sid::Term, session.map()));
}

/// What Phoenix makes of the key is what Plug makes of any that a request does not name. No vector has the key itself; in those in which real Plug
/// read a session out of a cookie and wrote it into one, each such key of text has the same bytes in both, its value's among them.
#[test]
fn plug_keeps_the_bytes_of_keys_that_a_request_does_not_name_unless_it_clears_the_session() {
    let (mut kept, mut texts, mut cleared) = (0, 0, 0);
    for case in load("session_flow").iter().filter(|case| case["config"]["store"] == "cookie") {
        let Ok(site) = Site::cookie(&case["config"]) else { continue };
        let requests = case["requests"].as_array().unwrap().iter();
        for (request, response) in requests.zip(case["responses"].as_array().unwrap()) {
            let (Some(before), Some(after)) =
                (read_by_plug(&site, request, response), written_by_plug(&site, response))
            else {
                continue;
            };
            let ops = request["ops"].as_array().unwrap();
            let is_cleared = ops.iter().any(|op| op["op"] == "clear");
            let keys = ops.iter().flat_map(|op| [&op["key"], &op["key_atom"]]).filter_map(Json::as_str);
            let named: Vec<_> = keys.map(str::as_bytes).collect();
            for (key, value) in map::string_entries(&before).filter(|(key, _)| !named.contains(key)) {
                let found = map::get(&after, key);
                assert_eq!(found, if is_cleared { None } else { Some(value) }, "{}: {key:?}", name(case));
                *if is_cleared { &mut cleared } else { &mut kept } += 1;
                texts += usize::from(!is_cleared && value[0] == TEXT_TAG);
            }
        }
    }
    assert_eq!((kept, texts, cleared), (61, 38, 9));
}

/// `BINARY_EXT`, as which Erlang writes a text.
const TEXT_TAG: u8 = 109;

/// The session map in the cookie that the request brought.
fn read_by_plug(site: &Site<CookieStore>, request: &Json, response: &Json) -> Option<Vec<u8>> {
    let sent = [&request["cookie_headers_b64"], &response["sent_cookie_headers_b64"]];
    let headers = sent.into_iter().find_map(Json::as_array)?;
    let headers: Vec<_> = headers.iter().map(|header| base64(header.as_str().unwrap())).collect();
    let headers: Vec<_> = headers.iter().map(Vec::as_slice).collect();
    let value = cookies::find_in(&headers, site.cookie.key().as_bytes())?;
    opened(site, value)
}

/// That in the cookie that came of it.
fn written_by_plug(site: &Site<CookieStore>, response: &Json) -> Option<Vec<u8>> {
    let mut sets = response["set_cookie"].as_array().into_iter().flatten();
    let set = sets.rfind(|set| set["carries_session"]["t"] == "map")?;
    let header = base64(set["header_b64"].as_str().unwrap());
    let pair = header.split(|byte| *byte == b';').next()?;
    opened(site, cookies::find(pair, site.cookie.key().as_bytes())?)
}

/// What Plug wrote into a cookie, its term as it is.
fn opened(site: &Site<CookieStore>, value: &[u8]) -> Option<Vec<u8>> {
    let mut payload = Vec::new();
    site.store.open(&site.conn(false, NOW_MS), value, &mut payload).ok()?.ok()?;
    payload.starts_with(&[131, 116]).then_some(payload)
}

#[test]
fn a_cookie_that_the_browser_will_forget_is_sent_again_from_half_of_its_time_on() {
    let app = app(&json!({ "maxAge": 100, "maxLifetime": 1_000 }));
    let mut session = app.fetch(NOW_MS, b"");
    session.put_raw(b"a", &text(b"1")).unwrap();
    let (mut cookie, _) = app.send(NOW_MS, &session).unwrap();
    let mut visit = |seconds: u64| {
        let now_ms = NOW_MS + seconds * 1000;
        let session = app.fetch(now_ms, &cookie);
        assert_eq!(session.reason(), None, "after {seconds} s");
        let sent = app.send(now_ms, &session);
        sent.inspect(|(again, _)| cookie.clone_from(again)).map(|(_, attributes)| attributes)
    };
    assert_eq!(visit(49), None);
    for seconds in (50..=900).step_by(50) {
        assert!(visit(seconds).unwrap().contains("max-age=100;"), "after {seconds} s");
        assert_eq!(visit(seconds + 49), None, "after {seconds} s");
    }
    // What was sent then is there until the session's end.
    assert_eq!((visit(950), visit(999)), (None, None));
}

#[test]
fn a_session_that_is_cleared_and_renewed_begins_anew() {
    let app = app(&json!({ "maxLifetime": 100 }));
    let mut session = app.fetch(NOW_MS, b"");
    session.put_raw(b"a", &text(b"1")).unwrap();
    session.set_owner(Some("one")).unwrap();
    let (cookie, _) = app.send(NOW_MS, &session).unwrap();
    let begins = |clear: bool, renew: bool| {
        let mut session = app.fetch(NOW_MS + 60_000, &cookie);
        if clear {
            session.clear().unwrap();
        }
        session.configure(renew, false, false).unwrap();
        session.put_raw(b"b", &text(b"2")).unwrap();
        let (cookie, _) = app.send(NOW_MS + 60_000, &session).unwrap();
        let after = app.fetch(NOW_MS + 60_000, &cookie);
        let (began, _) = app.store.span_ms(&app.conn(NOW_MS + 60_000), &after).unwrap();
        (began == NOW_MS + 60_000, after.owner().map(str::to_owned))
    };
    let kept = (false, Some("one".to_owned()));
    assert_eq!([begins(false, false), begins(true, false), begins(false, true)], [kept.clone(), kept.clone(), kept]);
    assert_eq!(begins(true, true), (true, None));
}

#[test]
fn a_session_that_is_touched_is_sent_again_with_times_or_without() {
    for more in [json!({}), json!({ "maxLifetime": 100 })] {
        let app = app(&more);
        let mut session = app.fetch(NOW_MS, b"");
        session.put_raw(b"a", &text(b"1")).unwrap();
        let (cookie, _) = app.send(NOW_MS, &session).unwrap();
        let mut session = app.fetch(NOW_MS + 1, &cookie);
        assert_eq!(app.send(NOW_MS + 1, &session), None);
        session.touch().unwrap();
        let (again, _) = app.send(NOW_MS + 1, &session).unwrap();
        assert_eq!(app.fetch(NOW_MS + 1, &again).map(), strings(&[(b"a", b"1")]));
    }
    // Where there is none, nothing is.
    let mut none = Session::default();
    none.touch().unwrap();
    assert!(!none.is_touched() && !none.is_found());
}

/// Who has no clock at hand leaves the time to the store: 0.
#[test]
fn a_session_whose_times_are_asked_for_without_a_clock_begins_now() {
    let app = app(&json!({ "idleTimeout": 100 }));
    let mut session = app.fetch(NOW_MS, b"");
    session.put_raw(b"a", &text(b"1")).unwrap();
    let before_ms = waxseal::env::now_ms();
    let (created_ms, expires_ms) = app.store.span_ms(&app.conn(0), &session).unwrap();
    assert!((before_ms..=waxseal::env::now_ms()).contains(&created_ms) && expires_ms == Some(created_ms + 100_000));
}
