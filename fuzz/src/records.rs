//! What a store is given back: a cookie's payload that was sealed by who holds the keys, and a service's records.

use waxseal::plug::{Fetch, SessionCookie, fetch};
use waxseal::session::{Session, Sid, map};
use waxseal::store::cookie::CookieStore;
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Lookup, Step, Store};
use waxseal::term::decode::check;
use waxseal::{error::Reason, json};

use super::input::Input;

const NOW_MS: u64 = 1_800_000_000_000;
const IDLE_MS: u64 = 100_000;

const fn conn(now_ms: u64) -> Conn<'static> {
    Conn { secret_key_base: None, https: false, now_ms }
}

pub fn cookie_payload(data: &[u8]) {
    let mut input = Input::new(data);
    let is_json = input.flag();
    let encryption = if input.flag() { r#","encryptionKey":[0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5]"# } else { "" };
    let text = format!(r#"{{"key":"_k","signingKey":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]{encryption}}}"#);
    let options: Value = serde_json::from_str(&text).unwrap();
    let options = Options::new(&options).unwrap();
    let serializer = if is_json { Serializer::Json } else { Serializer::Term };
    let store = CookieStore::init(&options, serializer).unwrap();
    let cookie = SessionCookie::init(&options).unwrap();
    let payload = input.rest();
    let Ok(value) = store.seal(&conn(NOW_MS), payload) else {
        assert!(!encryption.is_empty(), "a key of 16 bytes seals nothing");
        return;
    };
    let header = [b"_k=", &value[..]].concat();
    let Fetch::Ready(session) = fetch(&cookie, &store, &conn(NOW_MS), &header).unwrap() else { panic!("no record") };
    assert!(map::is_map(session.map()));
    match session.reason() {
        None if is_json => {
            assert!(json::decode(payload).is_some());
            if let Ok(put) = store.put(&conn(NOW_MS), &session.sid(), &session) {
                let Lookup::Ready(again) = store.get(&conn(NOW_MS), &put.cookie).unwrap() else { panic!("no record") };
                assert_eq!(again.map(), session.map());
            }
        }
        None => assert_eq!(session.map(), &*check(payload).unwrap()),
        Some(reason) => {
            assert!(matches!(reason, Reason::Undecodable | Reason::Limit | Reason::NotAMap), "{reason:?}");
            assert_eq!(session.map(), map::EMPTY);
        }
    }
}

pub fn kv_record(data: &[u8]) {
    let mut input = Input::new(data);
    let options: Value = serde_json::from_str(r#"{"key":"_k","idleTimeout":100,"maxLifetime":1000}"#).unwrap();
    let store = KvStore::init(&Options::new(&options).unwrap()).unwrap();
    if input.flag() {
        // What somebody else wrote there.
        let cookie = if input.flag() { b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" } else { input.bytes() };
        let record = input.rest();
        let session = store.resume(&conn(NOW_MS), cookie, Some(record)).unwrap();
        let reason = session.reason().expect("forged");
        assert!(
            matches!(
                reason,
                Reason::UnknownSid | Reason::BadSid | Reason::Undecodable | Reason::DecryptFailed | Reason::Revoked
            ),
            "{reason:?}"
        );
        assert_eq!(session.map(), map::EMPTY);
        return;
    }
    let later = u64::from(u32::from_le_bytes(input.array())) >> 8;
    let mut change = Input::new(input.bytes());
    let given = input.rest();
    let session = Session::new(&Sid::Nil, given, &[], None);
    let Ok(put) = store.put(&conn(NOW_MS), &Sid::Nil, &session) else {
        assert!(check(given).is_err());
        return;
    };
    let [Step::Write { key, value, ttl_s: 200, create: true }] = &put.steps[..] else { panic!("{:?}", put.steps) };
    assert_eq!(store.get(&conn(NOW_MS), &put.cookie), Ok(Lookup::Need(key.clone())));
    let found = store.resume(&conn(NOW_MS + later), &put.cookie, Some(value)).unwrap();
    let expected = check(given).ok().filter(|map| map::is_map(map));
    match found.reason() {
        None => {
            assert!(later < IDLE_MS);
            assert_eq!(found.map(), &*expected.unwrap());
            assert_eq!(found.sid(), Sid::Id(put.cookie.clone()));
        }
        Some(Reason::Expired) => assert!(expected.is_some() && later >= IDLE_MS),
        Some(_) => assert!(expected.is_none()),
    }
    let mut other = value.clone();
    let at = usize::from(u16::from_le_bytes(change.array())) % other.len();
    other[at] ^= change.byte().max(1);
    assert!(store.resume(&conn(NOW_MS), &put.cookie, Some(&other)).unwrap().reason().is_some());
    // The end of the session, whatever stood there.
    let steps = store.delete(&conn(NOW_MS), &Sid::Id(put.cookie.clone())).unwrap();
    let [Step::Delete { mark, .. }] = &steps[..] else { panic!("{steps:?}") };
    let late = store.resume(&conn(NOW_MS + later), &put.cookie, Some(mark)).unwrap();
    assert_eq!(late.reason(), Some(if later < 60_000 { Reason::RetiredSid } else { Reason::UnknownSid }));
}
