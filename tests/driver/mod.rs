//! What the tests of the driver share: futures that are polled by hand, and a timer that takes no time.

#![allow(dead_code, reason = "each test uses some of it")]

pub mod service;

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex};
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

/// A timer whose pauses are over at once, and put its own time forward: a deadline passes with them, and by nothing else.
#[derive(Clone, Default)]
pub struct Clock(Arc<Mutex<Times>>);

#[derive(Default)]
struct Times {
    now: Duration,
    pauses: Vec<Duration>,
    deadlines: usize,
}

impl Clock {
    /// Counted from when it is asked for, as a runtime's.
    pub fn sleep(self, time: Duration) -> impl Future<Output = ()> + Send {
        let is_pause = time <= Duration::from_secs(5);
        let ends = {
            let mut times = self.0.lock().unwrap();
            if is_pause {
                times.now += time;
                times.pauses.push(time);
            } else {
                times.deadlines += 1;
            }
            times.now + time
        };
        poll_fn(move |_| {
            let is_over = is_pause || self.0.lock().unwrap().now >= ends;
            if is_over { Poll::Ready(()) } else { Poll::Pending }
        })
    }

    /// The pauses since it was asked last.
    pub fn pauses(&self) -> Vec<Duration> {
        std::mem::take(&mut self.0.lock().unwrap().pauses)
    }

    /// How many timers were asked for since this was asked last, pauses aside.
    pub fn deadlines(&self) -> usize {
        std::mem::take(&mut self.0.lock().unwrap().deadlines)
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
