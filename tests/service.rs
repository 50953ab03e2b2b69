//! What the driver asks of a key-value service: for how long, how much, how often, and what it does where it isn't told whether a write was done.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod driver;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use driver::service::{MARK, OWNED, PAGE, RECORD, Service, Write, options, sessions, sessions_of};
use driver::{Clock, KEY, commit, fetch, number, pair, put, run};
use waxseal::env;
use waxseal::error::{Error, Reason};
use waxseal::kv::Capabilities;
use waxseal::session::{Session, Sid};
use waxseal::sessions::{Revoke, SessionHandle, Sessions};
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Step, Store as _};

const OWNER: &str = "user:42";

fn log_in(sessions: &Sessions, owner: Option<&str>) -> String {
    let session = fetch(sessions, "");
    put(&session, "user", 1);
    session.set_owner(owner).unwrap();
    pair(&commit(sessions, &session).unwrap().unwrap())
}

/// A request that does one thing.
fn visit(sessions: &Sessions, cookie: &str, act: impl FnOnce(&SessionHandle)) -> Result<Option<String>, Error> {
    let session = fetch(sessions, cookie);
    act(&session);
    commit(sessions, &session)
}

fn user(sessions: &Sessions, cookie: &str) -> Option<u8> {
    number(&fetch(sessions, cookie), "user")
}

#[test]
fn a_record_is_kept_for_as_long_as_its_service_takes_and_a_mark_longer_than_any_request() {
    let capabilities = Capabilities { delay_s: 7, ..Capabilities::default() };
    let short = [("idleTimeout", 10), ("maxLifetime", 20)];
    for (min_ttl_s, kept_s, mark_s) in [(0, 20, 607), (60, 60, 607), (1000, 1000, 1000)] {
        let service = Service::new(Capabilities { min_ttl_s, ..capabilities });
        let sessions = sessions_of(&service, &short, &Clock::default());
        let cookie = log_in(&sessions, None);
        assert_eq!(service.seconds(RECORD), [kept_s]);
        let cookie = pair(&visit(&sessions, &cookie, |it| it.renew().unwrap()).unwrap().unwrap());
        assert_eq!(service.seconds(MARK), [mark_s], "of a renewal");
        visit(&sessions, &cookie, |it| it.drop().unwrap()).unwrap();
        assert_eq!(service.seconds(MARK), [mark_s], "of a log-out");
    }
    // It is given no longer time than it takes, whatever the slack beyond an idle limit, a mark, or what a session says of itself.
    for max_ttl_s in [100, 3600] {
        let service = Service::new(Capabilities { max_ttl_s, ..Capabilities::default() });
        let sessions = sessions_of(&service, &[("idleTimeout", max_ttl_s.into())], &Clock::default());
        let cookie = log_in(&sessions, None);
        assert_eq!(service.seconds(RECORD), [max_ttl_s]);
        let remember = |it: &waxseal::sessions::SessionHandle| it.set_max_age(Some(400 * 86_400)).unwrap();
        visit(&sessions, &cookie, remember).unwrap();
        assert_eq!(service.seconds(OWNED), [max_ttl_s], "of one that says that it lasts longer");
        visit(&sessions, &cookie, |it| it.drop().unwrap()).unwrap();
        assert_eq!(service.seconds(MARK), [max_ttl_s.min(600)], "of a log-out");
    }
    // A page of an owner's is kept as long as the sessions on it, if the service takes that; and not for less than a mark.
    for (max_ttl_s, lifetime_s, kept_s) in [(u32::MAX, 5000, 5000), (1000, 5000, 1000), (u32::MAX, 20, 600)] {
        let service = Service::new(Capabilities { max_ttl_s, ..Capabilities::default() });
        let limits = [("idleTimeout", 20), ("maxLifetime", lifetime_s)];
        log_in(&sessions_of(&service, &limits, &Clock::default()), Some(OWNER));
        assert_eq!(service.seconds(PAGE), [kept_s]);
    }
    // Since when an owner's cookies are revoked is known for ten years.
    for (max_ttl_s, kept_s) in [(u32::MAX, 315_360_000), (1000, 1000)] {
        let service = Service::new(Capabilities { max_ttl_s, ..Capabilities::default() });
        let cookie = Value::object([
            ("key", KEY.into()),
            ("secretKeyBase", "x".repeat(64).into()),
            ("signingSalt", "salt".into()),
        ]);
        let clock = Clock::default();
        let sleep = move |time| clock.clone().sleep(time);
        let sessions = Sessions::revocable(&cookie, &Value::object([]), service.clone(), sleep).unwrap();
        run(sessions.revoke(OWNER, Revoke::all())).unwrap();
        assert_eq!(service.seconds(PAGE), [kept_s]);
    }
}

#[test]
fn a_record_of_as_many_bytes_as_the_service_takes_is_written() {
    let service = Service::atomic();
    let cookie = log_in(&sessions(&service), None);
    let most = service.value(&service.keys(RECORD)[0]).unwrap().len();
    for (max_value, is_taken) in [(most, true), (most - 1, false)] {
        for atomic in [true, false] {
            let service = Service::new(Capabilities { max_value, atomic, ..Capabilities::default() });
            let sessions = sessions(&service);
            let session = fetch(&sessions, "");
            put(&session, "user", 1);
            let committed = commit(&sessions, &session);
            assert_eq!(committed.is_ok(), is_taken);
            if let Err(error) = committed {
                let told = format!("kv.put: the record is {most} bytes, the service takes {max_value}");
                assert_eq!((error.message(), error.is_retriable()), (&*told, false));
                assert_eq!(service.writes(), 0, "it is not asked");
            }
        }
    }
    drop(cookie);
}

#[test]
fn promises_that_leave_nothing_and_limits_that_a_service_cant_keep_are_told() {
    let told = |capabilities: Capabilities, more: &[(&'static str, i64)]| {
        let made = Sessions::kv(&options(more), Service::new(capabilities), driver::at_once);
        made.err().map(|error| error.message().to_owned())
    };
    let all = Capabilities::default();
    let leaves = "kv: the adapter's capabilities leave no value, or no time to live, that it takes";
    for (capabilities, is_wrong) in [
        (Capabilities { max_value: 0, ..all }, true),
        (Capabilities { max_value: 1, ..all }, false),
        (Capabilities { min_ttl_s: 61, max_ttl_s: 60, ..all }, true),
        (Capabilities { min_ttl_s: 60, max_ttl_s: 60, ..all }, false),
        (Capabilities { max_value: 0, min_ttl_s: 61, max_ttl_s: 60, ..all }, true),
    ] {
        assert_eq!(told(capabilities, &[]).as_deref(), is_wrong.then_some(leaves), "{capabilities:?}");
    }
    let hour = Capabilities { max_ttl_s: 3600, ..all };
    assert_eq!(told(hour, &[("idleTimeout", 3600), ("maxLifetime", 3601)]), None);
    assert_eq!(told(hour, &[("idleTimeout", 3601)]), None);
    assert_eq!(told(hour, &[("maxLifetime", 3601)]), None);
    let both = told(hour, &[("idleTimeout", 3601), ("maxLifetime", 3601)]).unwrap();
    assert_eq!(
        both,
        "idleTimeout: got a whole number, takes at most 3600 seconds with this service, or maxLifetime does"
    );
}

/// A session that was used so long ago, and its cookie.
fn used_before(service: &Service, more: &[(&'static str, i64)], seconds: u64) -> String {
    let options = options(more);
    let store = KvStore::init(&Options::new(&options).unwrap()).unwrap();
    let conn = Conn { secret_key_base: None, https: false, now_ms: env::now_ms() - seconds * 1000 };
    let mut session = Session::default();
    session.put_raw(b"user", b"a\x01").unwrap();
    let put = store.put(&conn, &Sid::Nil, &session).unwrap();
    let [Step::Write { key, value, .. }] = &put.steps[..] else { panic!("one record") };
    service.set(key, value);
    format!("{KEY}={}", String::from_utf8(put.cookie).unwrap())
}

/// Where a write is seen late and none is compared, a touch may write over a log-out: use is noted from half of the limit on.
#[test]
fn use_is_noted_seldom_where_a_write_may_be_written_over_unseen() {
    let limit = [("idleTimeout", 3600)];
    for (atomic, eventual, is_late) in
        [(true, false, false), (true, true, false), (false, false, false), (false, true, true)]
    {
        for (minutes, is_noted) in [(1, false), (10, !is_late), (40, true)] {
            let service = Service::new(Capabilities { atomic, eventual, ..Capabilities::default() });
            let sessions = sessions_of(&service, &limit, &Clock::default());
            let cookie = used_before(&service, &limit, minutes * 60);
            assert_eq!(user(&sessions, &cookie), Some(1));
            assert_eq!(visit(&sessions, &cookie, |_| ()).unwrap(), None);
            assert_eq!(service.writes(), usize::from(is_noted), "{atomic} {eventual} {minutes}");
        }
    }
}

/// Who only reads costs no timer, and no write.
#[test]
fn a_request_that_changes_nothing_asks_for_its_record_alone() {
    let (service, clock) = (Service::atomic(), Clock::default());
    let sessions = sessions_of(&service, &[], &clock);
    let cookie = log_in(&sessions, None);
    let _ = (service.writes(), service.reads(), clock.deadlines());
    assert_eq!(visit(&sessions, &cookie, |it| assert!(it.has("user"))).unwrap(), None);
    assert_eq!((service.writes(), service.reads(), clock.deadlines()), (0, 1, 0));
}

/// That pauses grow from one to another, to two seconds, and that none is as long as another.
fn grow(pauses: &[Duration]) {
    for (pause, tried) in pauses.iter().zip(1..) {
        let most = 1_u64.checked_shl(tried).unwrap_or(2000).min(2000);
        assert!(*pause <= Duration::from_millis(most), "{pauses:?}");
    }
    if pauses.len() > 12 {
        let late = pauses.iter().skip(11).max().unwrap();
        assert!(*late > Duration::from_millis(100), "{pauses:?}");
        let is_most = |(pause, tried): &(&Duration, u32)| {
            **pause == Duration::from_millis(1_u64.checked_shl(*tried).unwrap_or(2000).min(2000))
        };
        assert!(pauses.iter().zip(1..).filter(is_most).count() < 3, "each waits for another time: {pauses:?}");
    }
}

#[test]
fn a_write_that_others_are_quicker_than_is_tried_for_thirty_seconds() {
    let (service, clock) = (Service::atomic(), Clock::default());
    let sessions = sessions_of(&service, &[], &clock);
    let cookie = log_in(&sessions, None);
    let key = service.keys(RECORD).pop().unwrap();
    // Once: without a pause. Three times: with two of them.
    for times in [1, 3] {
        let other = sessions_of(&service, &[], &Clock::default());
        for _ in 0..times {
            let (other, cookie) = (other.clone(), cookie.clone());
            service
                .next(RECORD, Write::After(Box::new(move |_| drop(visit(&other, &cookie, |it| put(it, "other", 2))))));
            service.next(RECORD, Write::Done);
        }
        clock.pauses();
        visit(&sessions, &cookie, |it| put(it, "user", 3)).unwrap();
        let pauses = clock.pauses();
        assert_eq!(pauses.len(), times - 1, "not at all after the first time");
        grow(&pauses);
        let session = fetch(&sessions, &cookie);
        assert_eq!((number(&session, "user"), number(&session, "other")), (Some(3), Some(2)));
    }
    // Each time.
    for _ in 0..500 {
        service.next(RECORD, Write::Refused);
    }
    let error = visit(&sessions, &cookie, |it| put(it, "user", 4)).unwrap_err();
    assert!(error.message().starts_with("the session was changed by others each time") && error.is_retriable());
    let pauses = clock.pauses();
    let waited: Duration = pauses.iter().sum();
    assert!((30..33).contains(&waited.as_secs()), "{waited:?}");
    grow(&pauses);
    service.rows.lock().unwrap().next.clear();
    assert!(service.value(&key).is_some() && user(&sessions, &cookie) == Some(3));
}

#[test]
fn a_touch_is_tried_three_times_with_a_pause_between_two() {
    let limit = [("idleTimeout", 3600)];
    let (service, clock) = (Service::atomic(), Clock::default());
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let sessions =
        sessions_of(&service, &limit, &clock).log(move |event| log.lock().unwrap().push(event.reason.to_owned()));
    for (fails, pauses, is_told) in [(1, 1, false), (2, 2, false), (3, 2, true)] {
        let cookie = used_before(&service, &limit, 600);
        for _ in 0..fails {
            service.next(RECORD, Write::Failed);
        }
        service.writes();
        assert_eq!(visit(&sessions, &cookie, |_| ()).unwrap(), None);
        assert_eq!(service.writes(), 3.min(fails + 1));
        assert_eq!(clock.pauses().len(), pauses, "{fails}");
        let told = std::mem::take(&mut *told.lock().unwrap());
        assert_eq!(told.contains(&"touch_failed".to_owned()), is_told, "{told:?}");
    }
}

/// Another request was quicker: its use is noted. Who called `touch` is to have the cookie all the same.
#[test]
fn a_touch_that_another_write_was_quicker_than_is_made_up_for_only_where_it_was_asked_for() {
    let limit = [("idleTimeout", 3600)];
    for (is_asked, fails, is_sent, is_told) in
        [(false, 0, false, false), (true, 0, true, false), (true, 9, false, true)]
    {
        let service = Service::atomic();
        let told = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&told);
        let sessions = sessions_of(&service, &limit, &Clock::default())
            .log(move |event| log.lock().unwrap().push(event.reason.to_owned()));
        let cookie = used_before(&service, &limit, 600);
        let other = fetch(&sessions, &cookie);
        put(&other, "other", 1);
        let others = sessions.clone();
        service.next(
            RECORD,
            Write::After(Box::new(move |service| {
                commit(&others, &other).unwrap();
                for _ in 0..fails {
                    service.next(RECORD, Write::Failed);
                }
            })),
        );
        service.writes();
        let sent = visit(&sessions, &cookie, |it| {
            if is_asked {
                it.touch().unwrap();
            }
        });
        assert_eq!(sent.unwrap().is_some(), is_sent, "{is_asked} {fails}");
        assert!(is_asked || service.writes() == 2, "its own that came too late, and the other's");
        assert_eq!(told.lock().unwrap().contains(&"touch_failed".to_owned()), is_told);
    }
}

#[test]
fn what_passes_is_asked_again_after_longer_and_longer_waits() {
    let (service, clock) = (Service::atomic(), Clock::default());
    let sessions = sessions_of(&service, &[], &clock);
    for _ in 0..7 {
        service.next(RECORD, Write::Passing);
    }
    log_in(&sessions, None);
    let pauses = clock.pauses();
    let most = [50, 100, 200, 400, 800, 1600, 2000];
    assert_eq!(pauses.len(), most.len());
    let part: Vec<f64> =
        pauses.iter().zip(most).map(|(pause, most)| pause.as_secs_f64() * 1000.0 / f64::from(most)).collect();
    assert!(part.iter().all(|part| (0.499..1.001).contains(part)), "{pauses:?}");
    assert!(part.iter().any(|one| (one - part[0]).abs() > 0.01), "not all at the same time: {pauses:?}");
}

/// Where nothing compares, a write that was told to wait looks again at what it would write over.
#[test]
fn where_nothing_compares_a_log_out_that_comes_while_a_write_waits_holds() {
    let service = Service::new(Capabilities { atomic: false, ..Capabilities::default() });
    let sessions = sessions(&service);
    let cookie = log_in(&sessions, None);
    // The log-out is written in the pause.
    let (other, out) = (sessions.clone(), Mutex::new(Some(fetch(&sessions, &cookie))));
    let pausing = Sessions::kv(&options(&[]), service.clone(), move |time: Duration| {
        if time <= Duration::from_secs(5)
            && let Some(out) = out.lock().unwrap().take()
        {
            out.drop().unwrap();
            commit(&other, &out).unwrap();
        }
        driver::at_once(time)
    });
    let pausing = pausing.unwrap();
    let late = fetch(&pausing, &cookie);
    put(&late, "user", 2);
    service.next(RECORD, Write::Passing);
    assert_eq!(commit(&pausing, &late).unwrap_err().code(), "ERR_SESSION_INTERRUPTED");
    assert_eq!(fetch(&sessions, &cookie).reason(), Some(Reason::RetiredSid));

    // One that was done although it was said to fail is not done again.
    let cookie = log_in(&sessions, None);
    service.next(RECORD, Write::DoneAndPassing);
    service.writes();
    visit(&sessions, &cookie, |it| put(it, "user", 5)).unwrap();
    assert_eq!((service.writes(), user(&sessions, &cookie)), (1, Some(5)));
    // One that was not is.
    service.reads();
    service.next(RECORD, Write::Passing);
    visit(&sessions, &cookie, |it| put(it, "user", 6)).unwrap();
    assert_eq!((service.writes(), service.reads()), (2, 3), "at the fetch, before the write, and after the wait");
    assert_eq!(user(&sessions, &cookie), Some(6));
    service.reads();
    visit(&sessions, &cookie, |it| put(it, "user", 7)).unwrap();
    assert_eq!(service.reads(), 2, "without a wait there is none after it");
}

/// The old session's mark is a renewal's last write: whether it stands there decides.
#[test]
fn a_renewal_whose_mark_fails_is_done_if_the_mark_stands() {
    for atomic in [true, false] {
        let service = Service::new(Capabilities { atomic, ..Capabilities::default() });
        let sessions = sessions(&service);
        let cookie = log_in(&sessions, None);
        service.next(MARK, Write::DoneAndFailed);
        let renewed = pair(&visit(&sessions, &cookie, |it| it.renew().unwrap()).unwrap().unwrap());
        assert_eq!((user(&sessions, &renewed), user(&sessions, &cookie)), (Some(1), None), "{atomic}");

        // It was not written: the old session goes on, and nothing is left of the new one.
        service.next(MARK, Write::Failed);
        let error = visit(&sessions, &renewed, |it| it.renew().unwrap()).unwrap_err();
        assert_eq!((error.code(), error.is_retriable()), ("ERR_STORE", true));
        assert_eq!((user(&sessions, &renewed), service.keys(RECORD).len()), (Some(1), 1), "{atomic}");

        // Another's mark stands there: it was logged out.
        let (other, out) = (sessions.clone(), fetch(&sessions, &renewed));
        service.next(
            MARK,
            Write::FailedAfter(Box::new(move |_| {
                out.drop().unwrap();
                commit(&other, &out).unwrap();
            })),
        );
        let error = visit(&sessions, &renewed, |it| it.renew().unwrap()).unwrap_err();
        assert_eq!(error.code(), "ERR_SESSION_INTERRUPTED");
        assert_eq!(service.keys(RECORD).len(), 0, "nobody has a way in");
        assert_eq!(user(&sessions, &renewed), None);
    }
}

#[test]
fn a_renewal_that_is_not_told_asks_until_it_is() {
    let (service, clock) = (Service::atomic(), Clock::default());
    let sessions = sessions_of(&service, &[("timeout", 6000)], &clock);
    // The mark was written, and the service is away for a moment.
    let cookie = log_in(&sessions, None);
    let session = fetch(&sessions, &cookie);
    session.renew().unwrap();
    service.next(RECORD, Write::Done);
    service.next(MARK, Write::DoneAndFailed);
    service.rows.lock().unwrap().fails = 4;
    clock.pauses();
    let renewed = pair(&commit(&sessions, &session).unwrap().unwrap());
    assert_eq!(clock.pauses().len(), 4);
    assert_eq!((user(&sessions, &renewed), user(&sessions, &cookie)), (Some(1), None));

    // It stays away: the question ends with its time, by the error of the write.
    let session = fetch(&sessions, &renewed);
    session.renew().unwrap();
    service.next(MARK, Write::DoneAndFailed);
    service.rows.lock().unwrap().fails = 1000;
    let error = commit(&sessions, &session).unwrap_err();
    assert_eq!(error.message(), "kv.put: the service failed");
    let waited: Duration = clock.pauses().iter().sum();
    assert!((6..9).contains(&waited.as_secs()), "{waited:?}");
}

/// A mark that was sent and not told may come later: over a record that was written anew it can't.
#[test]
fn a_mark_that_comes_late_ends_nobodys_session() {
    let service = Service::atomic();
    let sessions = sessions(&service);
    let cookie = log_in(&sessions, None);
    let key = service.keys(RECORD).pop().unwrap();
    let before = service.rows.lock().unwrap().values[&key].clone();
    service.next(MARK, Write::Failed);
    service.seconds(RECORD);
    visit(&sessions, &cookie, |it| it.renew().unwrap()).unwrap_err();
    let after = service.rows.lock().unwrap().values[&key].clone();
    assert!(before.0 != after.0 && before.1 == after.1, "the same, under another version");
    let kept = service.seconds(RECORD);
    assert_eq!(kept[0], kept[1], "for as long as the new one");

    // Another request wrote it at that moment: it is looked at once more.
    let (other, its) = (sessions.clone(), cookie.clone());
    service.next(MARK, Write::Failed);
    service.next(RECORD, Write::After(Box::new(move |_| drop(visit(&other, &its, |it| put(it, "user", 7)).unwrap()))));
    visit(&sessions, &cookie, |it| it.renew().unwrap()).unwrap_err();
    assert_eq!((user(&sessions, &cookie), service.keys(RECORD).len()), (Some(7), 1));
}

/// A log-in enters its owner's index before its record is written: who revokes in between is to end it.
#[test]
fn a_log_in_that_is_revoked_on_its_way_is_none() {
    for atomic in [true, false] {
        let service = Service::new(Capabilities { atomic, ..Capabilities::default() });
        let sessions = sessions(&service);
        let other = sessions.clone();
        service.next(PAGE, Write::Before(Box::new(move |_| _ = run(other.revoke(OWNER, Revoke::all())).unwrap())));
        let session = fetch(&sessions, "");
        put(&session, "user", 1);
        session.set_owner(Some(OWNER)).unwrap();
        let error = commit(&sessions, &session).unwrap_err();
        assert_eq!(error.code(), "ERR_SESSION_INTERRUPTED");
        assert!(error.message().starts_with("the owner's sessions were revoked"), "{error}");
        assert_eq!(service.keys(OWNED).len(), 0);
    }
}

#[test]
fn a_new_key_that_is_taken_already_is_a_service_that_answers_wrongly() {
    for owner in [None, Some(OWNER)] {
        let service = Service::atomic();
        let sessions = sessions(&service);
        service.next(
            if owner.is_some() { PAGE } else { RECORD },
            if owner.is_some() { Write::Done } else { Write::Refused },
        );
        if owner.is_some() {
            service.next(OWNED, Write::Refused);
        }
        let session = fetch(&sessions, "");
        put(&session, "user", 1);
        session.set_owner(owner).unwrap();
        let error = commit(&sessions, &session).unwrap_err();
        assert_eq!((error.code(), error.is_retriable()), ("ERR_STORE", true));
        assert_eq!(error.message(), "kv.put: a new session's key was taken already");
    }
}
