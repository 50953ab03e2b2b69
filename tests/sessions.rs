//! The driver: fetch, merge, commit over a key-value service, and what it does where the service fails. On the real services in
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

use std::future::{pending, ready};
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use driver::{KEY, at_once, commit, fetch, kv, options, pair, run};
use waxseal::error::{Error, Reason};
use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError, Memory};
use waxseal::sessions::{Revoke, SessionHandle, Sessions};
use waxseal::store::value::Value;

/// `1`, as a term.
const ONE: &[u8] = b"a\x01";
const TWO: &[u8] = b"a\x02";

/// A session with a key, and its cookie.
fn log_in(sessions: &Sessions) -> String {
    let session = fetch(sessions, "");
    session.put_raw("user", ONE).unwrap();
    pair(&commit(sessions, &session).unwrap().unwrap())
}

#[test]
fn a_cookie_has_it_all() {
    let options = Value::object([
        ("store", "cookie".into()),
        ("key", KEY.into()),
        ("secretKeyBase", "x".repeat(64).into()),
        ("signingSalt", "salt".into()),
        ("encryptionSalt", "other".into()),
    ]);
    let sessions = Sessions::cookie(&options).unwrap();
    let cookie = log_in(&sessions);
    let session = fetch(&sessions, &cookie);
    assert_eq!(session.get_raw("user").as_deref(), Some(ONE));
    assert_eq!(session.keys(), ["user"]);
    assert_eq!(commit(&sessions, &session).unwrap(), None);
    assert_eq!(session.put_raw("late", ONE).unwrap_err().code(), "ERR_ALREADY_SENT");
    assert_eq!(commit(&sessions, &session).unwrap_err().code(), "ERR_ALREADY_SENT");

    let session = fetch(&sessions, &cookie);
    session.drop().unwrap();
    assert!(commit(&sessions, &session).unwrap().unwrap().starts_with("_my_app_key=; "));
}

#[test]
fn what_is_wrong_with_options_is_told_by_its_name() {
    let told = |options: &Value| Sessions::kv(options, Memory::new(), at_once).unwrap_err().message().to_owned();
    let with = |name: &str, value: Value| Value::object([("key", KEY.into()), (name, value)]);
    assert!(told(&with("store", "cookie".into())).starts_with("store: "));
    assert!(told(&with("timeout", 0.into())).starts_with("timeout: got 0, takes"));
    assert!(told(&with("idelTimeout", 1.into())).contains("did you mean idleTimeout?"));
    assert!(told(&Value::object([])).starts_with("key: got nothing"));
    assert!(Sessions::cookie(&options()).unwrap_err().message().starts_with("signingSalt: got nothing"));
    assert!(Sessions::kv(&with("store", "memory".into()), Memory::new(), at_once).is_ok());
}

/// Each request would fail for it: nobody gives a secret later.
#[test]
fn a_secret_that_is_missing_is_told_when_the_sessions_are_made() {
    let options = Value::object([("key", KEY.into()), ("signingSalt", "salt".into())]);
    let message = Sessions::cookie(&options).unwrap_err().to_string();
    assert!(
        message.starts_with("secretKeyBase: got nothing, takes at least 64 bytes; is SECRET_KEY_BASE set?"),
        "{message}"
    );
    let keys = Value::object([("key", KEY.into()), ("signingKey", vec![7; 32].into())]);
    assert!(Sessions::cookie(&keys).is_ok(), "a key needs no secret");
}

#[test]
fn the_npm_packages_otp_is_one_that_there_is() {
    for (otp, is_taken) in [(25, true), (26, true), (24, false), (27, false)] {
        let cookie = Value::object([
            ("key", KEY.into()),
            ("secretKeyBase", "x".repeat(64).into()),
            ("signingSalt", "salt".into()),
            ("otp", Value::Integer(otp)),
        ]);
        assert_eq!(Sessions::cookie(&cookie).is_ok(), is_taken, "{otp}");
        let records = Value::object([("key", KEY.into()), ("otp", Value::Integer(otp))]);
        assert_eq!(Sessions::kv(&records, Memory::new(), |_| ready(())).is_ok(), is_taken, "{otp}");
    }
}

#[test]
fn a_service_has_it_and_the_cookie_only_its_name() {
    let service = Arc::new(Memory::new());
    let sessions = kv(Arc::clone(&service));
    let cookie = log_in(&sessions);
    assert_eq!(service.len(), 1);

    // One that stays is not sent again.
    let session = fetch(&sessions, &cookie);
    session.put_raw("seen", TWO).unwrap();
    assert_eq!(commit(&sessions, &session).unwrap(), None);

    // Renewed, the old sid is none any more: a late request reads nothing, writes nothing.
    let session = fetch(&sessions, &cookie);
    session.renew().unwrap();
    let renewed = pair(&commit(&sessions, &session).unwrap().unwrap());
    let session = fetch(&sessions, &cookie);
    assert_eq!(session.reason(), Some(Reason::RetiredSid));
    session.put_raw("late", ONE).unwrap();
    assert_eq!(commit(&sessions, &session).unwrap(), None);

    let session = fetch(&sessions, &renewed);
    assert_eq!((session.get_raw("user").as_deref(), session.get_raw("seen").as_deref()), (Some(ONE), Some(TWO)));
    session.drop().unwrap();
    assert!(commit(&sessions, &session).unwrap().unwrap().contains("max-age=0"));
    assert_eq!(fetch(&sessions, &renewed).keys(), Vec::<String>::new());
}

#[test]
fn two_requests_at_once_are_merged_key_by_key() {
    let sessions = kv(Memory::new());
    let cookie = log_in(&sessions);
    let both: Vec<_> = (0..10).map(|_| fetch(&sessions, &cookie)).collect();
    for (at, session) in both.iter().enumerate() {
        session.put_raw(&format!("key {at}"), ONE).unwrap();
    }
    for session in &both {
        commit(&sessions, session).unwrap();
    }
    assert_eq!(fetch(&sessions, &cookie).keys().len(), 11);
}

#[test]
fn a_log_out_holds_against_requests_that_began_before() {
    let sessions = kv(Memory::new());
    let cookie = log_in(&sessions);
    let (late, renewing, read) = (fetch(&sessions, &cookie), fetch(&sessions, &cookie), fetch(&sessions, &cookie));
    let out = fetch(&sessions, &cookie);
    out.drop().unwrap();
    commit(&sessions, &out).unwrap();

    late.put_raw("late", ONE).unwrap();
    assert_eq!(commit(&sessions, &late).unwrap_err().code(), "ERR_SESSION_INTERRUPTED");
    renewing.renew().unwrap();
    assert_eq!(commit(&sessions, &renewing).unwrap_err().code(), "ERR_SESSION_INTERRUPTED");
    assert_eq!(commit(&sessions, &read).unwrap(), None);
    assert_eq!(fetch(&sessions, &cookie).reason(), Some(Reason::RetiredSid));
}

/// What a test does to a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    None,
    /// So many times.
    Passing(u32),
    Fails,
    Hangs,
    /// There is no room: what writes fails, and so does what deletes, if that is said.
    Full {
        for_all: bool,
    },
    /// A write is done, and fails all the same.
    WritesAndFails,
    /// A write is sent twice, and the second answer counts.
    Twice,
}

/// A service in memory with a fault.
struct Faulty {
    memory: Memory,
    fault: Mutex<Fault>,
    asked: AtomicU32,
    atomic: bool,
}

impl Faulty {
    fn new(atomic: bool) -> Arc<Self> {
        let (memory, fault, asked) = (Memory::new(), Mutex::new(Fault::None), AtomicU32::new(0));
        Arc::new(Self { memory, fault, asked, atomic })
    }

    fn set(&self, fault: Fault) {
        self.asked.store(0, Ordering::Relaxed);
        *self.fault.lock().unwrap() = fault;
    }

    async fn failing(&self) -> Result<(), KvError> {
        let fault = *self.fault.lock().unwrap();
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        match fault {
            Fault::Passing(times) if asked < times => Err(KvError::new("a moment, please").passing()),
            Fault::Fails => Err(KvError::new("on fire").lasting()),
            Fault::Hangs => pending().await,
            Fault::None | Fault::Passing(_) | Fault::WritesAndFails | Fault::Twice | Fault::Full { .. } => Ok(()),
        }
    }
}

impl Kv for Faulty {
    fn capabilities(&self) -> Capabilities {
        Capabilities { atomic: self.atomic, eventual: !self.atomic, max_value: 10_000, ..Capabilities::default() }
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        self.failing().await?;
        let found = self.memory.get(key).await?;
        Ok(found.map(|found| Found { version: found.version.filter(|_| self.atomic), ..found }))
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        self.failing().await?;
        let fault = *self.fault.lock().unwrap();
        if let Fault::Full { .. } = fault {
            return Err(KvError::new("no room"));
        }
        let done = self.memory.put(key, value, ttl_s, only).await?;
        match fault {
            Fault::WritesAndFails => Err(KvError::new("the connection ended")),
            Fault::Twice => self.memory.put(key, value, ttl_s, only).await,
            Fault::None | Fault::Passing(_) | Fault::Fails | Fault::Hangs | Fault::Full { .. } => Ok(done),
        }
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        self.failing().await?;
        if *self.fault.lock().unwrap() == (Fault::Full { for_all: true }) {
            return Err(KvError::new("nor for this"));
        }
        self.memory.delete(key).await
    }
}

#[test]
fn a_log_out_holds_where_there_is_no_room_for_its_mark() {
    for atomic in [true, false] {
        let service = Faulty::new(atomic);
        let options = Value::object([("key", KEY.into()), ("timeout", 50.into())]);
        let sessions = Sessions::kv(&options, Arc::clone(&service), |_| pending()).unwrap();
        let cookie = log_in(&sessions);
        let (late, out) = (fetch(&sessions, &cookie), fetch(&sessions, &cookie));
        out.drop().unwrap();
        service.set(Fault::Full { for_all: true });
        assert_eq!(commit(&sessions, &out).unwrap_err().message(), "kv.put: the service failed");
        assert_eq!(fetch(&sessions, &cookie).get_raw("user").as_deref(), Some(ONE));
        service.set(Fault::Full { for_all: false });
        assert!(commit(&sessions, &out).unwrap().unwrap().starts_with("_my_app_key=; "));
        service.set(Fault::None);
        assert_eq!(fetch(&sessions, &cookie).reason(), Some(Reason::UnknownSid));
        late.put_raw("late", ONE).unwrap();
        assert_eq!(commit(&sessions, &late).unwrap_err().code(), "ERR_SESSION_INTERRUPTED");
    }
}

#[test]
fn a_service_that_fails_is_an_error_with_its_cause_and_the_session_is_as_it_was() {
    let service = Faulty::new(true);
    let sessions = kv(Arc::clone(&service));
    let cookie = log_in(&sessions);
    let session = fetch(&sessions, &cookie);
    session.drop().unwrap();

    service.set(Fault::Fails);
    let error = commit(&sessions, &session).unwrap_err();
    assert_eq!((error.code(), error.is_retriable()), ("ERR_STORE", false));
    assert_eq!(error.message(), "kv.put: the service failed: on fire");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "on fire");
    assert!(sessions.deletion(&session).unwrap().starts_with("_my_app_key=; "));
    let error = run(sessions.fetch(&*cookie)).unwrap_err();
    assert_eq!(error.message(), "kv.get: the service failed: on fire");

    service.set(Fault::None);
    assert!(commit(&sessions, &session).unwrap().is_some());
    assert_eq!(fetch(&sessions, &cookie).reason(), Some(Reason::RetiredSid));
}

#[test]
fn a_service_that_does_not_answer_is_waited_for_as_long_as_timeout_says() {
    let service = Faulty::new(true);
    let waits = Arc::new(Mutex::new(Vec::new()));
    let timer = Arc::clone(&waits);
    let options = Value::object([("key", KEY.into()), ("timeout", 1234.into())]);
    let sessions = Sessions::kv(&options, Arc::clone(&service), move |time| {
        timer.lock().unwrap().push(time);
        ready(())
    });
    let sessions = sessions.unwrap();
    let cookie = log_in(&sessions);
    service.set(Fault::Hangs);
    waits.lock().unwrap().clear();
    let error = run(sessions.fetch(&*cookie)).unwrap_err();
    assert_eq!((error.message(), error.is_retriable()), ("kv.get: no answer within 1234 ms", true));
    assert_eq!(*waits.lock().unwrap(), [Duration::from_millis(1234)]);
}

#[test]
fn what_passes_is_asked_again() {
    for atomic in [true, false] {
        let service = Faulty::new(atomic);
        let sessions = kv(Arc::clone(&service));
        service.set(Fault::Passing(5));
        let cookie = log_in(&sessions);
        service.set(Fault::Passing(5));
        let session = fetch(&sessions, &cookie);
        assert_eq!(session.get_raw("user").as_deref(), Some(ONE));
        session.put_raw("user", TWO).unwrap();
        service.set(Fault::Passing(3));
        commit(&sessions, &session).unwrap();
        assert_eq!(fetch(&sessions, &cookie).get_raw("user").as_deref(), Some(TWO));
    }
}

#[test]
fn a_write_that_was_sent_twice_is_a_success() {
    let service = Faulty::new(true);
    let sessions = kv(Arc::clone(&service));
    service.set(Fault::Twice);
    let cookie = log_in(&sessions);
    let session = fetch(&sessions, &cookie);
    session.put_raw("user", TWO).unwrap();
    commit(&sessions, &session).unwrap();
    assert_eq!(fetch(&sessions, &cookie).get_raw("user").as_deref(), Some(TWO));
}

#[test]
fn a_renewal_whose_last_write_is_not_confirmed_is_told_by_its_mark() {
    let service = Faulty::new(true);
    let sessions = kv(Arc::clone(&service));
    let cookie = log_in(&sessions);
    let session = fetch(&sessions, &cookie);
    session.renew().unwrap();
    service.set(Fault::WritesAndFails);
    // The new record's own write failed: nobody has its sid, and the old session goes on.
    assert_eq!(commit(&sessions, &session).unwrap_err().code(), "ERR_STORE");
    service.set(Fault::None);
    assert_eq!(fetch(&sessions, &cookie).get_raw("user").as_deref(), Some(ONE));
}

#[test]
fn a_commit_goes_on_when_nobody_waits_for_it_any_more() {
    for renews in [false, true] {
        let tasks = Arc::new(Mutex::new(Vec::new()));
        let spawned = Arc::clone(&tasks);
        let sessions = kv(Memory::new()).spawn(move |task| spawned.lock().unwrap().push(task));
        let waited = |sessions: &Sessions, session: &SessionHandle| {
            let mut commit = pin!(sessions.commit(session));
            let mut context = Context::from_waker(Waker::noop());
            assert!(commit.as_mut().poll(&mut context).is_pending(), "it is a task of its own");
            run(tasks.lock().unwrap().pop().unwrap());
            match commit.poll(&mut context) {
                Poll::Ready(done) => pair(&done.unwrap().unwrap()),
                Poll::Pending => panic!("nobody is told"),
            }
        };
        let session = fetch(&sessions, "");
        session.put_raw("user", ONE).unwrap();
        let cookie = waited(&sessions, &session);

        let session = fetch(&sessions, &cookie);
        if renews { session.renew() } else { session.drop() }.unwrap();
        {
            // Begun, and given up.
            let mut commit = pin!(sessions.commit(&session));
            assert!(commit.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        run(tasks.lock().unwrap().pop().unwrap());
        assert_eq!(fetch(&sessions, &cookie).reason(), Some(Reason::RetiredSid));
        assert_eq!(session.put_raw("late", ONE).unwrap_err().code(), "ERR_ALREADY_SENT");
    }
}

#[test]
fn a_touch_that_fails_is_nobodys_failure() {
    let service = Faulty::new(true);
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    // Touched at each use.
    let options = Value::object([("key", KEY.into()), ("maxAge", 0.into())]);
    let sessions = Sessions::kv(&options, Arc::clone(&service), at_once).unwrap();
    let sessions = sessions.log(move |event| log.lock().unwrap().push(event.reason.to_owned()));
    let cookie = log_in(&sessions);
    let session = fetch(&sessions, &cookie);
    service.set(Fault::Fails);
    assert_eq!(commit(&sessions, &session).unwrap(), None);
    assert_eq!(*told.lock().unwrap(), ["no_cookie", "touch_failed"]);
}

#[test]
fn a_touch_that_another_request_was_quicker_than_sends_the_cookie() {
    type Act = fn(&SessionHandle);
    let acts: [(Act, bool); 3] = [
        (|session| session.touch().unwrap(), true),
        (|session| session.put_raw("b", ONE).unwrap(), true),
        (|session| session.drop().unwrap(), false),
    ];
    for (act, is_sent) in acts {
        let sessions = kv(Memory::new());
        let cookie = log_in(&sessions);
        let (session, other) = (fetch(&sessions, &cookie), fetch(&sessions, &cookie));
        session.touch().unwrap();
        act(&other);
        commit(&sessions, &other).unwrap();
        assert_eq!(commit(&sessions, &session).unwrap().is_some(), is_sent);
        assert_eq!(fetch(&sessions, &cookie).reason().is_none(), is_sent);
    }
}

#[test]
fn a_record_that_is_too_large_for_its_service_is_told() {
    let service = Faulty::new(true);
    let sessions = kv(service);
    let session = fetch(&sessions, "");
    let mut large = b"m\0\0\x4e\x20".to_vec();
    large.resize(20_005, b'x');
    session.put_raw("large", &large).unwrap();
    let error = commit(&sessions, &session).unwrap_err();
    assert!(error.message().starts_with("kv.put: the record is 20") && !error.is_retriable(), "{error}");
}

#[test]
fn of_two_cookies_of_one_name_the_first_counts_and_the_log_is_told() {
    let sessions = kv(Memory::new());
    let (one, other) = (log_in(&sessions), log_in(&sessions));
    assert_eq!(fetch(&sessions, &format!("{one}; {other}")).reason(), None);
    let unknown = format!("{KEY}=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    assert_eq!(fetch(&sessions, &unknown).reason(), Some(Reason::UnknownSid));
    assert_eq!(fetch(&sessions, &format!("{unknown}; {one}")).reason(), Some(Reason::ShadowedCookie));
}

#[test]
fn a_session_is_committed_by_those_that_fetched_it() {
    let (sessions, others) = (kv(Memory::new()), kv(Memory::new()));
    let session = fetch(&sessions, "");
    assert!(commit(&others, &session).unwrap_err().message().starts_with("session: was fetched by other sessions"));
    assert_eq!(commit(&sessions.clone(), &session).unwrap(), None);
}

#[test]
fn a_change_that_fails_leaves_the_session_as_it_was() {
    let sessions = kv(Memory::new());
    let session = fetch(&sessions, "");
    session.put_raw("user", ONE).unwrap();
    let failed = session.change(|session| {
        session.clear()?;
        Err::<(), _>(Error::encode("no"))
    });
    assert!(failed.is_err());
    assert_eq!(session.keys(), ["user"]);
}

/// What is done with a handle.
type Use = fn(&SessionHandle) -> Result<(), Error>;

/// It would wait for itself without an end, and with it a thread of the server's.
#[test]
fn a_change_that_uses_its_handle_is_told() {
    let sessions = kv(Memory::new());
    let (session, other) = (fetch(&sessions, ""), fetch(&sessions, ""));
    let uses: [Use; 3] =
        [|session| session.get::<u8>("user").map(drop), SessionHandle::drop, |session| session.change(|_| Ok(()))];
    for using in uses {
        let change = || session.change(|_| other.change(|_| using(&session)));
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(change)).unwrap_err();
        assert!(told.downcast_ref::<&str>().unwrap().ends_with("use the session that it is given"));
    }
    session
        .change(|session_itself| {
            other.put("user", &1)?;
            assert_eq!(format!("{session:?}"), "SessionHandle(in use)");
            session_itself.put("user", &2)
        })
        .unwrap();
    assert_eq!((session.get("user").unwrap(), other.get("user").unwrap()), (Some(2), Some(1)));
}

#[test]
fn sessions_can_go_to_any_thread_and_show_nothing() {
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    fn is_sent<T: Send>(it: T) -> T {
        it
    }
    let sessions = kv(Memory::new());
    is_shared(&sessions);
    let session = run(is_sent(sessions.fetch("_my_app_key=secret"))).unwrap();
    is_shared(&session);
    run(is_sent(sessions.commit(&session))).unwrap();
    assert!(!format!("{sessions:?} {session:?}").contains("secret"));
}

#[test]
fn a_handle_reads_as_the_session_that_it_is_a_copy_of() {
    let sessions = kv(Memory::new());
    let session = fetch(&sessions, "");
    session.put("user", "ada").unwrap();
    session.put("visits", &7).unwrap();
    assert_eq!(
        (session.get::<String>("user").unwrap().as_deref(), session.get::<u8>("none").unwrap()),
        (Some("ada"), None)
    );
    assert_eq!(session.get::<u8>("user").unwrap_err().code(), "ERR_DECODE");
    let copy = session.to_session();
    session.delete("visits").unwrap();
    assert_eq!((session.keys(), copy.get("visits").unwrap()), (vec!["user".to_owned()], Some(7)));
    session.ignore().unwrap();
    assert_eq!(commit(&sessions, &session).unwrap(), None, "nothing is kept");
}

/// What a session says of itself after its commit stays, however late it is asked.
#[test]
fn a_session_that_was_committed_began_then() {
    let options = Value::object([("key", KEY.into()), ("idleTimeout", 60.into())]);
    let sessions = Sessions::kv(&options, Memory::new(), at_once).unwrap();
    let session = fetch(&sessions, "");
    session.put_raw("user", ONE).unwrap();
    let before_ms = waxseal::env::now_ms();
    let cookie = pair(&commit(&sessions, &session).unwrap().unwrap());
    let after_ms = waxseal::env::now_ms();
    // A millisecond that a clock of milliseconds shows.
    while waxseal::env::now_ms() == after_ms {}
    let (created_ms, expires_ms) = (session.created_ms().unwrap(), session.expires_ms().unwrap());
    assert!((before_ms..=after_ms).contains(&created_ms) && expires_ms == created_ms + 60_000);
    assert!(fetch(&sessions, &cookie).created_ms().unwrap() <= created_ms);
}

/// The log of a request of some sessions that does one thing.
fn told_of(sessions: &Sessions, cookie: &str, act: impl FnOnce(&SessionHandle)) -> Vec<String> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let sessions = sessions.clone().log(move |event| log.lock().unwrap().push(event.reason.to_owned()));
    let session = fetch(&sessions, cookie);
    act(&session);
    let _ = commit(&sessions, &session);
    std::mem::take(&mut *told.lock().unwrap())
}

#[test]
fn the_log_tells_a_late_write_from_a_late_read_and_from_any_other() {
    let sessions = kv(Memory::new());
    let cookie = log_in(&sessions);
    assert!(told_of(&sessions, &cookie, |_| ()).is_empty());
    assert!(told_of(&sessions, &cookie, |it| it.put_raw("seen", ONE).unwrap()).is_empty());
    assert_eq!(
        told_of(&sessions, &cookie, |it| {
            it.drop().unwrap();
            it.put_raw("late", ONE).unwrap();
        }),
        ["put_after_drop"]
    );
    let retired = Reason::RetiredSid.as_str();
    assert_eq!(told_of(&sessions, &cookie, |_| ()), [retired]);
    assert_eq!(told_of(&sessions, &cookie, |it| it.put_raw("late", ONE).unwrap()), [retired, "late_write"]);
    let begins = |it: &SessionHandle| {
        it.clear().unwrap();
        it.renew().unwrap();
        it.put_raw("user", ONE).unwrap();
    };
    assert_eq!(told_of(&sessions, &cookie, begins), [retired], "who logs in is not late");
}

#[test]
fn the_log_tells_which_cookies_are_of_a_key_that_is_rotated_out() {
    let site = |salt: &str, old: &[&str]| {
        let entry = |salt: &&str| Value::object([("signingSalt", (*salt).into())]);
        let options = [
            ("key", KEY.into()),
            ("secretKeyBase", "x".repeat(64).into()),
            ("signingSalt", salt.into()),
            ("rotatingOptions", Value::List(old.iter().map(entry).collect())),
        ];
        Sessions::cookie(&Value::object(options)).unwrap()
    };
    let (before, after) = (site("old salt", &[]), site("new salt", &["old salt"]));
    assert_eq!(told_of(&after, &log_in(&before), |_| ()), ["rotated"]);
    assert!(told_of(&after, &log_in(&after), |_| ()).is_empty());
}

#[test]
fn a_commit_whose_task_is_gone_is_told() {
    let sessions = kv(Memory::new()).spawn(drop::<std::pin::Pin<Box<dyn Future<Output = ()> + Send>>>);
    let session = fetch(&sessions, "");
    session.put_raw("user", ONE).unwrap();
    let error = commit(&sessions, &session).unwrap_err();
    assert_eq!((error.code(), error.is_retriable()), ("ERR_STORE", true));
    assert!(error.message().starts_with("the commit was stopped"), "{error}");
    let error = run(sessions.revoke("user:42", Revoke::all())).unwrap_err();
    assert!(error.message().starts_with("the revoke was stopped"), "{error}");
}
