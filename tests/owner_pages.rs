//! The pages of an owner's index: what stands on which, what is taken out of them and when, and what that costs a service.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod driver;

use std::time::Duration;

use driver::service::{MARK, OWNED, PAGE, Service, Write, options, sessions, sessions_of};
use driver::{Clock, KEY, commit, fetch, pair, put, run};
use waxseal::env;
use waxseal::kv::Capabilities;
use waxseal::session::{Session, Sid};
use waxseal::sessions::{Revoke, Sessions};
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::{Conn, Entry, Step, Store as _};

const OWNER: &str = "user:42";
const HOUR_S: u64 = 3600;

/// The longest that a session is unused, in seconds.
type Idle = i64;

fn limits(idle_s: Idle) -> [(&'static str, i64); 2] {
    [("idleTimeout", idle_s), ("maxLifetime", 30 * 86_400)]
}

fn store(idle_s: Idle) -> KvStore {
    let options = options(&limits(idle_s));
    KvStore::init(&Options::new(&options).unwrap()).unwrap()
}

/// A session that began and was used at a time: its cookie, its record, its entry.
struct Old {
    cookie: String,
    key: String,
    record: Vec<u8>,
    entry: Entry,
}

fn old(idle_s: Idle, at_ms: u64, note: &str) -> Old {
    let mut session = Session::default();
    session.put_raw(b"user", b"a\x01").unwrap();
    session.set_owner(Some(OWNER)).unwrap();
    session.set_about(Some(note)).unwrap();
    let conn = Conn { secret_key_base: None, https: false, now_ms: at_ms };
    let put = store(idle_s).put(&conn, &Sid::Nil, &session).unwrap();
    let [Step::Enter { entry, .. }, Step::Write { key, value, .. }] = &put.steps[..] else {
        panic!("an entry and a record")
    };
    let cookie = format!("{KEY}={}", String::from_utf8(put.cookie).unwrap());
    Old { cookie, key: key.clone(), record: value.clone(), entry: entry.clone() }
}

fn ago(seconds: u64) -> u64 {
    env::now_ms() - seconds * 1000
}

/// What stands on a page: until when there may be something on the leaves, and the entries. None if there is no such page.
fn page(service: &Service, number: u8) -> Option<(u64, Vec<Entry>)> {
    let store = store(1);
    let sealed = service.value(&store.owners().key(OWNER.as_bytes(), number).unwrap())?;
    let plain = store.owners().open(OWNER.as_bytes(), number, &sealed).unwrap().unwrap();
    let (leaves, mut rest) = plain.split_first_chunk().unwrap();
    let mut entries = Vec::new();
    while let Some((entry, after)) = Entry::parse(rest) {
        entries.push(entry);
        rest = after;
    }
    Some((u64::from_le_bytes(*leaves), entries))
}

fn set_page(service: &Service, number: u8, leaves_ms: u64, entries: &[Entry]) {
    let store = store(1);
    let entries = entries.iter().flat_map(Entry::to_bytes);
    let plain: Vec<u8> = leaves_ms.to_le_bytes().into_iter().chain(entries).collect();
    let sealed = store.owners().seal(OWNER.as_bytes(), number, &plain).unwrap();
    service.set(&store.owners().key(OWNER.as_bytes(), number).unwrap(), &sealed);
}

/// The notes on a page, in order; nothing of one that there is none of.
fn notes(service: &Service, number: u8) -> Vec<String> {
    let entries = page(service, number).map(|(_, entries)| entries).unwrap_or_default();
    let mut notes: Vec<_> = entries.into_iter().map(|entry| entry.note).collect();
    notes.sort();
    notes
}

/// The notes of those that are listed, in order.
fn listed(sessions: &Sessions) -> Vec<String> {
    let mut notes: Vec<_> = run(sessions.list(OWNER)).unwrap().into_iter().filter_map(|listed| listed.note).collect();
    notes.sort();
    notes
}

fn log_in(sessions: &Sessions, note: &str) -> String {
    let session = fetch(sessions, "");
    put(&session, "user", 1);
    session.set_owner(Some(OWNER)).unwrap();
    session.set_note(Some(note)).unwrap();
    pair(&commit(sessions, &session).unwrap().unwrap())
}

/// An entry without a record may be a log-in's that is under way: for ten minutes it stays on its page, though nobody is told of it.
#[test]
fn what_is_gone_is_listed_no_more_and_taken_out_once_no_request_can_bring_it() {
    let service = Service::atomic();
    let sessions = sessions_of(&service, &limits(86_400), &Clock::default());
    let (young, aged, there) =
        (old(86_400, ago(590), "young"), old(86_400, ago(620), "aged"), old(86_400, ago(620), "there"));
    service.set(&there.key, &there.record);
    set_page(&service, 0, 0, &[young.entry, aged.entry, there.entry]);
    assert_eq!(listed(&sessions), ["there"]);
    assert_eq!((notes(&service, 0), service.writes()), (vec!["there".to_owned(), "young".to_owned()], 1));
    service.reads();
    // Nothing more is to be taken out: a page and two records are read, and nothing is written.
    assert_eq!(listed(&sessions), ["there"]);
    assert_eq!((service.reads(), service.writes()), (3, 0));

    // Of one whose time is over nobody asks.
    let mut over = old(86_400, ago(40 * 86_400), "over");
    over.entry.until_ms = ago(1);
    service.set(&over.key, &over.record);
    set_page(&service, 0, 0, &[over.entry]);
    assert!(listed(&sessions).is_empty() && notes(&service, 0).is_empty());
    assert_eq!(service.reads(), 1);
}

/// A log-in is to cost little: it asks for four at most, of those that were not in use for their idle limit.
#[test]
fn a_log_in_takes_out_a_few_that_are_gone() {
    let service = Service::atomic();
    let sessions = sessions_of(&service, &limits(86_400), &Clock::default());
    let idle: Vec<_> = (0..6).map(|at| old(3600, ago(2 * HOUR_S), &format!("idle {at}"))).collect();
    let used = old(86_400, ago(2 * HOUR_S), "used");
    let entries: Vec<_> = idle.iter().chain([&used]).map(|one| one.entry.clone()).collect();
    set_page(&service, 0, 0, &entries);
    log_in(&sessions, "new");
    assert_eq!(notes(&service, 0), ["idle 4", "idle 5", "new", "used"]);
    assert_eq!(service.reads(), 1 + 4, "the page, and four records");
    log_in(&sessions, "newer");
    assert_eq!(notes(&service, 0), ["new", "newer", "used"]);
    assert_eq!(listed(&sessions), ["new", "newer"]);
}

#[test]
fn of_many_sessions_a_list_asks_for_those_that_were_not_in_use() {
    let service = Service::atomic();
    let sessions = sessions_of(&service, &limits(86_400), &Clock::default());
    let seen_ms = ago(HOUR_S);
    for (count, reads) in [(255, 256), (256, 257), (257, 1)] {
        let entries: Vec<_> = (0..count).map(|_| old(86_400, seen_ms, "x").entry).collect();
        set_page(&service, 0, 0, &entries);
        service.reads();
        // None of them has a record: of few that is found out.
        assert_eq!(listed(&sessions).len(), if count > 256 { count } else { 0 });
        assert_eq!(service.reads(), reads);
    }
}

/// 125 entries of 262 bytes fill the root's 32 KB.
#[test]
fn the_root_has_room_for_so_many_and_the_leaves_for_the_others() {
    let service = Service::atomic();
    let sessions = sessions_of(&service, &limits(86_400), &Clock::default());
    let note = "n".repeat(200);
    let cookies: Vec<_> = (0..125).map(|_| log_in(&sessions, &note)).collect();
    let (leaves_ms, entries) = page(&service, 0).unwrap();
    assert_eq!((leaves_ms, entries.len(), service.keys(PAGE).len()), (0, 125, 1));
    // All of them are on one page, which is all that is read.
    service.reads();
    assert_eq!(listed(&sessions).len(), 125);
    assert_eq!(service.reads(), 1 + 125);

    let on_leaf = log_in(&sessions, &note);
    let (leaves_ms, entries) = page(&service, 0).unwrap();
    assert!(leaves_ms > env::now_ms() && entries.len() == 125);
    assert_eq!(service.keys(PAGE).len(), 2);
    service.reads();
    assert_eq!(listed(&sessions).len(), 126);
    assert_eq!(service.reads(), 65 + 126, "each page, and each record");

    // Renewed, each goes on where it stood.
    for cookie in [&cookies[0], &on_leaf] {
        let session = fetch(&sessions, cookie);
        session.renew().unwrap();
        commit(&sessions, &session).unwrap();
    }
    assert_eq!((page(&service, 0).unwrap().1.len(), service.keys(PAGE).len()), (125, 2));
    let leaf = (1..=64).find_map(|number| page(&service, number)).unwrap();
    assert_eq!(leaf.1.len(), 1);
    assert_eq!(listed(&sessions).len(), 126);
}

/// Which leaf is that of a session is a matter of when it began, so that a renewal finds it.
#[test]
fn a_leaf_is_that_of_the_millisecond_in_which_a_session_began() {
    let service = Service::atomic();
    let sessions = sessions_of(&service, &limits(86_400), &Clock::default());
    let fill: Vec<_> = (0..125).map(|_| old(86_400, ago(60), &"n".repeat(200)).entry).collect();
    let minute_ms = ago(60) / 64 * 64;
    for (begins, number) in [(0, 1), (1, 2), (63, 64)] {
        set_page(&service, 0, 0, &fill);
        let mut session = Session::default();
        session.put_raw(b"user", b"a\x01").unwrap();
        let conn = Conn { secret_key_base: None, https: false, now_ms: minute_ms + begins };
        let put = store(86_400).put(&conn, &Sid::Nil, &session).unwrap();
        let [Step::Write { key, value, .. }] = &put.steps[..] else { panic!("a record") };
        service.set(key, value);
        let session = fetch(&sessions, &format!("{KEY}={}", String::from_utf8(put.cookie).unwrap()));
        session.set_owner(Some(OWNER)).unwrap();
        session.set_note(Some("late")).unwrap();
        commit(&sessions, &session).unwrap();
        assert_eq!(page(&service, 0).unwrap().1.len(), 125);
        assert_eq!(notes(&service, number), ["late"]);
        set_page(&service, number, 0, &[]);
    }
}

/// Use is noted on a page where a service compares; where it does not, that might cost others their entries.
#[test]
fn a_session_that_is_in_use_is_seen_in_its_owners_list() {
    for atomic in [true, false] {
        let service = Service::new(Capabilities { atomic, ..Capabilities::default() });
        let sessions = sessions_of(&service, &limits(3600), &Clock::default());
        let before_ms = ago(600);
        let (mine, other) = (old(3600, before_ms, "mine"), old(3600, before_ms, "other"));
        for one in [&mine, &other] {
            service.set(&one.key, &one.record);
        }
        set_page(&service, 0, 0, &[mine.entry, other.entry]);
        let now_ms = env::now_ms();
        let session = fetch(&sessions, &mine.cookie);
        assert_eq!(commit(&sessions, &session).unwrap(), None);
        let all = run(sessions.list(OWNER)).unwrap();
        let seen = |note: &str| all.iter().find(|one| one.note.as_deref() == Some(note)).unwrap().seen_ms;
        assert_eq!((seen("mine") >= now_ms, seen("other") == before_ms), (atomic, true));
        // The last seen first.
        let first = all.first().and_then(|one| one.note.clone());
        assert!(!atomic || first.as_deref() == Some("mine"));
    }
}

/// Of two uses at once the later one counts, whichever is written last.
#[test]
fn a_use_that_was_noted_later_stays() {
    let service = Service::atomic();
    let sessions = sessions_of(&service, &limits(3600), &Clock::default());
    let mut mine = old(3600, ago(600), "mine");
    service.set(&mine.key, &mine.record);
    mine.entry.seen_ms = env::now_ms() + 60_000;
    set_page(&service, 0, 0, &[mine.entry.clone()]);
    let session = fetch(&sessions, &mine.cookie);
    commit(&sessions, &session).unwrap();
    assert_eq!(run(sessions.list(OWNER)).unwrap()[0].seen_ms, mine.entry.seen_ms);
}

#[test]
fn who_leaves_is_looked_for_on_the_root_and_then_on_a_leaf() {
    let service = Service::atomic();
    let sessions = sessions(&service);
    let cookie = log_in(&sessions, "phone");
    let (_, entries) = page(&service, 0).unwrap();
    // There is something on the leaves; this one stands on the root.
    set_page(&service, 0, u64::MAX, &entries);
    let session = fetch(&sessions, &cookie);
    session.drop().unwrap();
    service.reads();
    commit(&sessions, &session).unwrap();
    assert_eq!((service.reads(), notes(&service, 0).len()), (1, 0), "the root is enough");
}

/// Where nothing compares, a log-in that was under way may write over its mark.
#[test]
fn where_nothing_compares_a_revoke_marks_twice() {
    for (atomic, marks) in [(true, 1), (false, 2)] {
        let service = Service::new(Capabilities { atomic, ..Capabilities::default() });
        let sessions = sessions(&service);
        let cookie = log_in(&sessions, "phone");
        let key = service.keys(OWNED).pop().unwrap();
        let record = service.value(&key).unwrap();
        service.seconds(MARK);
        if !atomic {
            service.next(MARK, Write::Before(Box::new(move |service| service.set(&key, &record))));
        }
        assert_eq!(run(sessions.revoke(OWNER, Revoke::all())).unwrap(), Some(1));
        assert_eq!((service.seconds(MARK).len(), fetch(&sessions, &cookie).has("user")), (marks, false));
    }
}

#[test]
fn a_page_that_others_change_each_time_is_tried_for_a_minute() {
    let (service, clock) = (Service::atomic(), Clock::default());
    let sessions = sessions_of(&service, &[], &clock);
    log_in(&sessions, "phone");
    for _ in 0..1000 {
        service.next(PAGE, Write::Refused);
    }
    clock.pauses();
    let session = fetch(&sessions, "");
    put(&session, "user", 1);
    session.set_owner(Some(OWNER)).unwrap();
    let error = commit(&sessions, &session).unwrap_err();
    assert!(error.message().starts_with("the index of the owner's sessions was changed by others"), "{error}");
    assert!(error.is_retriable());
    let pauses = clock.pauses();
    let waited: Duration = pauses.iter().sum();
    assert!((60..63).contains(&waited.as_secs()), "{waited:?}");
    assert!(pauses.iter().zip(1..).all(|(pause, tried)| *pause <= Duration::from_millis(2_u64.pow(11.min(tried)))));
}

#[test]
fn a_page_of_as_many_bytes_as_the_service_takes_is_written() {
    let service = Service::new(Capabilities { max_value: 1000, ..Capabilities::default() });
    log_in(&sessions(&service), "n");
    let most = service.value(&service.keys(PAGE)[0]).unwrap().len();
    for (max_value, is_taken) in [(most, true), (most - 1, false)] {
        let service = Service::new(Capabilities { max_value, ..Capabilities::default() });
        let sessions = sessions(&service);
        let session = fetch(&sessions, "");
        session.put("u", &1).unwrap();
        session.set_owner(Some("u")).unwrap();
        session.set_note(Some("n")).unwrap();
        let committed = commit(&sessions, &session);
        assert_eq!(committed.is_ok(), is_taken, "{committed:?}");
    }
}
