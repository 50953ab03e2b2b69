//! What the tests of the driver share: futures that are polled by hand, and a timer that takes no time.

#![allow(dead_code, reason = "each test uses some of it")]

use std::future::pending;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use waxseal::error::Error;
use waxseal::kv::Kv;
use waxseal::sessions::{SessionHandle, Sessions};
use waxseal::store::value::Value;

pub const KEY: &str = "_my_app_key";

/// Polls until it is done: nothing here waits for anything but itself.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let (mut future, mut context) = (pin!(future), Context::from_waker(Waker::noop()));
    for _ in 0..100_000 {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
    }
    panic!("it waits for ever");
}

/// A timer by which pauses are over at once, and deadlines never.
pub async fn at_once(time: Duration) {
    if time > Duration::from_secs(5) {
        pending::<()>().await;
    }
}

pub fn options() -> Value {
    Value::object([("key", KEY.into())])
}

pub fn kv(kv: impl Kv) -> Sessions {
    Sessions::kv(&options(), kv, at_once).unwrap()
}

pub fn fetch(sessions: &Sessions, cookie: &str) -> SessionHandle {
    run(sessions.fetch(cookie)).unwrap()
}

pub fn commit(sessions: &Sessions, session: &SessionHandle) -> Result<Option<String>, Error> {
    run(sessions.commit(session))
}

/// The cookie that a browser sends back.
pub fn pair(set_cookie: &str) -> String {
    set_cookie.split(';').next().unwrap().to_owned()
}

/// A small number under a key.
pub fn number(session: &SessionHandle, key: &str) -> Option<u8> {
    session.get_raw(key).map(|term| match term[..] {
        [b'a', number] => number,
        _ => panic!("another term"),
    })
}

/// Puts a small number under a key.
pub fn put(session: &SessionHandle, key: &str, number: u8) {
    session.put_raw(key, &[b'a', number]).expect("a session that is open");
}
