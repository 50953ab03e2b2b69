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
use waxseal::store::{Conn, Lookup, Step, Store as _};
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

fn init(options: &Term) -> Result<KvStore, Error> {
    KvStore::init(&Options::new(&encode(options, Otp::Otp26)?)?)
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
    let [Step::Write { key, value, ttl_s, create }] = &put.steps[..] else { panic!("{:?}", put.steps) };
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
            assert_eq!((found.sid(), found.map(), found.note()), (Sid::Nil, EMPTY, &[][..]));
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
    assert_eq!(session.note(), [NOW_MS.to_le_bytes(), (NOW_MS + 1_234).to_le_bytes()].concat());
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
    for tombstone in [&[0][..], &[0; 25], &[0; 200]] {
        assert_eq!(open(&store, NOW_MS, &one.cookie, Some(tombstone)), Err(Reason::UnknownSid));
    }
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
        let left_s = (NOW_MS + LIFETIME_MS - now_ms).min(IDLE_MS) / 1000;
        assert_eq!(u64::from(last.ttl_s), left_s);
        writes += 1;
    }
    assert_eq!((writes, last.ttl_s), (11, 10));
    assert!(at(NOW_MS + LIFETIME_MS - 1, &last).is_ok());
    assert_eq!(at(NOW_MS + LIFETIME_MS, &last), Err(Reason::Expired));
    // Renewed, it is no younger. Renewed and cleared (a new login), it is.
    let mut session = at(NOW_MS + LIFETIME_MS - 1, &last).unwrap();
    let renewed = put(&store, NOW_MS + LIFETIME_MS - 1, &Sid::Nil, &session);
    assert!(renewed.create && renewed.cookie != last.cookie);
    assert_eq!(at(NOW_MS + LIFETIME_MS, &renewed), Err(Reason::Expired));
    session.clear().unwrap();
    let anew = put(&store, NOW_MS + LIFETIME_MS - 1, &Sid::Nil, &session);
    assert!(at(NOW_MS + LIFETIME_MS, &anew).is_ok());
    // Cleared under the sid that it has, it is the same session.
    let cleared = put(&store, NOW_MS + LIFETIME_MS - 1, &session.sid(), &session);
    assert_eq!(at(NOW_MS + LIFETIME_MS, &cleared), Err(Reason::Expired));
}

#[test]
fn a_clock_that_goes_back_prolongs_nothing() {
    let store = short();
    let stored = create(&store, NOW_MS);
    let session = open(&store, NOW_MS - 50_000, &stored.cookie, Some(&stored.record)).unwrap();
    let back = put(&store, NOW_MS - 50_000, &session.sid(), &session);
    assert_eq!(u64::from(back.ttl_s), IDLE_MS / 1000);
    let at = |now_ms, stored: &Stored| open(&store, now_ms, &stored.cookie, Some(&stored.record)).map(drop);
    assert_eq!(at(NOW_MS - 50_000 + IDLE_MS, &back), Err(Reason::Expired));
    // One machine's clock is ahead: the others bear it, until the limits by their own.
    let ahead = create(&store, NOW_MS + 500_000);
    assert!(at(NOW_MS, &ahead).is_ok());
    let session = open(&store, NOW_MS, &ahead.cookie, Some(&ahead.record)).unwrap();
    let again = put(&store, NOW_MS, &session.sid(), &session);
    assert_eq!(at(NOW_MS + IDLE_MS, &again), Err(Reason::Expired));
    let session = open(&store, NOW_MS, &again.cookie, Some(&again.record)).unwrap();
    assert_eq!(session.note(), [NOW_MS.to_le_bytes(); 2].concat(), "nothing began later than now");
    // Seen last after the end of its lifetime, it is over, whatever the clock says now.
    let note = [NOW_MS.to_le_bytes(), NOW_MS.to_le_bytes()].concat();
    let late = put(&store, NOW_MS + LIFETIME_MS, &Sid::Nil, &Session::new(&Sid::Nil, EMPTY, &note, None));
    assert_eq!(at(NOW_MS, &late), Err(Reason::Expired));
    // Times that no clock has do not overflow.
    let note = [u64::MAX.to_le_bytes(), u64::MAX.to_le_bytes()].concat();
    let _ = put(&store, u64::MAX, &Sid::Nil, &Session::new(&Sid::Nil, EMPTY, &note, None));
}

fn header(cookie: &[u8]) -> Vec<u8> {
    [KEY.as_bytes(), b"=", cookie].concat()
}

/// A site, a session in it, and what a request that only reads is to do at a time.
fn touched(options: &Value, after_ms: u64) -> Commit {
    let site = Site::kv(options).unwrap();
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
fn a_read_touches_only_after_half_of_the_idle_window() {
    let day_ms = 24 * 60 * 60 * 1000;
    let options = json!({ "key": KEY });
    assert_eq!(touched(&options, 0), Commit::default());
    assert_eq!(touched(&options, day_ms / 2 - 1), Commit::default());
    let commit = touched(&options, day_ms / 2);
    let [Step::Write { ttl_s: 86_400, create: false, .. }] = commit.steps[..] else { panic!("{commit:?}") };
    assert_eq!(commit.set_cookie, None);
    // A cookie that the browser will forget is sent again with it.
    let options = json!({ "key": KEY, "cookie_opts": { "max_age": 86_400 } });
    assert_eq!(touched(&options, day_ms / 2 - 1), Commit::default());
    let commit = touched(&options, day_ms / 2);
    assert_eq!(commit.steps.len(), 1);
    assert!(String::from_utf8(commit.set_cookie.unwrap()).unwrap().contains("; max-age=86400; "));
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
    assert_eq!(again.note(), [NOW_MS.to_le_bytes(), later.to_le_bytes()].concat());
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
    session.put(b"k", &[97, 1]).unwrap();
    let write = commit(&session);
    assert!(matches!(&write.steps[..], [Step::Write { key, create: false, .. }] if *key == stored.key));
    assert!(write.set_cookie.unwrap().starts_with(&header(&stored.cookie)), "the same sid");

    session.configure(true, false, false).unwrap();
    let renew = commit(&session);
    let [Step::Write { key, create: true, value, .. }, Step::Retire { key: old }] = &renew.steps[..] else {
        panic!("{:?}", renew.steps)
    };
    assert!(*key != stored.key && *old == stored.key, "the new record is written before the old one goes");
    let set_cookie = renew.set_cookie.unwrap();
    let new_sid = &set_cookie[KEY.len() + 1..][..43];
    assert_ne!(new_sid, &stored.cookie[..]);
    let renewed = open(&site.store, NOW_MS, new_sid, Some(value)).unwrap();
    assert_eq!((renewed.map(), renewed.get(b"k")), (session.map(), Some(&[97, 1][..])));

    session.configure(false, true, false).unwrap();
    let drop = commit(&session);
    assert_eq!(drop.steps, [Step::Delete { key: stored.key.clone() }]);
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
        assert_eq!((session.sid(), session.map()), (Sid::Nil, EMPTY));
        reasons.push(Reason::from_number(session.as_bytes()[3]).unwrap());
        // Reading writes nothing, and dropping what is none does not either.
        assert_eq!(before_send(&site.cookie, &site.store, &conn, &session).unwrap(), Commit::default());
        let mut dropped = session.clone();
        dropped.configure(false, true, false).unwrap();
        assert_eq!(before_send(&site.cookie, &site.store, &conn, &dropped).unwrap(), Commit::default());
        // Writing mints a sid.
        session.put(b"k", &[97, 1]).unwrap();
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
    session.put(b"secret-key", &value).unwrap();
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
            session.put(b"k", value).unwrap();
            if fits {
                let stored = put(&kv, NOW_MS, &Sid::Nil, &session);
                let found = open(&kv, NOW_MS, &stored.cookie, Some(&stored.record)).unwrap();
                assert_eq!(found.get(b"k"), Some(&value[..]));
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
