//! A store of one's own that does the least: what it needn't say.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use waxseal::error::{Error, Reason};
use waxseal::plug::{Commit, Fetch, SessionCookie, before_send, fetch, resume};
use waxseal::session::{Session, Sid, map};
use waxseal::store::options::Options;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Lasts, Lookup, Put, Step, Store};

/// Sessions in the cookie as they are; of a cookie that is empty it says that a record is needed, and then takes none.
struct Plain;

impl Store for Plain {
    fn get(&self, _: &Conn<'_>, cookie: &[u8]) -> Result<Lookup, Error> {
        Ok(if cookie.is_empty() {
            Lookup::Need("key".to_owned())
        } else {
            Lookup::Ready(Session::new(&Sid::Term, map::EMPTY, b"", None))
        })
    }

    fn put(&self, _: &Conn<'_>, _: &Sid, _: &Session) -> Result<Put, Error> {
        Ok(Put { cookie: b"put".to_vec(), is_sent: true, steps: Vec::new() })
    }

    fn delete(&self, _: &Conn<'_>, _: &Sid) -> Result<Vec<Step>, Error> {
        Ok(Vec::new())
    }
}

#[test]
fn the_least_is_enough() {
    let options = Value::object([("key", "k".into())]);
    let cookie = SessionCookie::init(&Options::new(&options).unwrap()).unwrap();
    let conn = Conn { secret_key_base: None, https: false, now_ms: 1 };
    let Fetch::Ready(mut session) = fetch(&cookie, &Plain, &conn, b"k=v").unwrap() else { panic!("it is there") };
    assert_eq!((Plain.span_ms(&conn, &session), Plain.lasts(&conn, &session)), (None, Lasts::AsConfigured));
    // Only read, nothing is done.
    assert_eq!(before_send(&cookie, &Plain, &conn, &session).unwrap(), Commit::default());
    session.put_raw(b"k", b"a\x01").unwrap();
    assert_eq!(session.changed().count(), 0, "it did not ask for them");
    let commit = before_send(&cookie, &Plain, &conn, &session).unwrap();
    assert_eq!((commit.set_cookie.unwrap(), commit.steps), (b"k=put; path=/; HttpOnly".to_vec(), Vec::new()));
    session.configure(false, true, false).unwrap();
    assert_eq!(before_send(&cookie, &Plain, &conn, &session).unwrap().steps, []);

    assert!(matches!(fetch(&cookie, &Plain, &conn, b"k=").unwrap(), Fetch::Need(_)));
    let none = resume(&cookie, &Plain, &conn, b"k=", Some(b"record")).unwrap();
    assert_eq!((none.reason(), none.sid()), (Some(Reason::UnknownSid), Sid::Nil));
}
