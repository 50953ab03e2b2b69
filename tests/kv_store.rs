//! The key-value store: its record, its sids, its limits in time and size.

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

use plug::{Site, pair, plain};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use vectors::hex;
use waxseal::error::{Error, Reason};
use waxseal::plug::{Commit, Fetch, before_send, fetch, resume};
use waxseal::session::map::{self, EMPTY};
use waxseal::session::{Session, Sid};
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::value::Value as OptionValue;
use waxseal::store::{Conn, Lasts, Lookup, Step, Store as _};
use waxseal::term::Term;
use waxseal::term::encode::{Otp, encode};

const NOW_MS: u64 = 1_795_393_670_000;
const KEY: &str = "_my_app_session";
const IDLE_MS: u64 = 100_000;
const LIFETIME_MS: u64 = 1_000_000;

/// The record that `src/store/kv/record.rs` pins to these bytes; created at [`NOW_MS`], touched 1,234 ms later.
const FROZEN_SID: &[u8] = b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const FROZEN: &str = "01404142434445464748494a4b4c4d4e4f5051525354555657e0c5b1ac0d6019515ad20a350678167812701a42da3066bd3b\
                      ac6be55277fcc5ae7c7fcc8d06965e0b4645c450004b7e9171834f7a8d9b9173055b662ab9848943a4238c39";
const FROZEN_MAP: &[u8] = b"\x83t\0\0\0\x02m\0\0\0\x01aa\x01m\0\0\0\x0auser_tokenm\0\0\0\x03\0\xff\x01";

/// The record of version 2 that `src/store/kv/record.rs` pins: the same session, with a max age of 30 days, an idle timeout of 7, the
/// owner `user:42` and a note.
const FROZEN_2: &str = "02404142434445464748494a4b4c4d4e4f5051525354555657e0c5b1ac0d6019515ad20a3506781678b2041b46dabf2c\
                       bd39a8eabe3a7692c2db0f10cbc457d605736f47d35b0b2406b190032908d5acdc984f99a185e452a1b0db2456d285ff\
                       03706cf6af287a9c94e9a18f359457c7d21752dbbc4e1a8eef2bc40555b0577e3dc0ee";

fn init(options: &Term) -> Result<KvStore, Error> {
    KvStore::init(&Options::new(&OptionValue::of_term(&encode(options, Otp::Otp26)?)?)?)
}

fn store(options: &Value) -> KvStore {
    let pairs = options.as_object().unwrap().iter().map(|(name, value)| pair(name, plain(value)));
    init(&Term::Map(pairs.collect())).unwrap()
}

/// With both limits in seconds, and no need to wait for days.
fn short() -> KvStore {
    store(&json!({ "key": KEY, "idleTimeout": IDLE_MS / 1000, "maxLifetime": LIFETIME_MS / 1000 }))
}

fn conn(now_ms: u64) -> Conn<'static> {
    Conn { secret_key_base: None, https: false, now_ms }
}

fn session(map: &[u8]) -> Session {
    Session::new(&Sid::Nil, map, &[], None)
}

/// A cookie, its key and its record.
struct Stored {
    cookie: Vec<u8>,
    key: String,
    record: Vec<u8>,
    ttl_s: u32,
    create: bool,
}

fn put(store: &KvStore, now_ms: u64, sid: &Sid, session: &Session) -> Stored {
    let put = store.put(&conn(now_ms), sid, session).unwrap();
    let write = put.steps.iter().find(|step| matches!(step, Step::Write { .. }));
    let Some(Step::Write { key, value, ttl_s, create }) = write else { panic!("{:?}", put.steps) };
    Stored { cookie: put.cookie, key: key.clone(), record: value.clone(), ttl_s: *ttl_s, create: *create }
}

fn create(store: &KvStore, now_ms: u64) -> Stored {
    put(store, now_ms, &Sid::Nil, &session(FROZEN_MAP))
}

/// The session of a record, or why there is none; then nothing else is left of it.
fn open(store: &KvStore, now_ms: u64, cookie: &[u8], record: Option<&[u8]>) -> Result<Session, Reason> {
    let found = store.resume(&conn(now_ms), cookie, record).unwrap();
    match found.reason() {
        None => {
            assert_eq!(found.sid(), Sid::Id(cookie.to_vec()));
            Ok(found)
        }
        Some(reason) => {
            let sid = if reason == Reason::BadSid { Sid::Nil } else { Sid::Unknown(cookie.to_vec()) };
            assert_eq!((found.sid(), found.map(), found.note()), (sid, EMPTY, &[][..]));
            Err(reason)
        }
    }
}

#[test]
fn a_frozen_record_opens() {
    let store = store(&json!({ "key": KEY }));
    let Lookup::Need(key) = store.get(&conn(NOW_MS), FROZEN_SID).unwrap() else { panic!("a key") };
    assert_eq!(key, "wsf9d56d26-ea866a757e4c38babfa8127cbe9a409d3e1f93a00ff1488ff735fcf917afffd0");
    let session = open(&store, NOW_MS + 2_000, FROZEN_SID, Some(&hex(FROZEN))).unwrap();
    assert_eq!(session.map(), FROZEN_MAP);
    let began_ms = NOW_MS + 2_000;
    assert_eq!(session.note(), [NOW_MS, NOW_MS + 1_234, began_ms].map(u64::to_le_bytes).concat());
}

#[test]
fn no_bit_of_a_record_can_be_changed() {
    let store = store(&json!({ "key": KEY }));
    let record = hex(FROZEN);
    let mut tried = 0;
    for at in 0..record.len() {
        for bit in 0..8 {
            let mut changed = record.clone();
            changed[at] ^= 1 << bit;
            let reason = open(&store, NOW_MS + 2_000, FROZEN_SID, Some(&changed)).unwrap_err();
            let wanted = match (at, changed[at]) {
                (0, 0) => Reason::UnknownSid,
                (0, _) => Reason::Undecodable,
                _ => Reason::DecryptFailed,
            };
            assert_eq!(reason, wanted, "bit {bit} of byte {at}");
            tried += 1;
        }
    }
    assert_eq!(tried, record.len() * 8);
    for length in 0..record.len() {
        let reason = open(&store, NOW_MS + 2_000, FROZEN_SID, Some(&record[..length])).unwrap_err();
        let wanted = match length {
            0 => Reason::UnknownSid,
            1..41 => Reason::Undecodable,
            _ => Reason::DecryptFailed,
        };
        assert_eq!(reason, wanted, "{length} bytes");
    }
    for byte in [0, 255] {
        let longer = [&record[..], &[byte]].concat();
        assert_eq!(open(&store, NOW_MS + 2_000, FROZEN_SID, Some(&longer)), Err(Reason::DecryptFailed));
    }
}

#[test]
fn records_do_not_pass_for_each_other() {
    let store = short();
    let (one, other) = (create(&store, NOW_MS), create(&store, NOW_MS));
    assert!(one.cookie != other.cookie && one.key != other.key && one.record != other.record);
    assert!(open(&store, NOW_MS, &one.cookie, Some(&one.record)).is_ok());
    assert_eq!(open(&store, NOW_MS, &one.cookie, Some(&other.record)), Err(Reason::DecryptFailed));
    assert_eq!(open(&store, NOW_MS, &other.cookie, Some(&one.record)), Err(Reason::DecryptFailed));
    // The same sid under another store's key: a record is bound to its key as well.
    let elsewhere = self::store(&json!({ "key": KEY, "prefix": "other." }));
    assert_eq!(open(&elsewhere, NOW_MS, &one.cookie, Some(&one.record)), Err(Reason::DecryptFailed));
    // A tombstone, whatever follows its version.
    for tombstone in [&[0][..], &[0; 24], &[0; 26], &[0; 200]] {
        assert_eq!(open(&store, NOW_MS, &one.cookie, Some(tombstone)), Err(Reason::UnknownSid));
    }
    // One of 25 bytes is of a session that was revoked.
    assert_eq!(open(&store, NOW_MS, &one.cookie, Some(&[0; 25])), Err(Reason::Revoked));
    assert_eq!(open(&store, NOW_MS, &one.cookie, None), Err(Reason::UnknownSid));
}

#[test]
fn every_limit_in_time_at_its_last_millisecond() {
    let store = short();
    let stored = create(&store, NOW_MS);
    let at = |now_ms, stored: &Stored| open(&store, now_ms, &stored.cookie, Some(&stored.record));
    assert!(at(NOW_MS + IDLE_MS - 1, &stored).is_ok());
    assert_eq!(at(NOW_MS + IDLE_MS, &stored), Err(Reason::Expired));
    assert_eq!(at(u64::MAX, &stored), Err(Reason::Expired));
    // A clock that went back takes nothing away.
    assert!(at(NOW_MS - 1, &stored).is_ok());
    assert!(at(0, &stored).is_ok());

    // Used all the time, it ends with its lifetime.
    let (mut last, mut now_ms, mut writes) = (stored, NOW_MS, 0);
    while now_ms + 90_000 < NOW_MS + LIFETIME_MS {
        now_ms += 90_000;
        let session = at(now_ms, &last).unwrap();
        last = put(&store, now_ms, &session.sid(), &session);
        assert!(!last.create);
        // A request that begins in time may end later, and is to find the record; never after the session's lifetime.
        let left_s = (NOW_MS + LIFETIME_MS - now_ms).min(2 * IDLE_MS) / 1000;
        assert_eq!(u64::from(last.ttl_s), left_s);
        writes += 1;
    }
    assert_eq!((writes, last.ttl_s), (11, 10));
    assert!(at(NOW_MS + LIFETIME_MS - 1, &last).is_ok());
    assert_eq!(at(NOW_MS + LIFETIME_MS, &last), Err(Reason::Expired));
    // What it wrote when it was over would be dead at once: it is told so.
    let mut session = at(NOW_MS + LIFETIME_MS - 1, &last).unwrap();
    for sid in [&session.sid(), &Sid::Nil] {
        let error = store.put(&conn(NOW_MS + LIFETIME_MS), sid, &session).unwrap_err();
        assert_eq!(error.code(), "ERR_SESSION_INTERRUPTED");
    }
    assert_eq!(store.touch(&conn(NOW_MS + LIFETIME_MS), &session.sid(), &session), Ok(None));
    // Renewed, it is no younger. Renewed and cleared (a new login), it is.
    let renewed = put(&store, NOW_MS + LIFETIME_MS - 1, &Sid::Nil, &session);
    assert!(renewed.create && renewed.cookie != last.cookie);
    assert_eq!(at(NOW_MS + LIFETIME_MS, &renewed), Err(Reason::Expired));
    session.clear().unwrap();
    let anew = put(&store, NOW_MS + LIFETIME_MS - 1, &Sid::Nil, &session);
    assert!(at(NOW_MS + LIFETIME_MS, &anew).is_ok());
    assert!(store.put(&conn(NOW_MS + LIFETIME_MS), &Sid::Nil, &session).is_ok(), "also when the old life is over");
    // Cleared under the sid that it has, it is the same session.
    let cleared = put(&store, NOW_MS + LIFETIME_MS - 1, &session.sid(), &session);
    assert_eq!(at(NOW_MS + LIFETIME_MS, &cleared), Err(Reason::Expired));
}

#[test]
fn without_limits_of_its_own_a_session_is_over_after_a_day_without_use_and_after_thirty() {
    const DAY_MS: u64 = 86_400_000;
    for (options, lives_ms) in [
        (json!({ "key": KEY }), DAY_MS),
        (json!({ "key": KEY, "idleTimeout": 90 * DAY_MS / 1000 }), 30 * DAY_MS),
        (json!({ "key": KEY, "maxLifetime": 90 * DAY_MS / 1000 }), DAY_MS),
    ] {
        let store = store(&options);
        let new = create(&store, NOW_MS);
        let session = open(&store, NOW_MS + lives_ms - 1, &new.cookie, Some(&new.record)).unwrap();
        assert_eq!(store.span_ms(&conn(NOW_MS), &session), Some((NOW_MS, Some(NOW_MS + lives_ms))), "{options}");
        assert_eq!(open(&store, NOW_MS + lives_ms, &new.cookie, Some(&new.record)), Err(Reason::Expired), "{options}");
    }
}

#[test]
fn clocks_that_differ_end_no_session_early() {
    let store = short();
    let at = |now_ms, stored: &Stored| open(&store, now_ms, &stored.cookie, Some(&stored.record));
    let put_at = |now_ms, stored: &Stored| {
        let session = at(now_ms, stored).unwrap();
        put(&store, now_ms, &session.sid(), &session)
    };
    // Begun by a clock that is ahead, written by one that is behind, or by one that begins anew in 1970.
    let ahead = NOW_MS + IDLE_MS / 2;
    let stored = create(&store, ahead);
    for behind in [NOW_MS, NOW_MS - IDLE_MS * 5, 0] {
        let again = put_at(behind, &stored);
        let session = at(ahead + IDLE_MS - 1, &again).unwrap();
        assert_eq!(session.note()[..16], [ahead, ahead].map(u64::to_le_bytes).concat(), "neither time went back");
        assert_eq!(at(ahead + IDLE_MS, &again).map(drop), Err(Reason::Expired));
        assert_eq!(u64::from(again.ttl_s), 2 * IDLE_MS / 1000);
    }
    // A clock that went back gives no session more time than its limits.
    let stored = create(&store, NOW_MS);
    let back = put_at(NOW_MS - 50_000, &stored);
    assert_eq!(at(NOW_MS + IDLE_MS, &back).map(drop), Err(Reason::Expired));
    // Seen last after the end of its lifetime, it is over, whatever the clock says now.
    let (mut last, mut now_ms) = (create(&store, NOW_MS), NOW_MS);
    while now_ms < NOW_MS + LIFETIME_MS - IDLE_MS {
        now_ms += IDLE_MS - 1;
        last = put_at(now_ms, &last);
    }
    assert!(at(0, &last).is_ok());
    assert_eq!(at(NOW_MS + LIFETIME_MS, &last).map(drop), Err(Reason::Expired));
    // Times that no clock has do not overflow.
    for now_ms in [0, NOW_MS, u64::MAX] {
        for times in [[0, u64::MAX, 0], [u64::MAX, 0, u64::MAX], [u64::MAX; 3]] {
            let session = Session::new(&Sid::Nil, EMPTY, &times.map(u64::to_le_bytes).concat(), None);
            let _ = store.put(&conn(now_ms), &Sid::Nil, &session);
            let _ = store.touch(&conn(now_ms), &Sid::Id(FROZEN_SID.to_vec()), &session);
        }
    }
}

#[test]
fn a_frozen_record_of_the_second_version_opens() {
    let store = short();
    let session = open(&store, NOW_MS + 604_801_233, FROZEN_SID, Some(&hex(FROZEN_2))).unwrap();
    assert_eq!(
        (session.map(), session.owner(), session.about()),
        (FROZEN_MAP, Some("user:42"), Some("Firefox \u{2019}s"))
    );
    assert_eq!(store.lasts(&conn(NOW_MS), &session), Lasts::Seconds(2_592_000));
    let (began, ends) = store.span_ms(&conn(NOW_MS + 2_000), &session).unwrap();
    assert_eq!((began, ends), (NOW_MS, Some(NOW_MS + 1_234 + 604_800_000)));
    assert_eq!(open(&store, NOW_MS + 604_801_234, FROZEN_SID, Some(&hex(FROZEN_2))), Err(Reason::Expired));
    // No part of it can be changed, and it is no record of version 1.
    for at in 0..hex(FROZEN_2).len() {
        let mut changed = hex(FROZEN_2);
        changed[at] ^= 1;
        assert!(open(&store, NOW_MS, FROZEN_SID, Some(&changed)).is_err(), "byte {at}");
    }
}

#[test]
fn what_a_session_says_of_itself_is_kept_until_the_next_log_in() {
    let store = short();
    // Nothing said: version 1, as ever.
    assert_eq!(create(&store, NOW_MS).record[0], 1);
    let mut session = session(FROZEN_MAP);
    session.set_owner(Some("user:42")).unwrap();
    session.set_about(Some("Firefox")).unwrap();
    session.set_max_age(Some(5_000)).unwrap();
    let first = put(&store, NOW_MS, &Sid::Nil, &session);
    assert_eq!((first.record[0], first.ttl_s), (2, 5_000));
    let at = |now_ms, stored: &Stored| open(&store, now_ms, &stored.cookie, Some(&stored.record));

    // By a write, by a renewal; not longer than was said.
    let mut again = at(NOW_MS + 4_000_000, &first).unwrap();
    again.put_raw(b"b", b"a\x02").unwrap();
    let written = put(&store, NOW_MS + 4_000_000, &again.sid(), &again);
    again.configure(true, false, false).unwrap();
    let renewed = put(&store, NOW_MS + 4_000_000, &Sid::Nil, &again);
    for kept in [&written, &renewed] {
        assert_eq!((kept.record[0], kept.ttl_s), (2, 1_000));
        let session = at(NOW_MS + 4_999_999, kept).unwrap();
        assert_eq!((session.owner(), session.about()), (Some("user:42"), Some("Firefox")));
        assert_eq!(at(NOW_MS + 5_000_000, kept), Err(Reason::Expired));
    }
    // Cleared, it is the same session; cleared and renewed, a new one, which says what this request says.
    let mut cleared = at(NOW_MS, &first).unwrap();
    cleared.clear().unwrap();
    assert_eq!(cleared.owner(), Some("user:42"));
    cleared.set_about(Some("Chrome")).unwrap();
    cleared.configure(true, false, false).unwrap();
    assert_eq!((cleared.owner(), cleared.about()), (None, Some("Chrome")));
    let login = at(NOW_MS, &put(&store, NOW_MS, &Sid::Nil, &cleared)).unwrap();
    assert_eq!((login.owner(), login.about()), (None, Some("Chrome")));
    // Taken back, all of it: version 1 again.
    let mut back = at(NOW_MS, &first).unwrap();
    back.set_owner(None).unwrap();
    back.set_about(None).unwrap();
    back.set_max_age(None).unwrap();
    assert_eq!(put(&store, NOW_MS, &back.sid(), &back).record[0], 2, "that the cookie ends with the browser is said");
}

#[test]
fn of_two_statements_at_once_the_later_commit_holds_entry_by_entry() {
    let store = short();
    let first = create(&store, NOW_MS);
    let found = |stored: &Stored| open(&store, NOW_MS, &stored.cookie, Some(&stored.record)).unwrap();
    let (mut one, mut other) = (found(&first), found(&first));
    one.track();
    other.track();
    one.set_owner(Some("one")).unwrap();
    one.set_idle_timeout(Some(50)).unwrap();
    one.put_raw(b"one", b"a\x01").unwrap();
    other.set_owner(Some("other")).unwrap();
    other.set_about(Some("note")).unwrap();
    let written = put(&store, NOW_MS, &one.sid(), &one);
    // It meets what the first one wrote.
    store.rebase(&conn(NOW_MS), &mut other, Some(&written.record)).unwrap();
    let merged = found(&put(&store, NOW_MS, &other.sid(), &other));
    assert_eq!((merged.owner(), merged.about()), (Some("other"), Some("note")));
    assert_eq!(merged.get_raw(b"one"), Some(&b"a\x01"[..]));
    let (_, ends) = store.span_ms(&conn(NOW_MS), &merged).unwrap();
    // Two changes of its owner in one millisecond, each at a time of its own.
    assert_eq!(ends, Some(NOW_MS + 2 + 50_000), "the idle timeout of the first");
}

#[test]
fn what_a_session_says_of_itself_is_bounded() {
    let mut session = session(EMPTY);
    for text in ["", &"x".repeat(256)] {
        assert_eq!(session.set_owner(Some(text)).unwrap_err().code(), "ERR_CONFIG");
        assert_eq!(session.set_about(Some(text)).unwrap_err().code(), "ERR_CONFIG");
    }
    let takes = "takes a whole number of seconds from 1 to 2147483647";
    for (given, hint) in [(0, "; drop ends a session"), (1 << 31, ""), (u32::MAX, "")] {
        let refused = [session.set_max_age(Some(given)), session.set_idle_timeout(Some(given))];
        let messages = refused.map(|refused| refused.unwrap_err().message().to_owned());
        assert_eq!(messages, ["maxAge", "idleTimeout"].map(|name| format!("{name}: got {given}, {takes}{hint}")));
    }
    session.clone().set_max_age(Some((1 << 31) - 1)).unwrap();
    let longest = "\u{e9}".repeat(127) + "x";
    session.set_owner(Some(&longest)).unwrap();
    session.set_about(Some(&longest)).unwrap();
    assert_eq!((session.owner(), session.about()), (Some(&*longest), Some(&*longest)));
    assert_eq!(session.map(), EMPTY);
    session.mark_sent().unwrap();
    assert_eq!(session.set_owner(None).unwrap_err().code(), "ERR_ALREADY_SENT");
}

fn header(cookie: &[u8]) -> Vec<u8> {
    [KEY.as_bytes(), b"=", cookie].concat()
}

/// A site whose store has the options, too.
fn site_of(options: &Value) -> Site<KvStore> {
    let mut all = options.as_object().unwrap().clone();
    if let Some(max_age) = all.remove("cookie_opts").and_then(|given| given.get("max_age").cloned()) {
        all.insert("maxAge".to_owned(), max_age);
    }
    let mut site = Site::kv(options).unwrap();
    site.store = store(&Value::Object(all));
    site
}

/// A site, a session in it, and what a request that only reads is to do at a time.
fn touched(options: &Value, after_ms: u64) -> Commit {
    let site = site_of(options);
    let stored = put_in(&site, NOW_MS);
    let conn = site.conn(false, NOW_MS + after_ms);
    let session = resume(&site.cookie, &site.store, &conn, &header(&stored.cookie), Some(&stored.record)).unwrap();
    assert_eq!(session.map(), FROZEN_MAP);
    before_send(&site.cookie, &site.store, &conn, &session).unwrap()
}

fn put_in(site: &Site<KvStore>, now_ms: u64) -> Stored {
    put(&site.store, now_ms, &Sid::Nil, &session(FROZEN_MAP))
}

#[test]
fn a_read_touches_from_a_small_part_of_the_idle_limit_on() {
    let minute_ms = 60_000;
    let options = |idle_s: u64| json!({ "key": KEY, "idleTimeout": idle_s });
    // A twentieth; at least a minute, as writes cost; of what is under four minutes a quarter.
    for (idle_s, part_ms) in [
        (86_400, 72 * minute_ms),
        (3_600, 3 * minute_ms),
        (1_200, minute_ms),
        (300, minute_ms),
        (100, 25_000),
        (1, 250),
    ] {
        assert_eq!(touched(&options(idle_s), part_ms - 1), Commit::default(), "{idle_s} s");
        let commit = touched(&options(idle_s), part_ms);
        assert!(matches!(commit.steps[..], [Step::Write { create: false, .. }]), "{idle_s} s: {commit:?}");
        assert_eq!(commit.set_cookie, None);
    }
    // Where a touch could undo a log-out that is on its way: from half of it on.
    let late = json!({ "key": KEY, "idleTimeout": 3_600, "eventual": true });
    assert_eq!(touched(&late, 30 * minute_ms - 1), Commit::default());
    assert_eq!(touched(&late, 30 * minute_ms).steps.len(), 1);
}

#[test]
fn a_cookie_that_the_browser_will_forget_slides_with_use() {
    let options = json!({ "key": KEY, "idleTimeout": 86_400, "cookie_opts": { "max_age": 80_000 } });
    let site = site_of(&options);
    let (mut stored, step_ms) = (put_in(&site, NOW_MS), 10_000_000);
    let mut visit = |now_ms: u64, write: bool| {
        let conn = site.conn(false, now_ms);
        let mut session =
            resume(&site.cookie, &site.store, &conn, &header(&stored.cookie), Some(&stored.record)).unwrap();
        assert_eq!(session.map().len(), FROZEN_MAP.len());
        if write {
            session.put_raw(b"a", &[97, 1]).unwrap();
        }
        let commit = before_send(&site.cookie, &site.store, &conn, &session).unwrap();
        if let [Step::Write { value, .. }] = &commit.steps[..] {
            stored.record.clone_from(value);
        }
        commit.set_cookie.is_some_and(|header| String::from_utf8(header).unwrap().contains("; max-age=80000; "))
    };
    // An eighth of its time at a time, and at the first use in each, be it a read or a write; also if it is written all the time.
    assert!(!visit(NOW_MS + step_ms - 1, false));
    assert!(visit(NOW_MS + step_ms, false));
    assert!(!visit(NOW_MS + step_ms + 1, true));
    assert!(!visit(NOW_MS + 2 * step_ms - 1, true));
    assert!(visit(NOW_MS + 2 * step_ms, true));
    assert!(visit(NOW_MS + 7 * step_ms, false));
    assert!(!visit(NOW_MS + 7 * step_ms, true));
    // One that goes at once, or within milliseconds, is sent always.
    let options = json!({ "key": KEY, "cookie_opts": { "max_age": 0 } });
    assert!(touched(&options, 0).set_cookie.is_some());
}

#[test]
fn a_request_that_begins_in_time_is_in_time() {
    let site = site_of(&json!({ "key": KEY, "idleTimeout": 100, "maxLifetime": 1_000 }));
    let stored = put_in(&site, NOW_MS);
    let (began, ended) = (site.conn(false, NOW_MS + IDLE_MS - 1_000), site.conn(false, NOW_MS + IDLE_MS + 1_000));
    let fetched = || resume(&site.cookie, &site.store, &began, &header(&stored.cookie), Some(&stored.record)).unwrap();
    // A read notes that the session is in use, a write is written; also onto what another request wrote meanwhile.
    let read = before_send(&site.cookie, &site.store, &ended, &fetched()).unwrap();
    let mut written = fetched();
    written.put_raw(b"b", &[97, 2]).unwrap();
    site.store.rebase(&ended, &mut written, Some(&stored.record)).unwrap();
    let write = before_send(&site.cookie, &site.store, &ended, &written).unwrap();
    for commit in [read, write] {
        let [Step::Write { value, create: false, .. }] = &commit.steps[..] else { panic!("{commit:?}") };
        assert!(open(&site.store, NOW_MS + 2 * IDLE_MS, &stored.cookie, Some(value)).is_ok());
    }
    // Its lifetime ends whenever it began; and what happened is said.
    let mut cases = vec![(NOW_MS + LIFETIME_MS, Some(stored.record.clone()), "time was over")];
    let dropped = site.store.delete(&ended, &Sid::Id(stored.cookie.clone())).unwrap();
    let [Step::Delete { mark, .. }] = &dropped[..] else { panic!("{dropped:?}") };
    cases.push((ended.now_ms, Some(mark.clone()), "dropped or renewed by another request while"));
    cases.push((ended.now_ms + 300_000, Some(mark.clone()), "dropped or renewed by another request while"));
    cases.push((ended.now_ms, None, "by another request, or its time was over"));
    for (now_ms, record, why) in cases {
        let error = site.store.rebase(&site.conn(false, now_ms), &mut written, record.as_deref()).unwrap_err();
        assert_eq!(error.code(), "ERR_SESSION_INTERRUPTED");
        assert!(error.message().contains(why), "{error}");
    }
}

#[test]
fn a_late_request_with_a_retired_sid_writes_nothing_and_sets_no_cookie() {
    let site = Site::kv(&json!({ "key": KEY })).unwrap();
    let stored = put_in(&site, NOW_MS);
    let retired = site.store.delete(&site.conn(false, NOW_MS), &Sid::Id(stored.cookie.clone())).unwrap();
    let [Step::Delete { mark, .. }] = &retired[..] else { panic!("{retired:?}") };
    let fetched = |now_ms| {
        let conn = site.conn(false, now_ms);
        resume(&site.cookie, &site.store, &conn, &header(&stored.cookie), Some(mark)).unwrap()
    };
    let commit = |now_ms, session: &Session| before_send(&site.cookie, &site.store, &site.conn(false, now_ms), session);
    // A clock that is behind takes it for late, too.
    for now_ms in [NOW_MS - 300_000, NOW_MS, NOW_MS + 59_999] {
        let late = fetched(now_ms);
        assert_eq!((late.reason(), late.map()), (Some(Reason::RetiredSid), EMPTY));
        assert_eq!(commit(now_ms, &late), Ok(Commit::default()));
        for (renew, clear) in [(false, false), (true, false), (false, true)] {
            let mut late = late.clone();
            if clear {
                late.clear().unwrap();
            }
            late.put_raw(b"k", &[97, 1]).unwrap();
            late.configure(renew, false, false).unwrap();
            assert_eq!(commit(now_ms, &late), Ok(Commit::default()));
        }
        // A log-in of its own is one: cleared and renewed.
        let mut login = late.clone();
        login.clear().unwrap();
        login.configure(true, false, false).unwrap();
        assert!(matches!(commit(now_ms, &login).unwrap().steps[..], [Step::Write { create: true, .. }]));
        let mut out = late.clone();
        out.configure(false, true, false).unwrap();
        assert!(commit(now_ms, &out).unwrap().set_cookie.unwrap().ends_with(b"max-age=0; HttpOnly"));
    }
    // A minute later it is a sid that nobody knows: a browser that never got the answer begins anew.
    let mut stranger = fetched(NOW_MS + 60_000);
    assert_eq!(stranger.reason(), Some(Reason::UnknownSid));
    stranger.put_raw(b"k", &[97, 1]).unwrap();
    assert!(matches!(commit(NOW_MS + 60_000, &stranger).unwrap().steps[..], [Step::Write { create: true, .. }]));
}

#[test]
fn a_mark_tells_nothing_and_opens_nothing() {
    let site = Site::kv(&json!({ "key": KEY })).unwrap();
    let conn = site.conn(false, NOW_MS);
    let (one, other) = (put_in(&site, NOW_MS), put_in(&site, NOW_MS));
    let mark = |stored: &Stored| {
        let steps = site.store.delete(&conn, &Sid::Id(stored.cookie.clone())).unwrap();
        let [Step::Delete { mark, .. }] = &steps[..] else { panic!("{steps:?}") };
        mark.clone()
    };
    let marks = [mark(&one), mark(&one), mark(&other)];
    for mark in &marks {
        assert_eq!((mark.len(), mark[0]), (49, 0));
        assert!(!mark.windows(6).any(|part| NOW_MS.to_le_bytes().windows(6).any(|time| time == part)));
    }
    assert!(marks[0] != marks[1], "each is told from the others");
    // Of another sid, or changed in any bit, it is no mark of this one; and never a record.
    assert_eq!(open(&site.store, NOW_MS, &one.cookie, Some(&marks[2])), Err(Reason::UnknownSid));
    for at in 0..49 {
        for bit in 0..8 {
            let mut changed = marks[0].clone();
            changed[at] ^= 1 << bit;
            let wanted = match changed[0] {
                0 => Reason::UnknownSid,
                1 | 2 => Reason::DecryptFailed,
                _ => Reason::Undecodable,
            };
            assert_eq!(open(&site.store, NOW_MS, &one.cookie, Some(&changed)), Err(wanted), "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn a_touch_changes_nothing_but_the_time() {
    let store = short();
    let stored = create(&store, NOW_MS);
    let later = NOW_MS + IDLE_MS / 2;
    let session = open(&store, later, &stored.cookie, Some(&stored.record)).unwrap();
    let touch = store.touch(&conn(later), &session.sid(), &session).unwrap().expect("a touch");
    let [Step::Write { key, value, .. }] = &touch.steps[..] else { panic!("a write") };
    assert_eq!((key, &touch.cookie), (&stored.key, &stored.cookie));
    let again = open(&store, later + IDLE_MS - 1, &stored.cookie, Some(value)).unwrap();
    assert_eq!(again.map(), FROZEN_MAP);
    assert_eq!(again.note()[..16], [NOW_MS, later].map(u64::to_le_bytes).concat());
    // What was written, dropped or ignored is not touched, nor is what is no session.
    let site = Site::kv(&json!({ "key": KEY })).unwrap();
    let conn = site.conn(false, later + 10 * IDLE_MS * 1000);
    let mut ignored = session.clone();
    ignored.configure(false, false, true).unwrap();
    assert_eq!(before_send(&site.cookie, &site.store, &conn, &ignored).unwrap(), Commit::default());
    let none = Session::new(&Sid::Nil, EMPTY, &[], Some(Reason::UnknownSid));
    assert_eq!(before_send(&site.cookie, &site.store, &conn, &none).unwrap(), Commit::default());
}

#[test]
fn the_steps_of_each_effect_in_their_order() {
    let site = Site::kv(&json!({ "key": KEY })).unwrap();
    let conn = site.conn(false, NOW_MS);
    let stored = put_in(&site, NOW_MS);
    let fetched = || resume(&site.cookie, &site.store, &conn, &header(&stored.cookie), Some(&stored.record)).unwrap();
    let commit = |session: &Session| before_send(&site.cookie, &site.store, &conn, session).unwrap();

    let mut session = fetched();
    session.put_raw(b"k", &[97, 1]).unwrap();
    let write = commit(&session);
    assert!(matches!(&write.steps[..], [Step::Write { key, create: false, .. }] if *key == stored.key));
    assert_eq!(write.set_cookie, None, "the browser has it: sent late, it would stand in the place of another");

    session.configure(true, false, false).unwrap();
    let renew = commit(&session);
    let [Step::Write { key, create: true, value, .. }, Step::Retire { key: old, mark }] = &renew.steps[..] else {
        panic!("{:?}", renew.steps)
    };
    assert!(*key != stored.key && *old == stored.key, "the new record is written before the old one goes");
    let set_cookie = renew.set_cookie.unwrap();
    let new_sid = &set_cookie[KEY.len() + 1..][..43];
    assert_ne!(new_sid, &stored.cookie[..]);
    assert_eq!(open(&site.store, NOW_MS, &stored.cookie, Some(mark)), Err(Reason::RetiredSid));
    let renewed = open(&site.store, NOW_MS, new_sid, Some(value)).unwrap();
    assert_eq!((renewed.map(), renewed.get_raw(b"k")), (session.map(), Some(&[97, 1][..])));

    session.configure(false, true, false).unwrap();
    let drop = commit(&session);
    let [Step::Delete { key, mark }] = &drop.steps[..] else { panic!("{:?}", drop.steps) };
    assert_eq!(*key, stored.key);
    assert_eq!(open(&site.store, NOW_MS, &stored.cookie, Some(mark)), Err(Reason::RetiredSid));
    let deletion = b"_my_app_session=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0; HttpOnly";
    assert_eq!(drop.set_cookie.unwrap(), deletion);
}

#[test]
fn an_unknown_sid_is_never_taken() {
    let site = Site::kv(&json!({ "key": KEY })).unwrap();
    let conn = site.conn(false, NOW_MS);
    let stored = put_in(&site, NOW_MS - 40 * 24 * 60 * 60 * 1000);
    let (mut reasons, mut damaged) = (Vec::new(), stored.record.clone());
    damaged[40] ^= 1;
    let chosen = b"a-sid-that-an-attacker-has-chosen";
    let cases: [(&[u8], Option<&[u8]>); 5] = [
        (&stored.cookie, Some(&stored.record)),
        (&stored.cookie, Some(&damaged)),
        (&stored.cookie, None),
        (FROZEN_SID, None),
        (chosen, Some(&stored.record)),
    ];
    for (cookie, record) in cases {
        let mut session = resume(&site.cookie, &site.store, &conn, &header(cookie), record).unwrap();
        let shaped = cookie != chosen;
        let sid = if shaped { Sid::Unknown(cookie.to_vec()) } else { Sid::Nil };
        assert_eq!((session.sid(), session.map()), (sid, EMPTY));
        reasons.push(Reason::from_number(session.as_bytes()[3]).unwrap());
        // Reading writes nothing. Dropping makes sure: the service may be late, and have the session after all.
        assert_eq!(before_send(&site.cookie, &site.store, &conn, &session).unwrap(), Commit::default());
        let mut dropped = session.clone();
        dropped.configure(false, true, false).unwrap();
        let commit = before_send(&site.cookie, &site.store, &conn, &dropped).unwrap();
        assert_eq!((commit.set_cookie.is_some(), commit.steps.len()), (shaped, usize::from(shaped)), "{commit:?}");
        assert!(commit.steps.iter().all(|step| matches!(step, Step::Delete { .. })));
        // Writing mints a sid.
        session.put_raw(b"k", &[97, 1]).unwrap();
        let commit = before_send(&site.cookie, &site.store, &conn, &session).unwrap();
        let [Step::Write { create: true, .. }] = &commit.steps[..] else { panic!("{:?}", commit.steps) };
        let set_cookie = commit.set_cookie.unwrap();
        assert_eq!(set_cookie[..16], *b"_my_app_session=");
        assert_ne!(&set_cookie[16..16 + cookie.len()], cookie);
    }
    assert_eq!(
        reasons,
        [Reason::Expired, Reason::DecryptFailed, Reason::UnknownSid, Reason::UnknownSid, Reason::BadSid]
    );
}

#[test]
fn what_is_not_the_shape_of_a_sid_is_not_looked_up() {
    let store = short();
    let site = Site::kv(&json!({ "key": KEY })).unwrap();
    let looked_up = |cookie: &[u8]| match store.get(&conn(NOW_MS), cookie).unwrap() {
        Lookup::Need(key) => {
            assert_eq!(key.len(), 75);
            true
        }
        Lookup::Ready(found) => {
            assert_eq!((found.sid(), found.reason()), (Sid::Nil, Some(Reason::BadSid)));
            assert_eq!(open(&store, NOW_MS, cookie, Some(&hex(FROZEN))), Err(Reason::BadSid));
            false
        }
    };
    assert!(looked_up(FROZEN_SID));
    for length in (0..200).filter(|length| *length != 43) {
        assert!(!looked_up(&vec![b'A'; length]), "{length} characters");
    }
    let (mut taken, mut refused) = (0, 0);
    for at in 0..43 {
        for byte in 0..=255_u8 {
            let mut cookie = FROZEN_SID.to_vec();
            cookie[at] = byte;
            // The last character has four bits of the sid; the others must be 0, or one sid would have four spellings.
            let in_alphabet = byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            let wanted = if at < 42 { in_alphabet } else { b"AEIMQUYcgkosw048".contains(&byte) };
            assert_eq!(looked_up(&cookie), wanted, "{byte} at {at}");
            *(if wanted { &mut taken } else { &mut refused }) += 1;
        }
    }
    assert_eq!((taken, refused), (42 * 64 + 16, 42 * 192 + 240));
    for other in
        [&b"\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\""[..], b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]
    {
        assert!(!looked_up(other));
    }
    // Nor is a request without the cookie.
    let fetched = fetch(&site.cookie, &site.store, &conn(NOW_MS), b"other=1").unwrap();
    assert!(matches!(fetched, Fetch::Ready(session) if session.sid() == Sid::Nil));
}

#[test]
fn a_key_is_a_prefix_and_a_hash() {
    let key_of = |options: &Value| {
        let Lookup::Need(key) = store(options).get(&conn(NOW_MS), FROZEN_SID).unwrap() else { panic!("a key") };
        key
    };
    let default = key_of(&json!({ "key": KEY }));
    let hash = &default[default.len() - 64..].to_owned();
    assert_eq!(hex(hash), Sha256::digest(FROZEN_SID)[..]);
    assert!(default.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
    // Each cookie name has its own, and so has each prefix; one that begins like another is still another.
    let mut keys = vec![default];
    for options in [
        json!({ "key": "_other_session" }),
        json!({ "key": KEY, "prefix": "a" }),
        json!({ "key": KEY, "prefix": "a.b" }),
        json!({ "key": KEY, "prefix": "sixteen.letters_" }),
    ] {
        let key = key_of(&options);
        if let Some(prefix) = options["prefix"].as_str() {
            assert_eq!(key, format!("{prefix}{hash}"));
        }
        assert!(key.len() <= 80, "{key}");
        assert!(!keys.contains(&key));
        keys.push(key);
    }
    assert_eq!(keys.len(), 5);
    for prefix in ["", "seventeen.letters", "Upper", "sla/sh", "spa ce", "co:lon", "\u{e4}"] {
        let options = Term::Map(vec![pair("prefix", Term::Binary(prefix.as_bytes().to_vec()))]);
        let error = init(&options).unwrap_err();
        assert_eq!(error.code(), "ERR_CONFIG", "{prefix}");
    }
}

#[test]
fn nothing_that_is_stored_tells_the_sid_or_the_session() {
    let store = short();
    let secret = b"a secret of the user's";
    let value = [&[109, 0, 0, 0, 22][..], secret].concat();
    let mut session = session(EMPTY);
    session.put_raw(b"secret-key", &value).unwrap();
    let mut seen = Vec::new();
    for _ in 0..200 {
        let stored = put(&store, NOW_MS, &Sid::Nil, &session);
        let sid = base64url(&stored.cookie);
        let dump = [stored.key.as_bytes(), b"\0", &stored.record].concat();
        let holds = |part: &[u8]| dump.windows(part.len()).any(|window| window == part);
        assert!(!holds(&stored.cookie) && !holds(&sid) && !holds(&sid[..8]) && !holds(&stored.cookie[..12]));
        assert!(!holds(secret) && !holds(b"secret-key") && !holds(&NOW_MS.to_le_bytes()));
        // Version, nonce, times and tag around the map.
        assert_eq!(stored.record.len(), 1 + 24 + 16 + session.map().len() + 16);
        assert_eq!(stored.record[0], 1);
        let found = store.resume(&conn(NOW_MS), &stored.cookie, Some(&stored.record)).unwrap();
        let shown = format!("{:?} {store:?} {session:?} {found:?}", found.sid());
        assert!(shown.starts_with("Id(..) KvStore {"), "{shown}");
        assert!(shown.contains("Session { action: None, sid: Id(..), reason: None, bytes: "), "{shown}");
        assert!(!shown.contains("115, 101, 99"), "what it holds is shown: {shown}");
        seen.push(stored.record[1..25].to_vec());
        seen.push(stored.cookie);
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 400, "a sid or a nonce came twice");
}

fn base64url(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    waxseal::crypto::base64url::decode(text, &mut bytes).unwrap();
    assert_eq!(bytes.len(), 32);
    bytes
}

/// `levels` tuples in each other around an empty one.
fn nested(levels: usize) -> Vec<u8> {
    [[104, 1].repeat(levels), vec![104, 0]].concat()
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let kv = short();
    let site = Site::cookie(&json!({
        "key": KEY,
        "signing_salt_b64": "c2FsdA==",
        "secret_key_base_b64": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==",
    }))
    .unwrap();
    let conn = site.conn(false, NOW_MS);
    let list = |items: u32| [&[108][..], &items.to_be_bytes(), &[97, 1].repeat(items as usize), &[106]].concat();
    // The map is a level, and parts are the map, the key, the list, its items and its end.
    let fits = [nested(2_047), list(100_000 - 4), [vec![109, 0, 15, 66, 64], vec![b'x'; 1_000_000]].concat()];
    let too_much = [nested(2_048), nested(100_000), list(100_000 - 3)];
    for (values, fits) in [(&fits, true), (&too_much, false)] {
        for value in values {
            let mut session = session(EMPTY);
            session.put_raw(b"k", value).unwrap();
            if fits {
                let stored = put(&kv, NOW_MS, &Sid::Nil, &session);
                let found = open(&kv, NOW_MS, &stored.cookie, Some(&stored.record)).unwrap();
                assert_eq!(found.get_raw(b"k"), Some(&value[..]));
                if value.len() < 500_000 {
                    let cookie = site.store.put(&conn, &Sid::Nil, &session).unwrap().cookie;
                    let Lookup::Ready(found) = site.store.get(&conn, &cookie).unwrap() else { panic!("all is there") };
                    assert_eq!(found.map(), session.map());
                }
            } else {
                for error in [
                    kv.put(&conn, &Sid::Nil, &session).unwrap_err(),
                    site.store.put(&conn, &Sid::Nil, &session).unwrap_err(),
                ] {
                    assert_eq!(error.code(), "ERR_ENCODE");
                    assert!(error.to_string().starts_with("the session could not be read back: "), "{error}");
                }
            }
        }
    }
    assert_eq!(map::pairs(EMPTY), 0);
}

/// What is done with the records and the indexes, in order: a letter each, those of an index with the owner.
fn steps(steps: &[Step]) -> String {
    let letter = |step: &Step| match step {
        Step::Write { create, .. } => if *create { "create" } else { "write" }.to_owned(),
        Step::Delete { .. } => "delete".to_owned(),
        Step::Retire { .. } => "retire".to_owned(),
        Step::Enter { owner, from, .. } => format!("{} {owner}", if from.is_some() { "stay" } else { "enter" }),
        Step::Seen { owner, .. } => format!("seen {owner}"),
        Step::Leave { owner, .. } => format!("leave {owner}"),
    };
    steps.iter().map(letter).collect::<Vec<_>>().join(", ")
}

type Change = fn(&mut Session);

#[test]
fn an_entry_is_in_the_index_before_its_record_and_goes_after_it() {
    let options = json!({ "key": KEY, "idleTimeout": IDLE_MS / 1000, "maxLifetime": LIFETIME_MS / 1000 });
    let (site, store) = (Site::kv(&options).unwrap(), store(&options));
    let commit = |session: &Session, now_ms: u64| {
        steps(&before_send(&site.cookie, &store, &conn(now_ms), session).unwrap().steps)
    };
    let mut login = session(FROZEN_MAP);
    login.put_raw(b"a", &[97, 7]).unwrap();
    login.set_owner(Some("one")).unwrap();
    assert_eq!(commit(&login, NOW_MS), "enter one, create");
    let stored = put(&store, NOW_MS, &Sid::Nil, &login);
    let read = || {
        let found = store.resume(&conn(NOW_MS + 1), &stored.cookie, Some(&stored.record)).unwrap();
        assert_eq!(found.owner(), Some("one"));
        found
    };
    let cases: [(Change, u64, &str); 9] = [
        (|session| session.put_raw(b"a", &[97, 8]).unwrap(), 1, "write"),
        (|session| session.put_raw(b"a", &[97, 8]).unwrap(), IDLE_MS / 2, "write, seen one"),
        (|_| {}, IDLE_MS / 2, "write, seen one"),
        (|session| session.set_about(Some("phone")).unwrap(), 1, "stay one, write"),
        (|session| session.set_owner(Some("two")).unwrap(), 1, "enter two, write, leave one"),
        (|session| session.set_owner(None).unwrap(), 1, "write, leave one"),
        (|session| session.configure(true, false, false).unwrap(), 1, "stay one, create, retire, leave one"),
        (|session| session.configure(false, true, false).unwrap(), 1, "delete, leave one"),
        (
            |session| {
                session.clear().unwrap();
                session.configure(true, false, false).unwrap();
                session.set_owner(Some("two")).unwrap();
            },
            1,
            "enter two, create, retire, leave one",
        ),
    ];
    for (change, later_ms, wanted) in cases {
        let mut session = read();
        change(&mut session);
        assert_eq!(commit(&session, NOW_MS + later_ms), wanted);
    }
}

#[test]
fn what_was_idle_when_the_request_began_is_over_for_it() {
    let store = short();
    // The request began with a record that another one had touched; what it meets at its end is an old copy.
    let first = create(&store, NOW_MS);
    let later = NOW_MS + IDLE_MS - 1;
    let session = open(&store, later, &first.cookie, Some(&first.record)).unwrap();
    let touched = put(&store, later, &session.sid(), &session);
    let rebased = |began_ms| {
        let mut session = open(&store, began_ms, &touched.cookie, Some(&touched.record)).unwrap();
        store.rebase(&conn(began_ms + 5_000), &mut session, Some(&first.record))
    };
    assert!(rebased(later).is_ok());
    let error = rebased(NOW_MS + IDLE_MS).unwrap_err();
    assert!(error.code() == "ERR_SESSION_INTERRUPTED" && error.message().contains("time was over"), "{error}");
}

#[test]
fn a_stated_max_age_counts_from_the_request_that_states_it() {
    let (store, site) = (short(), Site::kv(&json!({ "key": KEY })).unwrap());
    let stored = create(&store, NOW_MS);
    let later = conn(NOW_MS + 10_000);
    let changed = |change: Change| {
        let mut session = open(&store, later.now_ms, &stored.cookie, Some(&stored.record)).unwrap();
        change(&mut session);
        session
    };
    let idle: Change = |session| session.set_idle_timeout(Some(50)).unwrap();
    let closed: Change = |session| session.set_max_age(None).unwrap();
    let cases: [(Change, Lasts, u64); 5] = [
        (|_| {}, Lasts::AsConfigured, NOW_MS + IDLE_MS),
        (|session| session.put_raw(b"b", &[97, 2]).unwrap(), Lasts::AsConfigured, later.now_ms + IDLE_MS),
        (idle, Lasts::AsConfigured, later.now_ms + 50_000),
        (|session| session.set_max_age(Some(500)).unwrap(), Lasts::Seconds(500), later.now_ms + 500_000),
        (closed, Lasts::UntilClosed, later.now_ms + IDLE_MS),
    ];
    for (at, (change, lasts, ends_ms)) in cases.into_iter().enumerate() {
        let session = changed(change);
        assert_eq!(store.lasts(&later, &session), lasts, "{at}");
        assert_eq!(store.span_ms(&later, &session), Some((NOW_MS, Some(ends_ms))), "{at}");
        // The browser is told when this request says how long its cookie lasts, and then alone.
        let commit = before_send(&site.cookie, &store, &later, &session).unwrap();
        assert_eq!(commit.set_cookie.is_some(), at >= 3, "{at}");
        if session.action() == waxseal::session::Action::Write {
            let written = put(&store, later.now_ms, &session.sid(), &session);
            let found = open(&store, later.now_ms, &written.cookie, Some(&written.record)).unwrap();
            assert_eq!((store.lasts(&later, &found), store.span_ms(&later, &found).unwrap().1), (lasts, Some(ends_ms)));
        }
    }
}

#[test]
fn a_cookie_that_reaches_the_end_of_its_session_is_not_sent_again() {
    let options =
        json!({ "key": KEY, "idleTimeout": 100_000, "maxLifetime": 150_000, "cookie_opts": { "max_age": 80_000 } });
    let site = site_of(&options);
    let mut stored = put_in(&site, NOW_MS);
    let mut visit = |after_s: u64| {
        let conn = site.conn(false, NOW_MS + after_s * 1000);
        let session = resume(&site.cookie, &site.store, &conn, &header(&stored.cookie), Some(&stored.record)).unwrap();
        let lasts = site.store.lasts(&conn, &session);
        let commit = before_send(&site.cookie, &site.store, &conn, &session).unwrap();
        if let [Step::Write { value, .. }] = &commit.steps[..] {
            stored.record.clone_from(value);
        }
        (commit.set_cookie.is_some(), lasts)
    };
    // An eighth is 10,000 s; sent in the seventh, the browser has it until second 140,000 at least, sent in the eighth until the end.
    assert_eq!(visit(60_000), (true, Lasts::AsConfigured));
    assert_eq!(visit(69_999), (false, Lasts::AsConfigured));
    assert_eq!(visit(70_000), (true, Lasts::AsConfigured));
    assert_eq!(visit(80_000), (false, Lasts::Seconds(70_000)));
    assert_eq!(visit(100_000), (false, Lasts::Seconds(50_000)));
}

#[test]
fn an_entry_says_how_long_its_session_is_there_unused_and_leaves_whatever_its_last_use_was() {
    let store = short();
    let mut login = session(FROZEN_MAP);
    login.set_owner(Some("one")).unwrap();
    let stored = store.put(&conn(NOW_MS), &Sid::Nil, &login).unwrap();
    let [Step::Enter { entry, .. }, Step::Write { value, .. }] = &stored.steps[..] else { panic!("{stored:?}") };
    assert_eq!((u64::from(entry.idle_s) * 1000, entry.until_ms), (IDLE_MS, NOW_MS + LIFETIME_MS));
    assert_eq!((entry.created_ms, entry.seen_ms), (NOW_MS, NOW_MS));
    let found = open(&store, NOW_MS + 1, &stored.cookie, Some(value)).unwrap();
    let Some(Step::Leave { entry: gone, .. }) = store.leave(&conn(NOW_MS + 1), &found) else {
        panic!("it has an owner")
    };
    assert_eq!((gone.hash, gone.seen_ms), (entry.hash, u64::MAX));
}

#[test]
fn keys_that_change_are_counted_for_a_merge_from_the_fetch_on() {
    let site = Site::kv(&json!({ "key": KEY })).unwrap();
    let stored = put_in(&site, NOW_MS);
    let conn = site.conn(false, NOW_MS);
    let fetched = || resume(&site.cookie, &site.store, &conn, &header(&stored.cookie), Some(&stored.record)).unwrap();
    let (mut one, mut other) = (fetched(), fetched());
    one.put_raw(b"one", &[97, 1]).unwrap();
    other.put_raw(b"other", &[97, 2]).unwrap();
    let written = put(&site.store, NOW_MS, &one.sid(), &one);
    site.store.rebase(&conn, &mut other, Some(&written.record)).unwrap();
    assert_eq!((other.get_raw(b"one"), other.get_raw(b"other")), (Some(&[97, 1][..]), Some(&[97, 2][..])));
    assert!(other.changed().eq([b"other"]));
}
