//! A request for an app behind: what it sees of the session, and whose word counts when it has answered.

#![cfg(all(not(target_arch = "wasm32"), feature = "http"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod driver;

use driver::{KEY, at_once, number, put, run};
use http::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use http::{Request, Version};
use waxseal::kv::{Condition, Kv, Memory};
use waxseal::plug::{self, Commit, Fetch, SessionCookie};
use waxseal::session::Session;
use waxseal::sessions::{Revoke, SessionHandle, Sessions};
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Step};

fn options() -> Value {
    let secret = "x".repeat(64);
    Value::object([("key", KEY.into()), ("secretKeyBase", secret.into()), ("signingSalt", "salt".into())])
}

fn in_cookies() -> Sessions {
    Sessions::cookie(&options()).unwrap()
}

/// The cookie of a session with this in it.
fn cookie_of(sessions: &Sessions, pairs: &[(&str, u8)]) -> String {
    let session = driver::fetch(sessions, "");
    for (key, value) in pairs {
        put(&session, key, *value);
    }
    driver::pair(&driver::commit(sessions, &session).unwrap().unwrap())
}

fn request(cookies: &[&str]) -> Request<()> {
    let mut request = Request::new(());
    for cookie in cookies {
        request.headers_mut().append(COOKIE, HeaderValue::from_str(cookie).unwrap());
    }
    request
}

fn cookies(request: &Request<()>) -> Vec<&str> {
    request.headers().get_all(COOKIE).iter().map(|header| header.to_str().unwrap()).collect()
}

/// A request through an edge, which does something before and after the app, and an app that has the same sessions. Gives what the app saw
/// under `a`, and what the browser is left with.
struct Through {
    before: fn(&SessionHandle),
    app: fn(&SessionHandle),
    after: fn(&SessionHandle),
}

impl Through {
    fn ask(self, sessions: &Sessions, app_sessions: &Sessions, cookie: &str) -> (Option<u8>, SessionHandle, HeaderMap) {
        let mut request = request(&[cookie]);
        let session = run(sessions.fetch(&request)).unwrap();
        (self.before)(&session);
        sessions.forward(&session, &mut request).unwrap();
        let mut headers = HeaderMap::new();
        let behind = run(app_sessions.fetch(&request)).unwrap();
        let saw = number(&behind, "a");
        (self.app)(&behind);
        run(app_sessions.send(&behind, &mut headers)).unwrap();
        (self.after)(&session);
        run(sessions.send(&session, &mut headers)).unwrap();
        let set = headers.get(SET_COOKIE).map(|header| driver::pair(header.to_str().unwrap()));
        let left = driver::fetch(sessions, &set.unwrap_or_else(|| cookie.to_owned()));
        (saw, left, headers)
    }
}

#[test]
fn what_was_not_changed_goes_on_as_it_came() {
    for sessions in [in_cookies(), driver::kv(Memory::new())] {
        let cookie = cookie_of(&sessions, &[("a", 1)]);
        let headers = [&*format!("odd;; {cookie} ;=x"), "theme=dark"];
        let mut asked = request(&headers);
        let session = run(sessions.fetch(&asked)).unwrap();
        assert_eq!(number(&session, "a"), Some(1));
        sessions.forward(&session, &mut asked).unwrap();
        assert_eq!(cookies(&asked), headers);
        // By other sessions nothing is done to it.
        put(&session, "a", 2);
        assert_eq!(in_cookies().forward(&session, &mut asked).unwrap_err().code(), "ERR_CONFIG");
        assert_eq!(cookies(&asked), headers);
    }
}

#[test]
fn the_app_sees_what_was_changed_and_other_cookies_as_they_came() {
    let sessions = in_cookies();
    let cookie = cookie_of(&sessions, &[("a", 1)]);
    for (version, others) in [(Version::HTTP_11, "y=2; x=1; x"), (Version::HTTP_2, "x=1; x; y=2")] {
        let mut asked = request(&[&format!("x=1; {cookie}; {KEY} = twin; x"), &format!("y=2; {KEY}=")]);
        *asked.version_mut() = version;
        let session = driver::fetch(&sessions, &cookie);
        put(&session, "a", 2);
        sessions.forward(&session, &mut asked).unwrap();
        let forwarded = cookies(&asked);
        let (own, rest) = forwarded[0].split_once("; ").unwrap();
        assert_eq!((forwarded.len(), rest), (1, others));
        assert_eq!(number(&driver::fetch(&sessions, own), "a"), Some(2));
        assert!(driver::commit(&sessions, &session).unwrap().is_some(), "nothing was committed by that");
    }
}

#[test]
fn where_the_cookie_is_only_an_id_the_app_sees_the_record_as_it_was_read() {
    let sessions = driver::kv(Memory::new());
    let cookie = cookie_of(&sessions, &[("a", 1)]);
    let headers = [&*format!("odd;; {cookie}"), "theme=dark"];
    let mut asked = request(&headers);
    let session = run(sessions.fetch(&asked)).unwrap();
    put(&session, "a", 2);
    sessions.forward(&session, &mut asked).unwrap();
    assert_eq!(cookies(&asked), headers);
    session.clear().unwrap();
    session.ignore().unwrap();
    sessions.forward(&session, &mut asked).unwrap();
    assert_eq!(cookies(&asked), ["theme=dark; odd"], "set aside, it is not there");
}

/// Each side has limits of its own.
#[test]
fn of_a_record_that_is_over_here_an_app_that_would_take_it_sees_nothing() {
    let limits = |seconds: i64| Value::object([("key", KEY.into()), ("idleTimeout", seconds.into())]);
    let (here, there) = (limits(50), limits(1000));
    let options = Options::new(&there).unwrap();
    let (cookie, store) = (SessionCookie::init(&options).unwrap(), KvStore::init(&options).unwrap());
    let conn = Conn { secret_key_base: None, https: false, now_ms: waxseal::env::now_ms() - 100_000 };
    let Fetch::Ready(mut session) = plug::fetch(&cookie, &store, &conn, b"").unwrap() else { panic!("no cookie") };
    session.put_raw(b"a", b"a\x01").unwrap();
    let Commit { steps, set_cookie } = plug::before_send(&cookie, &store, &conn, &session).unwrap();
    let [Step::Write { key, value, ttl_s, .. }] = &steps[..] else { panic!("a new record") };
    let [edge, app] = [here, there].map(|limits| {
        let service = Memory::new();
        assert!(run(service.put(key, value, *ttl_s, Condition::New)).unwrap());
        Sessions::kv(&limits, service, at_once).unwrap()
    });
    let cookie = driver::pair(str::from_utf8(&set_cookie.unwrap()).unwrap());
    assert_eq!(number(&driver::fetch(&app, &cookie), "a"), Some(1));
    for is_changed in [false, true] {
        let mut asked = request(&[&cookie, "theme=dark"]);
        let session = run(edge.fetch(&asked)).unwrap();
        if is_changed {
            put(&session, "b", 2);
        }
        edge.forward(&session, &mut asked).unwrap();
        assert_eq!(cookies(&asked), ["theme=dark"]);
    }
}

/// What a session says of itself is no change that an app was shown, and stays when more is changed.
#[test]
fn whose_a_session_is_stays_with_what_is_changed_after_it_was_shown() {
    let revoking = Value::object([("every", 0.into())]);
    let sessions = Sessions::revocable(&options(), &revoking, Memory::new(), at_once).unwrap();
    let mut asked = request(&[&cookie_of(&sessions, &[("a", 1)])]);
    let session = run(sessions.fetch(&asked)).unwrap();
    put(&session, "a", 2);
    session.set_owner(Some("user:1")).unwrap();
    sessions.forward(&session, &mut asked).unwrap();
    put(&session, "b", 3);
    assert_eq!(session.owner().as_deref(), Some("user:1"));
    let cookie = driver::pair(&driver::commit(&sessions, &session).unwrap().unwrap());
    let left = driver::fetch(&sessions, &cookie);
    assert_eq!((number(&left, "a"), number(&left, "b"), left.owner().as_deref()), (Some(2), Some(3), Some("user:1")));
}

#[test]
fn of_who_is_logged_out_the_app_sees_nothing() {
    for sessions in [in_cookies(), driver::kv(Memory::new())] {
        let cookie = cookie_of(&sessions, &[("a", 1)]);
        for (headers, left) in [(&*cookie, &[][..]), (&*format!("x=1; {cookie}"), &["x=1"][..])] {
            let mut asked = request(&[headers]);
            let session = driver::fetch(&sessions, &cookie);
            session.drop().unwrap();
            sessions.forward(&session, &mut asked).unwrap();
            assert_eq!(cookies(&asked), left);
        }
    }
    let revoking = Value::object([("every", 0.into())]);
    let sessions = Sessions::revocable(&options(), &revoking, Memory::new(), at_once).unwrap();
    let session = driver::fetch(&sessions, "");
    put(&session, "a", 1);
    session.set_owner(Some("user:1")).unwrap();
    let cookie = driver::pair(&driver::commit(&sessions, &session).unwrap().unwrap());
    run(sessions.revoke("user:1", Revoke::all())).unwrap();
    let mut asked = request(&[&cookie]);
    let session = run(sessions.fetch(&asked)).unwrap();
    sessions.forward(&session, &mut asked).unwrap();
    assert_eq!(cookies(&asked), [""; 0], "the app knows of no revocation");
}

#[test]
fn nothing_that_an_edge_begins_outlives_a_revoke_that_the_app_knows_nothing_of() {
    let revoking = Value::object([("every", 60.into())]);
    let behind = in_cookies();
    let log_in: fn(&SessionHandle) = |session| {
        session.clear().unwrap();
        session.renew().unwrap();
        put(session, "a", 1);
        session.set_owner(Some("user:1")).unwrap();
    };
    let give_away: fn(&SessionHandle) = |session| session.set_owner(Some("user:2")).unwrap();
    for (act, owner) in [(log_in, "user:1"), (give_away, "user:2")] {
        for is_revoked in [true, false] {
            let edge = Sessions::revocable(&options(), &revoking, Memory::new(), at_once).unwrap();
            let first = driver::fetch(&edge, "");
            log_in(&first);
            let cookie = driver::pair(&driver::commit(&edge, &first).unwrap().unwrap());
            let mut asked = request(&[&cookie]);
            let session = run(edge.fetch(&asked)).unwrap();
            act(&session);
            if is_revoked {
                run(edge.revoke("user:1", Revoke::all())).unwrap();
            }
            edge.forward(&session, &mut asked).unwrap();
            let seen = run(behind.fetch(&asked)).unwrap();
            put(&seen, "b", 1);
            let answered = driver::commit(&behind, &seen).unwrap().unwrap();
            let mut answer = HeaderMap::new();
            answer.insert(SET_COOKIE, HeaderValue::from_str(&answered).unwrap());
            let is_in = match run(edge.send(&session, &mut answer)) {
                Ok(()) => {
                    let kept = driver::pair(answer[SET_COOKIE].to_str().unwrap());
                    driver::fetch(&edge, &kept).owner().is_some()
                }
                Err(error) => error.code() != "ERR_SESSION_INTERRUPTED",
            };
            assert_eq!(is_in, !is_revoked, "of {owner}");
        }
    }
}

#[test]
fn the_app_has_the_last_word_about_what_it_was_shown() {
    let (sessions, behind) = (in_cookies(), in_cookies());
    let cookie = cookie_of(&sessions, &[("a", 1), ("b", 1)]);
    let ask = |through: Through| through.ask(&sessions, &behind, &cookie);

    let (saw, left, _) = ask(Through {
        before: |session| put(session, "a", 2),
        app: |session| put(session, "a", 3),
        after: |session| put(session, "b", 2),
    });
    assert_eq!((saw, number(&left, "a"), number(&left, "b")), (Some(2), Some(3), Some(2)));

    // What is done after it was answered is newer, though it be the same again.
    let again: fn(&SessionHandle) = |session| put(session, "a", 2);
    let (_, left, _) = ask(Through { before: again, app: |session| put(session, "a", 3), after: again });
    assert_eq!(number(&left, "a"), Some(2));

    // A log-in there, of a session that was emptied here.
    let (saw, left, _) = ask(Through {
        before: |session| session.clear().unwrap(),
        app: |session| put(session, "a", 7),
        after: |session| put(session, "c", 1),
    });
    assert_eq!((saw, number(&left, "a"), number(&left, "b"), number(&left, "c")), (None, Some(7), None, Some(1)));

    // Of the same user as before.
    let (_, left, _) =
        ask(Through { before: |session| session.clear().unwrap(), app: |session| put(session, "a", 1), after: |_| () });
    assert_eq!((number(&left, "a"), number(&left, "b")), (Some(1), None));

    // Emptied once more, after it.
    let (_, left, _) = ask(Through {
        before: |session| session.clear().unwrap(),
        app: |session| put(session, "a", 7),
        after: |session| session.change(Session::clear).unwrap(),
    });
    assert_eq!(left.keys(), [""; 0]);

    // Emptied for the first time, after it.
    let (_, left, _) = ask(Through {
        before: |session| put(session, "a", 2),
        app: |session| put(session, "d", 7),
        after: |session| session.clear().unwrap(),
    });
    assert_eq!(left.keys(), [""; 0]);

    // The app said nothing: what was put here goes out.
    let (_, left, _) = ask(Through { before: |session| put(session, "a", 2), app: |_| (), after: |_| () });
    assert_eq!((number(&left, "a"), number(&left, "b")), (Some(2), Some(1)));

    // Its log-out holds.
    let (_, left, headers) =
        ask(Through { before: |session| put(session, "a", 2), app: |session| session.drop().unwrap(), after: |_| () });
    assert!(left.is_new() && headers.get_all(SET_COOKIE).iter().count() == 1);
}

#[test]
fn a_session_that_is_set_aside_for_one_request_is_not_there_and_not_replaced() {
    for sessions in [in_cookies(), driver::kv(Memory::new())] {
        let cookie = cookie_of(&sessions, &[("a", 1)]);
        let (saw, left, headers) = Through {
            before: |session| {
                session.clear().unwrap();
                session.ignore().unwrap();
            },
            app: |session| put(session, "a", 9),
            after: |_| (),
        }
        .ask(&sessions, &sessions, &cookie);
        assert_eq!((saw, headers.contains_key(SET_COOKIE)), (None, false));
        assert_eq!(number(&left, "a"), Some(1));
    }
}

#[test]
fn a_change_that_panics_or_fails_leaves_what_was_shown() {
    let (sessions, behind) = (in_cookies(), in_cookies());
    let (_, left, _) = Through {
        before: |session| put(session, "a", 2),
        app: |session| put(session, "a", 3),
        after: |session| {
            let panics = std::panic::AssertUnwindSafe(|| session.change::<()>(|_| panic!("a bug of the app's")));
            assert!(std::panic::catch_unwind(panics).is_err());
            assert!(session.put("a", &f64::NAN).is_err());
        },
    }
    .ask(&sessions, &behind, "");
    assert_eq!(number(&left, "a"), Some(3));
}

#[test]
fn on_the_answer_of_an_app_that_was_not_shown_all_is_put() {
    let sessions = in_cookies();
    let cookie = cookie_of(&sessions, &[("user", 1), ("c", 1)]);
    for (is_cleared, wanted) in [(true, &["a", "b"][..]), (false, &["a", "b", "c", "user"][..])] {
        let mut asked = request(&[&cookie]);
        let session = run(sessions.fetch(&asked)).unwrap();
        if is_cleared {
            session.clear().unwrap();
        }
        put(&session, "a", 1);
        // Twice, as where the first one failed.
        sessions.forward(&session, &mut asked).unwrap();
        sessions.forward(&session, &mut asked).unwrap();
        let mut headers = HeaderMap::new();
        let unaware = driver::fetch(&sessions, &cookie);
        put(&unaware, "b", 2);
        run(sessions.send(&unaware, &mut headers)).unwrap();
        run(sessions.send(&session, &mut headers)).unwrap();
        let left = driver::fetch(&sessions, &driver::pair(headers[SET_COOKIE].to_str().unwrap()));
        assert_eq!(left.keys(), wanted, "the user is gone where it was cleared");
    }
}
