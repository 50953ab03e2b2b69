//! Owners in the driver: who is logged in where, and log out everywhere, over services in memory. With the npm package over one Redis in
//! `tests/native`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod driver;

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use driver::{KEY, at_once, commit, fetch, kv, pair, run};
use waxseal::error::{Error, Reason};
use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError, Memory};
use waxseal::sessions::{Listed, Revoke, SessionHandle, Sessions};
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::value::Value;

const OWNER: &str = "user:42";
const SECRET: &[u8] = b"an owner secret of 32 bytes, ok!";

/// An index written by other code (Node's HMAC and ChaCha20-Poly1305), as in `tests/conformance/api/owners.js`: two sessions of user:42, in the
/// year 2099, under "frozen-", by [`SECRET`].
const FROZEN_KEY: &str = "frozen-c9f1745166166ce3df1001b72968aae7f60a2616987d6c10a5af4bc62c0a586e";
const FROZEN: &str = "10404142434445464748494a4b4c4d4e4f50515253545556574d62e2aa08c0d0b85430bab8fd9310d856dd7687c4c032616762730b2ff9aaf615b343\
                      1d2123579fcda77e952b4d3f36dad31d4f1df0ff05a74f6153f18436a1af995512093ebf2b864ba2b5db5e31618fe78bbf9384c2e7b9febff2232d3a\
                      53d235834aadcfdba2a1cd82b79e3184bcf5115739404a71c33777c319667335ee13e42adab4cd1ea9e8bb07e05d18b856ba1606de1bd9c544b36a28\
                      6caa29b7";

/// Rows that a test can look into, of a service that compares or not, and that can be away.
#[derive(Default)]
struct Rows {
    values: Mutex<BTreeMap<String, (u64, Vec<u8>)>>,
    writes: Mutex<u64>,
    /// Values of this version alone can't be written.
    refuses: Mutex<Option<u8>>,
    is_away: Mutex<bool>,
    reads: Mutex<u32>,
    is_late: bool,
    max_value: Option<usize>,
    /// How long a write takes.
    write: Mutex<Duration>,
}

impl Rows {
    fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Where nothing compares.
    fn late() -> Arc<Self> {
        Arc::new(Self { is_late: true, ..Self::default() })
    }

    fn put_raw(&self, key: &str, value: &[u8]) {
        let mut writes = self.writes.lock().unwrap();
        *writes += 1;
        self.values.lock().unwrap().insert(key.to_owned(), (*writes, value.to_vec()));
    }

    /// Keys of values that begin so.
    fn keys(&self, version: u8) -> Vec<String> {
        let rows = self.values.lock().unwrap();
        rows.iter().filter(|(_, (_, value))| value.first() == Some(&version)).map(|(key, _)| key.clone()).collect()
    }

    fn remove(&self, key: &str) {
        self.values.lock().unwrap().remove(key);
    }

    fn largest(&self) -> usize {
        self.values.lock().unwrap().values().map(|(_, value)| value.len()).max().unwrap_or(0)
    }

    fn holds(&self, text: &str) -> bool {
        let has = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        self.values.lock().unwrap().iter().any(|(key, (_, value))| has(key.as_bytes()) || has(value))
    }

    fn set_away(&self, is_away: bool) {
        *self.is_away.lock().unwrap() = is_away;
    }
}

impl Kv for Rows {
    fn capabilities(&self) -> Capabilities {
        let max_value = self.max_value.unwrap_or(1_000_000);
        Capabilities { atomic: !self.is_late, eventual: self.is_late, max_value, ..Capabilities::default() }
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        *self.reads.lock().unwrap() += 1;
        if *self.is_away.lock().unwrap() {
            return Err(KvError::new("away"));
        }
        let rows = self.values.lock().unwrap();
        let version = |version: u64| Some(version.to_le_bytes().to_vec()).filter(|_| !self.is_late);
        Ok(rows.get(key).map(|(written, value)| Found { value: value.clone(), version: version(*written) }))
    }

    async fn put(&self, key: &str, value: &[u8], _: u32, only: Condition<'_>) -> Result<bool, KvError> {
        std::thread::sleep(*self.write.lock().unwrap());
        if *self.is_away.lock().unwrap() || *self.refuses.lock().unwrap() == value.first().copied() {
            return Err(KvError::new("away"));
        }
        let now = self.values.lock().unwrap().get(key).map(|(version, _)| version.to_le_bytes());
        let is_so = match only {
            Condition::Always => true,
            Condition::New => now.is_none(),
            Condition::Version(read) => now.is_some_and(|now| now == read),
        };
        if is_so {
            self.put_raw(key, value);
        }
        Ok(is_so)
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        self.remove(key);
        Ok(())
    }
}

fn both() -> [Arc<Rows>; 2] {
    [Rows::new(), Rows::late()]
}

fn say(session: &SessionHandle, owner: &str, note: &str) {
    session.set_owner(Some(owner)).unwrap();
    session.set_note(Some(note)).unwrap();
}

fn begin(session: &SessionHandle) {
    session.clear().unwrap();
    session.renew().unwrap();
    session.put("user", &42).unwrap();
}

fn try_log_in(sessions: &Sessions, owner: &str, note: &str) -> Result<String, Error> {
    let session = run(sessions.fetch(""))?;
    begin(&session);
    say(&session, owner, note);
    Ok(pair(&commit(sessions, &session)?.unwrap()))
}

/// Logs in, and gives the cookie.
fn log_in(sessions: &Sessions, note: &str) -> String {
    try_log_in(sessions, OWNER, note).unwrap()
}

fn is_in(sessions: &Sessions, cookie: &str) -> bool {
    fetch(sessions, cookie).has("user")
}

fn list(sessions: &Sessions, owner: &str) -> Vec<Listed> {
    run(sessions.list(owner)).unwrap()
}

/// The notes of an owner's sessions, in order.
fn notes(sessions: &Sessions, owner: &str) -> String {
    let mut notes: Vec<_> = list(sessions, owner).into_iter().map(|listed| listed.note.unwrap_or_default()).collect();
    notes.sort();
    notes.join(",")
}

fn revoke(sessions: &Sessions, which: Revoke<'_>) -> usize {
    run(sessions.revoke(OWNER, which)).unwrap().expect("how many")
}

/// One request.
fn visit(sessions: &Sessions, cookie: &str, act: impl FnOnce(&SessionHandle)) -> Option<String> {
    let session = fetch(sessions, cookie);
    act(&session);
    commit(sessions, &session).unwrap().map(|set_cookie| pair(&set_cookie))
}

#[test]
fn a_list_says_where_somebody_is_logged_in() {
    for rows in both() {
        let sessions = kv(Arc::clone(&rows));
        let before = waxseal::env::now_ms();
        let cookies = ["phone", "laptop", "tablet"].map(|note| log_in(&sessions, note));
        let current = fetch(&sessions, &cookies[1]);
        let all = list(&sessions, OWNER);
        assert_eq!(notes(&sessions, OWNER), "laptop,phone,tablet");
        for listed in &all {
            let times = before..=waxseal::env::now_ms();
            assert!(times.contains(&listed.created_ms) && times.contains(&listed.seen_ms));
            assert_eq!(listed.note.as_deref() == Some("laptop"), current.id().as_deref() == Some(&*listed.id));
        }
        assert_eq!((current.owner().as_deref(), current.note().as_deref()), (Some(OWNER), Some("laptop")));
        assert_eq!(list(&sessions, "user:43"), []);
        let sids = cookies.iter().map(|cookie| &cookie[KEY.len() + 1..]);
        assert!(!sids.chain([OWNER, "laptop"]).any(|secret| rows.holds(secret)), "the service can read none of it");
    }
}

#[test]
fn a_revoke_ends_all_or_all_but_one_or_some() {
    for rows in both() {
        let sessions = kv(rows);
        let [phone, laptop, tablet] = ["phone", "laptop", "tablet"].map(|note| log_in(&sessions, note));
        let other = try_log_in(&sessions, "user:43", "another's").unwrap();
        let all = list(&sessions, OWNER);
        let id = &*all.iter().find(|listed| listed.note.as_deref() == Some("phone")).unwrap().id;
        assert_eq!(revoke(&sessions, Revoke::ids(&[id, "no such id"])), 1);
        assert_eq!([&phone, &laptop, &tablet].map(|cookie| is_in(&sessions, cookie)), [false, true, true]);
        let mine = fetch(&sessions, &laptop);
        assert_eq!(revoke(&sessions, Revoke::ids(&[&mine.id().unwrap()]).except(&mine)), 0);
        assert_eq!(revoke(&sessions, Revoke::all().except(&mine)), 1);
        assert_eq!((is_in(&sessions, &laptop), is_in(&sessions, &tablet)), (true, false));
        assert_eq!(notes(&sessions, OWNER), "laptop");

        let late = fetch(&sessions, &laptop);
        late.put("late", &1).unwrap();
        assert_eq!((revoke(&sessions, Revoke::all()), revoke(&sessions, Revoke::all())), (1, 0));
        assert_eq!(commit(&sessions, &late).unwrap_err().code(), "ERR_SESSION_INTERRUPTED");
        assert!(!is_in(&sessions, &laptop) && list(&sessions, OWNER).is_empty());
        assert_eq!(fetch(&sessions, &laptop).reason(), Some(Reason::Revoked));
        let begun = visit(&sessions, &laptop, |it| it.put("token", &1).unwrap()).unwrap();
        let page = fetch(&sessions, &begun);
        assert!(begun != laptop && page.has("token") && !page.has("user"), "its browser is not late");
        assert!(is_in(&sessions, &other), "another owner's stays");
        let again = log_in(&sessions, "again");
        assert!(is_in(&sessions, &again));
    }
}

#[test]
fn a_session_is_renewed_given_away_or_dropped() {
    for rows in both() {
        let sessions = kv(rows);
        let cookie = log_in(&sessions, "phone");
        let cookie = visit(&sessions, &cookie, |it| it.renew().unwrap()).unwrap();
        assert_eq!(notes(&sessions, OWNER), "phone");
        assert_eq!(fetch(&sessions, &cookie).id().as_deref(), Some(&*list(&sessions, OWNER)[0].id));
        assert_eq!(visit(&sessions, &cookie, |it| it.set_note(Some("my phone")).unwrap()), None);
        assert_eq!(notes(&sessions, OWNER), "my phone");
        visit(&sessions, &cookie, |it| it.set_owner(Some("user:43")).unwrap());
        assert_eq!((&*notes(&sessions, OWNER), &*notes(&sessions, "user:43")), ("", "my phone"));
        visit(&sessions, &cookie, |it| it.set_owner(None).unwrap());
        assert_eq!(notes(&sessions, "user:43"), "");
        assert!(is_in(&sessions, &cookie));
        assert_eq!(visit(&sessions, &cookie, |it| it.set_owner(Some(OWNER)).unwrap()), None);
        assert_eq!(notes(&sessions, OWNER), "my phone");
        visit(&sessions, &cookie, |it| it.drop().unwrap());
        assert_eq!(notes(&sessions, OWNER), "");
    }
}

#[test]
fn who_logs_in_again_as_the_same_owner_has_one_whichever_is_said_first() {
    let rows = Rows::new();
    let sessions = kv(Arc::clone(&rows));
    for is_said_first in [true, false] {
        let session = fetch(&sessions, &log_in(&sessions, "phone"));
        if is_said_first {
            say(&session, OWNER, "phone");
        }
        begin(&session);
        if !is_said_first {
            assert_eq!(session.owner(), None, "a log-in begins without what the one before had said");
            say(&session, OWNER, "phone");
        }
        assert_eq!((session.owner().as_deref(), session.note().as_deref()), (Some(OWNER), Some("phone")));
        let cookie = pair(&commit(&sessions, &session).unwrap().unwrap());
        assert_eq!(fetch(&sessions, &cookie).owner().as_deref(), Some(OWNER));
        assert_eq!((notes(&sessions, OWNER), revoke(&sessions, Revoke::all())), ("phone".to_owned(), 1));
        assert!(!is_in(&sessions, &cookie));
    }
    // Said once more, nothing is written.
    let cookie = log_in(&sessions, "phone");
    let writes = *rows.writes.lock().unwrap();
    assert_eq!(visit(&sessions, &cookie, |it| say(it, OWNER, "phone")), None);
    assert_eq!(*rows.writes.lock().unwrap(), writes);
    // A write beside it writes the record alone.
    visit(&sessions, &cookie, |it| {
        say(it, OWNER, "phone");
        it.put("more", &1).unwrap();
    });
    assert_eq!(*rows.writes.lock().unwrap(), writes + 1);
    // Taken back, it is nobody's.
    let cookie = visit(&sessions, &cookie, |it| {
        say(it, OWNER, "phone");
        it.set_owner(None).unwrap();
        begin(it);
    });
    assert_eq!(fetch(&sessions, &cookie.unwrap()).owner(), None);
    assert_eq!(notes(&sessions, OWNER), "");
}

#[test]
fn there_may_be_more_sessions_than_one_record_is_to_hold() {
    let rows = Rows::new();
    let sessions = kv(Arc::clone(&rows));
    let note = "n".repeat(200);
    let cookies: Vec<_> = (0..300).map(|_| log_in(&sessions, &note)).collect();
    assert!(rows.largest() < 40_000, "no record is large");
    assert_eq!(list(&sessions, OWNER).len(), 300);
    let last = visit(&sessions, &cookies[299], |it| it.renew().unwrap()).unwrap();
    visit(&sessions, &cookies[298], |it| it.drop().unwrap());
    assert_eq!(list(&sessions, OWNER).len(), 299);
    let mine = fetch(&sessions, &last);
    assert_eq!(revoke(&sessions, Revoke::all().except(&mine)), 298);
    assert!(is_in(&sessions, &last) && !is_in(&sessions, &cookies[0]) && !is_in(&sessions, &cookies[297]));
}

#[test]
fn an_index_that_its_service_does_not_take_is_told() {
    let rows = Arc::new(Rows { max_value: Some(400), ..Rows::default() });
    let sessions = kv(rows);
    let error = (0..200).find_map(|_| try_log_in(&sessions, OWNER, "a note of some length").err()).unwrap();
    assert!(error.message().contains("more sessions than the service takes in one record, 400 bytes"), "{error}");
    assert_eq!((error.code(), error.is_retriable()), ("ERR_STORE", false));
    let listed = list(&sessions, OWNER).len();
    assert_eq!(revoke(&sessions, Revoke::all()), listed);
}

#[test]
fn what_is_no_owner_and_what_has_no_index_is_refused() {
    let sessions = kv(Memory::new());
    let session = fetch(&sessions, "");
    let code = |error: Error| (error.code(), error.message().to_owned());
    for (owner, told) in
        [("", "owner: got 0 bytes, takes text"), (&*"x".repeat(256), "owner: got 256 bytes, takes text")]
    {
        for error in [
            session.set_owner(Some(owner)).unwrap_err(),
            run(sessions.list(owner)).unwrap_err(),
            run(sessions.revoke(owner, Revoke::all())).unwrap_err(),
        ] {
            let (code, message) = code(error);
            assert!(code == "ERR_CONFIG" && message.starts_with(told), "{message}");
        }
    }
    let others = kv(Memory::new());
    let theirs = fetch(&others, "");
    let error = run(sessions.revoke(OWNER, Revoke::all().except(&theirs))).unwrap_err();
    assert!(error.message().starts_with("session: was fetched by other sessions"));

    let in_cookies = cookies();
    for error in [run(in_cookies.list(OWNER)).unwrap_err(), run(in_cookies.revoke(OWNER, Revoke::all())).unwrap_err()] {
        assert!(error.code() == "ERR_CONFIG" && error.message().contains("Sessions::kv"), "{error}");
    }
    for secret in [&b""[..], b"short"] {
        let options = Value::object([("key", KEY.into()), ("ownerSecret", secret.to_vec().into())]);
        let error = Sessions::kv(&options, Memory::new(), at_once).unwrap_err();
        assert!(error.message().starts_with("ownerSecret: "), "{error}");
    }
}

#[test]
fn what_is_written_with_an_owner_secret_is_not_found_without_it() {
    let rows = Rows::new();
    let options = Value::object([("key", KEY.into()), ("ownerSecret", SECRET.to_vec().into())]);
    let sealed = Sessions::kv(&options, Arc::clone(&rows), at_once).unwrap();
    let plain = kv(rows);
    let cookie = log_in(&sealed, "phone");
    assert_eq!((&*notes(&plain, OWNER), &*notes(&sealed, OWNER)), ("", "phone"));
    assert!(is_in(&plain, &cookie), "the sessions are the same");
}

#[test]
fn the_indexs_format_is_frozen() {
    let rows = Rows::new();
    let bytes: Vec<u8> =
        (0..FROZEN.len() / 2).map(|at| u8::from_str_radix(&FROZEN[2 * at..2 * at + 2], 16).unwrap()).collect();
    rows.put_raw(FROZEN_KEY, &bytes);
    let places = ["01", "02"].map(|byte| format!("frozen-{}", byte.repeat(32)));
    for key in &places {
        rows.put_raw(key, &[1]);
    }
    let options =
        Value::object([("key", KEY.into()), ("prefix", "frozen-".into()), ("ownerSecret", SECRET.to_vec().into())]);
    let sessions = Sessions::kv(&options, Arc::clone(&rows), at_once).unwrap();
    let mut all = list(&sessions, OWNER);
    all.sort_by_key(|listed| listed.created_ms);
    let all: Vec<_> = all.iter().map(|listed| (listed.created_ms, listed.seen_ms, listed.note.as_deref())).collect();
    let (created, seen) = (4_100_000_000_000, 4_100_000_001_234);
    assert_eq!(all, [(created, seen, Some("Firefox \u{2713}")), (created + 1, seen, None)]);
    assert_eq!(revoke(&sessions, Revoke::all()), 2);
    assert_eq!(rows.keys(0), places);
}

#[test]
fn an_index_that_cant_be_read_opens_nothing_and_blocks_no_log_out() {
    let rows = Rows::new();
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let sessions = kv(Arc::clone(&rows)).log(move |event| log.lock().unwrap().push(event.reason.to_owned()));
    let (phone, laptop) = (log_in(&sessions, "phone"), log_in(&sessions, "laptop"));
    let index = &rows.keys(16)[0];
    for broken in [&[16][..], &[1, 2, 3], &[7; 60], &[16; 60], &[]] {
        rows.put_raw(index, broken);
        for error in [
            run(sessions.list(OWNER)).unwrap_err(),
            run(sessions.revoke(OWNER, Revoke::all())).unwrap_err(),
            try_log_in(&sessions, OWNER, "tablet").unwrap_err(),
        ] {
            assert_eq!((error.code(), error.is_retriable()), ("ERR_STORE", false));
            assert!(error.message().contains(index.as_str()) && !error.message().contains(OWNER), "{error}");
        }
        assert!(is_in(&sessions, &laptop), "who is in stays in");
    }
    told.lock().unwrap().clear();
    visit(&sessions, &phone, |it| it.drop().unwrap());
    assert!(!is_in(&sessions, &phone));
    assert_eq!(told.lock().unwrap()[0], "index_failed");
    rows.remove(index);
    let anew = log_in(&sessions, "anew");
    assert!(is_in(&sessions, &anew));
    assert_eq!(notes(&sessions, OWNER), "anew");
}

#[test]
fn what_is_gone_from_the_service_is_not_listed_and_a_log_in_that_fails_leaves_nothing() {
    let rows = Rows::new();
    let sessions = kv(Arc::clone(&rows));
    log_in(&sessions, "phone");
    let record = &rows.keys(2)[0];
    log_in(&sessions, "laptop");
    rows.remove(record);
    assert_eq!(notes(&sessions, OWNER), "laptop");
    *rows.refuses.lock().unwrap() = Some(2);
    assert_eq!(try_log_in(&sessions, OWNER, "tablet").unwrap_err().code(), "ERR_STORE");
    *rows.refuses.lock().unwrap() = None;
    assert_eq!(
        revoke(&sessions, Revoke::all()),
        2,
        "the phone, whose entry is too young to be taken out, and the laptop"
    );
}

#[test]
fn a_session_tells_of_itself() {
    let sessions = kv(Memory::new());
    let before = waxseal::env::now_ms();
    let session = fetch(&sessions, "");
    assert!(session.is_new() && session.id().is_none());
    assert_eq!((session.created_ms(), session.expires_ms()), (None, None));
    session.put("user", &1).unwrap();
    session.set_max_age(Some(3600)).unwrap();
    let header = commit(&sessions, &session).unwrap().unwrap();
    assert!(header.contains("max-age=3600"), "{header}");
    let id = session.id();
    let session = fetch(&sessions, &pair(&header));
    assert!(!session.is_new() && session.id() == id && id.is_some());
    let created = session.created_ms().unwrap();
    assert!(created >= before && session.expires_ms() == Some(created + 3_600_000));
    session.set_idle_timeout(Some(60)).unwrap();
    assert_eq!(session.set_idle_timeout(Some(0)).unwrap_err().code(), "ERR_CONFIG");
    assert!(commit(&sessions, &session).unwrap().is_none());
    let session = fetch(&sessions, &pair(&header));
    assert!(session.expires_ms().unwrap() < created + 120_000);
    session.touch().unwrap();
    assert!(commit(&sessions, &session).unwrap().unwrap().contains("max-age=3"), "the cookie is sent again");
    assert_eq!(session.set_owner(Some(OWNER)).unwrap_err().code(), "ERR_ALREADY_SENT");
}

fn cookie_options() -> Value {
    Value::object([("key", KEY.into()), ("secretKeyBase", "x".repeat(64).into()), ("signingSalt", "salt".into())])
}

fn cookies() -> Sessions {
    Sessions::cookie(&cookie_options()).unwrap()
}

/// A timer by which a moment takes a moment, and nothing else takes any time.
async fn a_moment(time: Duration) {
    if time <= Duration::from_millis(1) {
        std::thread::sleep(time);
    }
    at_once(time).await;
}

/// Sessions in cookies whose owners can be revoked, looked up at each request.
fn revocable(rows: &Arc<Rows>, more: [(&str, Value); 1]) -> Sessions {
    Sessions::revocable(&cookie_options(), &Value::object(more), Arc::clone(rows), a_moment).unwrap()
}

fn each_time() -> [(&'static str, Value); 1] {
    [("every", 0.into())]
}

#[test]
fn sessions_in_cookies_are_revoked_all_or_all_but_one_wherever_they_are_read() {
    let rows = Rows::new();
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let here = revocable(&rows, each_time());
    let there = revocable(&rows, each_time()).log(move |event| log.lock().unwrap().push(event.reason.to_owned()));
    let (phone, laptop) = (log_in(&here, "phone"), log_in(&there, "laptop"));
    let other = try_log_in(&here, "user:43", "another's").unwrap();
    assert!(is_in(&there, &phone) && is_in(&here, &laptop));
    let (mine, late) = (fetch(&here, &laptop), fetch(&there, &phone));
    assert_eq!(run(here.revoke(OWNER, Revoke::all().except(&mine))).unwrap(), None, "how many is not known");
    let anew = pair(&commit(&here, &mine).unwrap().unwrap());
    assert!(anew != laptop && is_in(&there, &anew), "this one goes on, by a cookie that is written anew");
    told.lock().unwrap().clear();
    assert!(!is_in(&there, &phone) && !is_in(&there, &laptop));
    assert_eq!(*told.lock().unwrap(), ["revoked", "revoked"]);
    late.put("late", &1).unwrap();
    let written = pair(&commit(&there, &late).unwrap().unwrap());
    assert!(!is_in(&there, &written), "what a request wrote that had read it before is none");
    assert!(is_in(&there, &other), "another owner's is");
    run(here.revoke(OWNER, Revoke::all())).unwrap();
    assert!(!is_in(&there, &anew));
    let again = log_in(&here, "again");
    assert!(is_in(&there, &again), "who logs in again is in, at once");
    assert!(!rows.holds(OWNER), "the service can't read whose they are");

    // It is nobody's, and can be deleted or begun anew.
    let session = fetch(&here, &phone);
    assert_eq!((session.owner(), session.keys().len(), session.is_new()), (None, 0, true));
    session.drop().unwrap();
    assert!(commit(&here, &session).unwrap().unwrap().contains("max-age=0"));
    let begun = visit(&here, &phone, |it| it.put("theme", "dark").unwrap()).unwrap();
    assert_eq!(fetch(&here, &begun).keys(), ["theme"]);
}

#[test]
fn an_owner_is_read_at_most_once_in_so_many_seconds_and_nobodys_sessions_never() {
    let rows = Rows::new();
    let (here, there) = (revocable(&rows, [("every", 60.into())]), revocable(&rows, [("prefix", Value::Nil)]));
    let cookie = log_in(&here, "phone");
    for _ in 0..20 {
        assert!(is_in(&here, &cookie) && is_in(&there, &cookie));
    }
    assert_eq!(*rows.reads.lock().unwrap(), 2, "each reads once");
    run(here.revoke(OWNER, Revoke::all())).unwrap();
    *rows.reads.lock().unwrap() = 0;
    assert!(!is_in(&here, &cookie), "here, at once");
    assert!(is_in(&there, &cookie), "there, not yet");
    assert_eq!(*rows.reads.lock().unwrap(), 0);
    for at in 0..1100 {
        let other = try_log_in(&here, &format!("user:{at}x"), "one of many").unwrap();
        fetch(&here, &other);
    }
    *rows.reads.lock().unwrap() = 0;
    assert!(!is_in(&here, &cookie));
    assert_eq!(*rows.reads.lock().unwrap(), 1, "what is kept in mind is bounded");

    rows.set_away(true);
    let cookie = visit(&here, "", |it| it.put("user", &1).unwrap()).unwrap();
    assert!(is_in(&here, &cookie) && fetch(&here, "_my_app_key=SFMyNTY.forged.forged").is_new());
}

#[test]
fn a_service_that_fails_lets_nobody_in_unseen_unless_that_is_meant() {
    let rows = Rows::new();
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let strict = revocable(&rows, each_time());
    let lenient = Value::object([("every", 0.into()), ("onError", "allow".into())]);
    let lenient = Sessions::revocable(&cookie_options(), &lenient, Arc::clone(&rows), a_moment).unwrap();
    let lenient = lenient.log(move |event| log.lock().unwrap().push(event.reason.to_owned()));
    let (cookie, revoked) = (log_in(&strict, "phone"), try_log_in(&strict, "user:43", "another's").unwrap());
    run(lenient.revoke("user:43", Revoke::all())).unwrap();
    rows.set_away(true);
    let error = run(strict.fetch(&*cookie)).unwrap_err();
    assert_eq!((error.code(), error.is_retriable()), ("ERR_STORE", true));
    told.lock().unwrap().clear();
    assert!(is_in(&lenient, &cookie));
    assert_eq!(*told.lock().unwrap(), ["revocation_unknown"]);
    assert!(!is_in(&lenient, &revoked), "who was known to be revoked is not");
    assert_eq!(run(strict.revoke(OWNER, Revoke::all())).unwrap_err().code(), "ERR_STORE");
    rows.set_away(false);
    assert!(is_in(&strict, &cookie), "asked again at once");

    // A record that can't be read lets nobody in, and a revoke puts it right.
    run(strict.revoke(OWNER, Revoke::all())).unwrap();
    let cookie = log_in(&strict, "phone");
    let key = &rows.keys(16).into_iter().max_by_key(|key| rows.values.lock().unwrap()[key].0).unwrap();
    for broken in [&[][..], &[16], &[17, 1, 2], &[16; 60]] {
        rows.put_raw(key, broken);
        let error = run(strict.fetch(&*cookie)).unwrap_err();
        assert!(error.message().contains(key.as_str()) && !error.message().contains(OWNER) && !error.is_retriable());
    }
    run(strict.revoke(OWNER, Revoke::all())).unwrap();
    assert!(!is_in(&strict, &cookie));
    let again = log_in(&strict, "again");
    assert!(is_in(&strict, &again));
}

#[test]
fn every_0_seconds_asks_within_one_millisecond_too() {
    let rows = Rows::new();
    let sessions = revocable(&rows, each_time());
    let cookie = log_in(&sessions, "phone");
    // So often that some are read again within the millisecond.
    for _ in 0..100 {
        rows.set_away(false);
        assert!(is_in(&sessions, &cookie));
        rows.set_away(true);
        assert_eq!(run(sessions.fetch(&*cookie)).unwrap_err().code(), "ERR_STORE");
    }
}

/// What a request may do that read a session of [`OWNER`].
type Way = (&'static str, fn(&SessionHandle));

#[test]
fn nothing_that_a_request_in_flight_begins_outlives_a_revoke_of_cookies() {
    let ways: [Way; 5] = [
        ("logs in anew", |session| {
            begin(session);
            session.set_owner(Some(OWNER)).unwrap();
        }),
        ("logs another one in", |session| {
            begin(session);
            session.set_owner(Some("user:43")).unwrap();
        }),
        ("begins nobody's", begin),
        ("gives it to another one", |session| session.set_owner(Some("user:43")).unwrap()),
        ("takes the owner away", |session| session.set_owner(None).unwrap()),
    ];
    let rows = Rows::new();
    let (here, there) = (revocable(&rows, each_time()), revocable(&rows, [("every", 60.into())]));
    for (way, act) in ways {
        for sessions in [&here, &there] {
            let cookie = log_in(&here, "phone");
            let late = fetch(sessions, &cookie);
            assert!(late.has("user"), "{way}: in");
            run(here.revoke(OWNER, Revoke::all())).unwrap();
            act(&late);
            assert_eq!(commit(sessions, &late).unwrap_err().code(), "ERR_SESSION_INTERRUPTED", "{way}");
            late.drop().unwrap();
            assert!(commit(sessions, &late).unwrap().unwrap().contains("max-age=0"), "{way}: it is as it was");
            assert!(!is_in(sessions, &cookie), "{way}: from then on this machine knows it");
            let cookie = visit(sessions, &log_in(&here, "phone"), act).unwrap();
            assert!(is_in(&there, &cookie), "{way}: where nobody revoked it is done");
        }
    }
}

#[test]
fn who_revokes_and_logs_in_anew_by_one_request_is_in_and_who_was_revoked_saves_nothing() {
    let cookie_rows = Rows::new();
    let cookies = || [revocable(&cookie_rows, each_time()), revocable(&cookie_rows, [("every", 60.into())])];
    let kv_rows = Rows::new();
    let services = || [kv(Arc::clone(&kv_rows)), kv(Arc::clone(&kv_rows))];
    for [here, there] in [cookies(), services()] {
        for (is_first, sessions) in [(true, &here), (true, &there), (false, &here), (false, &there)] {
            let phone = log_in(&here, "phone");
            let session = fetch(sessions, &log_in(&here, "laptop"));
            let log_in_anew = || {
                begin(&session);
                session.set_owner(Some(OWNER)).unwrap();
            };
            if is_first {
                log_in_anew();
            }
            run(sessions.revoke(OWNER, Revoke::all().except(&session))).unwrap();
            if !is_first {
                log_in_anew();
            }
            let cookie = pair(&commit(sessions, &session).unwrap().unwrap());
            assert!(is_in(&here, &cookie) && !is_in(&here, &phone));

            // Without an exception it is revoked as all are, and told how.
            let session = fetch(sessions, &cookie);
            run(here.revoke(OWNER, Revoke::all())).unwrap();
            begin(&session);
            let error = commit(sessions, &session).unwrap_err();
            assert!(error.message().contains("gives its session to revoke as except"), "{error}");
        }
    }
    let [here, there] = cookies();
    for owner in [OWNER, "user:43"] {
        let late = fetch(&there, &log_in(&here, "phone"));
        run(here.revoke(OWNER, Revoke::all())).unwrap();
        run(there.revoke(owner, Revoke::all().except(&late))).unwrap();
        late.put("late", &1).unwrap();
        let written = pair(&commit(&there, &late).unwrap().unwrap());
        assert!(!is_in(&here, &written), "by a revoke of {owner}");
    }
}

#[test]
fn a_session_of_before_a_revoke_that_gets_its_owner_after_it_is_in() {
    let options = Value::object([
        ("key", KEY.into()),
        ("secretKeyBase", "x".repeat(64).into()),
        ("signingSalt", "salt".into()),
        ("idleTimeout", 3600.into()),
    ]);
    let sessions = Sessions::revocable(&options, &Value::object(each_time()), Rows::new(), a_moment).unwrap();
    let visitor = visit(&sessions, "", |session| session.put("theme", "dark").unwrap()).unwrap();
    run(sessions.revoke(OWNER, Revoke::all())).unwrap();
    let cookie = visit(&sessions, &visitor, |session| {
        session.renew().unwrap();
        session.put("user", &42).unwrap();
        session.set_owner(Some(OWNER)).unwrap();
    });
    let cookie = cookie.unwrap();
    assert!(is_in(&sessions, &cookie));
    run(sessions.revoke(OWNER, Revoke::all())).unwrap();
    assert!(!is_in(&sessions, &cookie), "and the next revoke ends it");
}

/// Revokes the sessions in cookies that began up to then, as another machine does whose clock is another one.
fn revoke_until(rows: &Rows, owner: &str, epoch_ms: u64) {
    const PAGE: u8 = 255;
    let options = Value::object([("key", KEY.into())]);
    let store = KvStore::init(&Options::new(&options).unwrap()).unwrap();
    let (owners, owner) = (store.owners(), owner.as_bytes());
    let sealed = owners.seal(owner, PAGE, &epoch_ms.to_le_bytes()).unwrap();
    rows.put_raw(&owners.key(owner, PAGE).unwrap(), &sealed);
}

#[test]
fn who_comes_to_an_owner_after_a_revoke_is_in_by_whatever_clock() {
    let options = Value::object([
        ("key", KEY.into()),
        ("secretKeyBase", "x".repeat(64).into()),
        ("signingSalt", "salt".into()),
        ("idleTimeout", 3600.into()),
    ]);
    let rows = Rows::new();
    let sessions = Sessions::revocable(&options, &Value::object(each_time()), Arc::clone(&rows), a_moment).unwrap();
    let begun = |cookie: &str| fetch(&sessions, cookie).created_ms().unwrap();
    let before = log_in(&sessions, "phone");
    let an_hour_ahead = begun(&before) + 3_600_000;
    revoke_until(&rows, OWNER, an_hour_ahead);
    let cookie = log_in(&sessions, "again");
    assert!(is_in(&sessions, &cookie));
    assert_eq!(begun(&cookie), an_hour_ahead + 1);
    assert_eq!(cookie.len(), before.len(), "no more is kept of it");
    // Another owner's session that began before the revoke, with it, and after it.
    for ahead in [1, 0, -1] {
        let cookie = try_log_in(&sessions, "user:43", "another's").unwrap();
        let created_ms = begun(&cookie);
        let epoch_ms = created_ms.saturating_add_signed(ahead);
        let owner = format!("user:44, {ahead}");
        revoke_until(&rows, &owner, epoch_ms);
        let given = visit(&sessions, &cookie, |it| it.set_owner(Some(&owner)).unwrap()).unwrap();
        assert!(is_in(&sessions, &given), "{ahead}");
        assert_eq!(begun(&given), created_ms.max(epoch_ms + 1), "{ahead}");
    }
}

/// A revoke that takes a moment is written twice: what began in between is revoked too, and who is excepted is not.
#[test]
fn a_revoke_that_takes_a_moment_saves_who_is_excepted() {
    let rows = Rows::new();
    let sessions = revocable(&rows, each_time());
    let session = fetch(&sessions, &log_in(&sessions, "phone"));
    *rows.write.lock().unwrap() = Duration::from_millis(3);
    run(sessions.revoke(OWNER, Revoke::all().except(&session))).unwrap();
    let cookie = pair(&commit(&sessions, &session).unwrap().unwrap());
    assert!(is_in(&sessions, &cookie));
}

#[test]
fn a_log_in_needs_the_service_no_more_than_before_but_who_had_a_session_is_not_let_in_unseen() {
    let rows = Rows::new();
    let sessions = revocable(&rows, each_time());
    rows.set_away(true);
    let cookie = log_in(&sessions, "phone");
    rows.set_away(false);
    let late = fetch(&sessions, &cookie);
    begin(&late);
    say(&late, OWNER, "phone");
    rows.set_away(true);
    assert_eq!(commit(&sessions, &late).unwrap_err().code(), "ERR_STORE");
    rows.set_away(false);
    let cookie = pair(&commit(&sessions, &late).unwrap().unwrap());
    assert!(is_in(&sessions, &cookie), "and may try again");
}

/// A service whose clients go away in the middle: its first write takes until the second look.
#[derive(Default)]
struct Slow {
    memory: Memory,
    /// How many writes wait for another poll.
    waits: Mutex<u32>,
}

impl Kv for Slow {
    fn capabilities(&self) -> Capabilities {
        self.memory.capabilities()
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        self.memory.get(key).await
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        let mut is_first = true;
        poll_fn(|_| {
            let mut waits = self.waits.lock().unwrap();
            if is_first && *waits > 0 {
                (is_first, *waits) = (false, *waits - 1);
                return Poll::Pending;
            }
            Poll::Ready(())
        })
        .await;
        self.memory.put(key, value, ttl_s, only).await
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        self.memory.delete(key).await
    }
}

#[test]
fn a_revoke_goes_on_when_nobody_waits_for_it_any_more() {
    for (is_cookies, is_spawned) in [(true, true), (true, false), (false, true), (false, false)] {
        let slow = Arc::new(Slow::default());
        let open = || {
            if is_cookies {
                let each_time = Value::object(each_time());
                return Sessions::revocable(&cookie_options(), &each_time, Arc::clone(&slow), a_moment).unwrap();
            }
            kv(Arc::clone(&slow))
        };
        let tasks = Arc::new(Mutex::new(Vec::new()));
        let spawned = Arc::clone(&tasks);
        let spawn = move |task| spawned.lock().unwrap().push(task);
        let (there, here) = (open(), if is_spawned { open().spawn(spawn) } else { open() });
        let cookies = [log_in(&there, "phone"), log_in(&there, "laptop"), log_in(&there, "tablet")];
        let mine = fetch(&here, &log_in(&there, "mine"));
        *slow.waits.lock().unwrap() = 3;
        {
            // Begun, and given up.
            let mut revoke = pin!(here.revoke(OWNER, Revoke::all().except(&mine)));
            assert!(revoke.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        let left = std::mem::take(&mut *tasks.lock().unwrap());
        assert_eq!(left.len(), usize::from(is_spawned));
        left.into_iter().for_each(run);
        *slow.waits.lock().unwrap() = 0;
        for cookie in cookies {
            assert_eq!(is_in(&there, &cookie), !is_spawned, "in cookies: {is_cookies}");
        }
    }
}

#[test]
fn wrong_options_and_calls_of_revocable_sessions_are_told() {
    let told = |revocation: Value| {
        let error = Sessions::revocable(&cookie_options(), &revocation, Memory::new(), at_once).unwrap_err();
        assert_eq!(error.code(), "ERR_CONFIG");
        error.message().to_owned()
    };
    for (name, value) in [
        ("every", Value::from(-1)),
        ("every", 86_401.into()),
        ("every", "60".into()),
        ("onError", "open".into()),
        ("ownerSecret", "short".into()),
        ("prefix", "A".into()),
        ("timeout", 0.into()),
        ("evry", 5.into()),
    ] {
        let told = told(Value::object([(name, value)]));
        assert!(told.starts_with(&format!("revocation.{name}: ")), "{told}");
    }
    assert!(told(Value::Nil).starts_with("revocation: got null, takes an object"));
    let options = Value::object([
        ("key", KEY.into()),
        ("secretKeyBase", "x".repeat(64).into()),
        ("signingSalt", "salt".into()),
        ("revocation", Value::object([])),
    ]);
    for error in [
        Sessions::cookie(&options).unwrap_err(),
        Sessions::revocable(&options, &Value::object([]), Memory::new(), at_once).unwrap_err(),
        Sessions::kv(&Value::object([("key", KEY.into()), ("revocation", true.into())]), Memory::new(), at_once)
            .unwrap_err(),
    ] {
        assert!(error.message().starts_with("revocation: "), "{error}");
    }

    let sessions = revocable(&Rows::new(), each_time());
    assert!(run(sessions.list(OWNER)).unwrap_err().message().starts_with("list: "));
    let error = run(sessions.revoke(OWNER, Revoke::ids(&["id"]))).unwrap_err();
    assert!(error.message().starts_with("revoke: ids: "), "{error}");
    let sent = fetch(&sessions, &log_in(&sessions, "phone"));
    commit(&sessions, &sent).unwrap();
    let error = run(sessions.revoke(OWNER, Revoke::all().except(&sent))).unwrap_err();
    assert!(error.message().starts_with("revoke: except: was committed already"), "{error}");
}

#[test]
fn what_another_request_says_of_a_session_stays_with_a_write_that_was_under_way() {
    let sessions = kv(Memory::new());
    let session = fetch(&sessions, "");
    session.put("user", &42).unwrap();
    let cookie = pair(&commit(&sessions, &session).unwrap().unwrap());
    let late = fetch(&sessions, &cookie);
    visit(&sessions, &cookie, |it| say(it, OWNER, "phone"));
    late.put("late", &1).unwrap();
    commit(&sessions, &late).unwrap();
    let session = fetch(&sessions, &cookie);
    assert_eq!((session.owner().as_deref(), session.note().as_deref()), (Some(OWNER), Some("phone")));
    assert!(session.has("late"));
}
