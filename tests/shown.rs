//! What is shown of values that hold secrets: what they are, and nothing of what is in them.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde::Deserialize as _;
use serde::de::IntoDeserializer;
use serde::de::value::Error as Told;
use waxseal::error::Error;
use waxseal::kv::{Capabilities, Found, KvError};
use waxseal::plug::{SessionCookie, before_send};
use waxseal::session::Session;
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::{Custom, Serializer};
use waxseal::store::value::Value;
use waxseal::store::{Conn, Store as _};

/// Does nothing.
struct Own;

impl Custom for Own {
    fn decode(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn encode(&self, _: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(Vec::new())
    }
}

#[test]
fn options_and_what_is_made_of_them() {
    let value =
        Value::object([("key", "sid".into()), ("prefix", "app.".into()), ("ownerSecret", "s".repeat(32).into())]);
    let options = Options::new(&value).unwrap();
    assert_eq!(format!("{value:?} {options:?}"), "Value(..) Options(..)");
    assert_eq!(format!("{:?}", KvStore::init(&options).unwrap().owners()), r#"Owners { prefix: "app.", .. }"#);
    let serializers = [Serializer::Term, Serializer::Json, Serializer::Custom(Box::new(Own))];
    assert_eq!(format!("{serializers:?}"), "[Term, Json, Custom]");
    // What can be no option is told by what may be one.
    let error = Value::deserialize(IntoDeserializer::<Told>::into_deserializer(1_i128)).unwrap_err().to_string();
    assert!(error.ends_with("an option: text, bytes, a number, true or false, a list or an object"), "{error}");
}

#[test]
fn a_commit_without_its_cookie() {
    let value = Value::object([("key", "sid".into())]);
    let options = Options::new(&value).unwrap();
    let (cookie, store) = (SessionCookie::init(&options).unwrap(), KvStore::init(&options).unwrap());
    let conn = Conn { secret_key_base: None, https: false, now_ms: 1 };
    let mut session = Session::default();
    session.put_raw(b"k", b"a\x01").unwrap();
    let put = store.put(&conn, &session.sid(), &session).unwrap();
    let shown = format!("{put:?}");
    assert!(shown.starts_with("Put { cookie: 43, is_sent: true, steps: [Write"), "{shown}");
    assert!(!shown.contains(&format!("{:?}", &put.cookie[..])), "{shown}");
    let shown = format!("{:?}", before_send(&cookie, &store, &conn, &session).unwrap());
    assert!(shown.starts_with("Commit { set_cookie: Some(") && shown.contains("), steps: [Write"), "{shown}");
}

#[test]
fn what_a_service_has_and_says() {
    let found = Found { value: b"record".to_vec(), version: Some(b"7".to_vec()) };
    assert_eq!(format!("{found:?}"), "Found { value: 6, .. }");
    let error = KvError::new("it is busy").passing();
    assert_eq!(format!("{error:?} {error}"), r#"KvError { source: "it is busy", nature: Passing } it is busy"#);
    let workers = Capabilities::workers_kv();
    assert_eq!((workers.min_ttl_s, workers.delay_s, workers.max_value), (60, 60, 25 * 1024 * 1024));
    assert_eq!((workers.max_ttl_s, workers.atomic, workers.eventual), (2_147_483_647, false, true));
}

#[test]
fn errors_are_the_same_by_kind_and_message() {
    let told = |name: &str| {
        let value = Value::object([(name, "x".into())]);
        Options::new(&value).unwrap().boolean(name).unwrap_err()
    };
    assert_eq!(told("secure"), told("secure"));
    assert_ne!(told("secure"), told("httpOnly"));
}

#[test]
fn sessions_by_their_cookies_name_and_a_session_by_how_far_it_has_come() {
    let value = Value::object([("key", "sid".into())]);
    let sleep = |_| std::future::ready(());
    let sessions = waxseal::sessions::Sessions::kv(&value, waxseal::kv::Memory::new(), sleep).unwrap();
    assert_eq!(format!("{sessions:?}"), r#"Sessions { key: "sid", store: "kv", .. }"#);
    let mut fetched = std::pin::pin!(sessions.fetch("sid=secret"));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(session) = fetched.as_mut().poll(&mut context) else { panic!("memory has it at once") };
    let shown = format!("{:?}", session.unwrap());
    assert!(shown.starts_with("SessionHandle { session: ") && shown.ends_with("stage: Open, .. }"), "{shown}");
    let incoming = waxseal::sessions::Incoming { https: true, ..waxseal::sessions::Incoming::from("sid=secret") };
    assert_eq!(format!("{incoming:?}"), "Incoming { https: true, .. }");
}
