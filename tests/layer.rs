//! The layer: one request, one session; what a response carries already; caches; a store that fails; clients that go away.

#![cfg(all(not(target_arch = "wasm32"), feature = "tower"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod driver;
mod layers;

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use driver::{at_once, number, put, run};
use http::header::{CACHE_CONTROL, COOKIE, HeaderMap, HeaderValue, SET_COOKIE, VARY};
use http::{Request, Response, StatusCode};
use layers::{App, ask, sent_back, set_cookies, through, with_cookie};
use tower_layer::Layer;
use waxseal::error::Error;
use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError, Memory};
use waxseal::sessions::{SessionHandle, Sessions};
use waxseal::store::value::Value;
use waxseal::tower::SessionLayer;

fn cookie_sessions(key: &str) -> Sessions {
    let secret = "x".repeat(64);
    let options = [("key", key.into()), ("secretKeyBase", secret.into()), ("signingSalt", "salt".into())];
    Sessions::cookie(&Value::object(options)).unwrap()
}

fn kv_sessions(kv: impl Kv) -> Sessions {
    Sessions::kv(&Value::object([("key", "_kv".into())]), kv, at_once).unwrap()
}

/// Sessions in a cookie, and in a service.
fn both() -> [Sessions; 2] {
    [cookie_sessions("_cookie"), kv_sessions(Memory::new())]
}

async fn log_in(layer: &SessionLayer) -> String {
    let put = App::new(|session, _| put(session, "user", 1));
    sent_back(&through(layer, put, "").await)
}

/// What a later request finds under a key.
async fn seen(layer: &SessionLayer, cookie: &str, key: &'static str) -> Option<u8> {
    let found = Arc::new(Mutex::new(None));
    let tell = Arc::clone(&found);
    let look = App::new(move |session, _| *tell.lock().unwrap() = number(session, key));
    through(layer, look, cookie).await;
    *found.lock().unwrap()
}

#[test]
fn a_session_goes_from_request_to_request() {
    run(async {
        for sessions in both() {
            let layer = SessionLayer::new(sessions);
            let untouched = through(&layer, App::new(|_, _| ()), "").await;
            assert!(untouched.headers().is_empty(), "{untouched:?}");
            let cookie = log_in(&layer).await;
            assert_eq!(seen(&layer, &cookie, "user").await, Some(1));

            let read = through(&layer, App::new(|session, _| _ = number(session, "user")), &cookie).await;
            assert_eq!((set_cookies(&read).len(), &read.headers()[VARY]), (0, &HeaderValue::from_static("Cookie")));
            let put = through(&layer, App::new(|session, _| put(session, "more", 2)), &cookie).await;
            let cookie = if set_cookies(&put).is_empty() { cookie } else { sent_back(&put) };
            assert_eq!((seen(&layer, &cookie, "user").await, seen(&layer, &cookie, "more").await), (Some(1), Some(2)));

            let out = through(&layer, App::new(|session, _| session.drop().unwrap()), &cookie).await;
            assert!(set_cookies(&out)[0].contains("max-age=0"));
            assert_eq!(out.headers()[CACHE_CONTROL], "max-age=0, private, must-revalidate");
        }
    });
}

#[test]
fn a_cookie_that_is_wrong_is_no_session_and_a_reason() {
    run(async {
        for (sessions, cookie, told) in [
            (cookie_sessions("_cookie"), "_cookie=nonsense", "malformed"),
            (kv_sessions(Memory::new()), "_kv=x", "bad_sid"),
        ] {
            let reasons = Arc::new(Mutex::new(Vec::new()));
            let log = Arc::clone(&reasons);
            let layer = SessionLayer::new(sessions.log(move |event| log.lock().unwrap().push(event.reason.to_owned())));
            let response = through(&layer, App::new(|session, _| assert!(!session.has("user"))), cookie).await;
            assert_eq!((response.status(), set_cookies(&response).len()), (StatusCode::OK, 0));
            assert_eq!(*reasons.lock().unwrap(), [told]);
        }
    });
}

#[test]
fn of_several_layers_the_outermost_sends() {
    run(async {
        for sessions in both() {
            let other = SessionLayer::new(cookie_sessions("_other"));
            let layer = SessionLayer::new(sessions);
            let inner = layer.layer(App::new(|session, _| put(session, "inner", 1)));
            // Between the two one of other sessions, whose is the handler's extension there.
            let middle = {
                let inner = other.layer(inner);
                App::waiting(move |request| {
                    let inner = inner.clone();
                    async move {
                        put(request.extensions().get::<SessionHandle>().unwrap(), "outer", 2);
                        Ok(ask(inner, request).await)
                    }
                })
            };
            let response = ask(layer.layer(middle), with_cookie("")).await;
            assert_eq!(set_cookies(&response).len(), 1, "{response:?}");
            let cookie = sent_back(&response);
            assert_eq!(
                (seen(&layer, &cookie, "inner").await, seen(&layer, &cookie, "outer").await),
                (Some(1), Some(2))
            );
            assert_eq!(seen(&other, &cookie, "inner").await, None);
        }
    });
}

#[test]
fn a_log_out_in_an_inner_layer_holds_whatever_an_outer_one_does() {
    run(async {
        for sessions in both() {
            let told = Arc::new(Mutex::new(Vec::new()));
            let log = Arc::clone(&told);
            let layer = SessionLayer::new(sessions.log(move |event| log.lock().unwrap().push(event.reason.to_owned())));
            let cookie = log_in(&layer).await;
            told.lock().unwrap().clear();
            let inner = layer.layer(App::new(|session, _| session.drop().unwrap()));
            let around = App::waiting(move |request| {
                let inner = inner.clone();
                async move {
                    let session = request.extensions().get::<SessionHandle>().unwrap().clone();
                    put(&session, "before", 1);
                    let response = ask(inner, request).await;
                    put(&session, "after", 2);
                    Ok(response)
                }
            });
            let out = ask(layer.layer(around), with_cookie(&cookie)).await;
            assert_eq!(set_cookies(&out).len(), 1);
            assert!(set_cookies(&out)[0].contains("max-age=0"));
            assert_eq!(*told.lock().unwrap(), ["put_after_drop"]);
        }
    });
}

#[test]
fn an_answer_of_any_status_keeps_what_was_done_before_it_but_for_what_is_ignored() {
    run(async {
        for sessions in both() {
            let layer = SessionLayer::new(sessions);
            for is_ignored in [false, true] {
                let fails = App::waiting(move |request| async move {
                    let session = request.extensions().get::<SessionHandle>().unwrap();
                    put(session, "user", 1);
                    if is_ignored {
                        session.ignore().unwrap();
                    }
                    let mut response = Response::new(String::new());
                    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                    Ok(response)
                });
                let response = through(&layer, fails, "").await;
                assert_eq!(set_cookies(&response).len(), usize::from(!is_ignored));
            }
        }
    });
}

/// An answer that carries what an app behind set, through a layer that does something of its own.
async fn over(
    layer: &SessionLayer,
    cookie: &str,
    behind: &Response<String>,
    own: fn(&SessionHandle),
) -> Response<String> {
    let carried: Vec<HeaderValue> = behind.headers().get_all(SET_COOKIE).iter().cloned().collect();
    let app = App::new(move |session, headers| {
        own(session);
        for header in &carried {
            headers.append(SET_COOKIE, header.clone());
        }
    });
    through(layer, app, cookie).await
}

#[test]
fn what_a_response_carries_already_is_the_base() {
    run(async {
        for sessions in both() {
            let layer = SessionLayer::new(sessions);
            let cookie = log_in(&layer).await;
            let behind = through(
                &layer,
                App::new(|session, _| {
                    session.renew().unwrap();
                    put(session, "behind", 1);
                }),
                &cookie,
            )
            .await;

            // Nothing of its own: it stays as it is.
            let stays = over(&layer, &cookie, &behind, |_| ()).await;
            assert_eq!(set_cookies(&stays), set_cookies(&behind));
            assert!(stays.headers()[CACHE_CONTROL].to_str().unwrap().contains("private"));

            // What was changed is put on it.
            let merged = over(&layer, &cookie, &behind, |session| put(session, "own", 2)).await;
            assert_eq!(set_cookies(&merged).len(), 1);
            let merged = sent_back(&merged);
            for (key, value) in [("user", 1), ("behind", 1), ("own", 2)] {
                assert_eq!(seen(&layer, &merged, key).await, Some(value), "{key}");
            }

            // A log-out on either side wins.
            let out = over(&layer, &merged, &behind, |session| session.drop().unwrap()).await;
            assert_eq!(set_cookies(&out).len(), 1);
            assert!(set_cookies(&out)[0].contains("max-age=0"));
            let cookie = log_in(&layer).await;
            let behind = through(&layer, App::new(|session, _| session.drop().unwrap()), &cookie).await;
            let dropped = over(&layer, &cookie, &behind, |session| put(session, "own", 2)).await;
            assert_eq!(set_cookies(&dropped), set_cookies(&behind));
        }
    });
}

#[test]
fn another_cookie_of_the_response_stays() {
    run(async {
        let layer = SessionLayer::new(cookie_sessions("_cookie"));
        let app = App::new(|session, headers| {
            put(session, "user", 1);
            for other in
                ["theme=dark; path=/", "_cookie=; path=/app; max-age=0", "_cookie=x; domain=example.com; path=/"]
            {
                headers.append(SET_COOKIE, HeaderValue::from_static(other));
            }
        });
        let response = through(&layer, app, "").await;
        assert_eq!(set_cookies(&response).len(), 4, "{response:?}");
        // What no key opens stays, too.
        let app = App::new(|session, headers| {
            put(session, "user", 1);
            headers.append(SET_COOKIE, HeaderValue::from_static("_cookie=nobodys; path=/"));
        });
        assert_eq!(set_cookies(&through(&layer, app, "").await), ["_cookie=nobodys; path=/"]);
    });
}

#[test]
fn a_response_for_everybody_becomes_private() {
    run(async {
        let layer = SessionLayer::new(cookie_sessions("_cookie"));
        let app = App::new(|session, headers| {
            put(session, "user", 1);
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, s-maxage=60"));
            headers.insert("surrogate-control", HeaderValue::from_static("max-age=60"));
            headers.insert(VARY, HeaderValue::from_static("Accept"));
        });
        let response = through(&layer, app, "").await;
        assert_eq!(response.headers()[CACHE_CONTROL], "private");
        assert_eq!(response.headers()["surrogate-control"], "private, no-store");
        assert_eq!(response.headers().get_all(VARY).iter().collect::<Vec<_>>(), ["Accept", "Cookie"]);
    });
}

#[test]
fn https_is_what_the_layer_says_and_skip_leaves_requests_alone() {
    run(async {
        let put = || App::new(|session, _| put(session, "user", 1));
        let sessions = cookie_sessions("_cookie");
        for (layer, is_secure) in [
            (SessionLayer::new(sessions.clone()), false),
            (SessionLayer::new(sessions.clone()).https(|parts| parts.headers.contains_key("x-forwarded-proto")), true),
        ] {
            let request = Request::get("/page").header("x-forwarded-proto", "https").body(()).unwrap();
            let response = ask(layer.layer(put()), request).await;
            assert_eq!(set_cookies(&response)[0].contains("; secure"), is_secure);
        }
        let layer = SessionLayer::new(sessions).skip(|parts| parts.uri.path() == "/page");
        let app = App::waiting(|request| async move {
            assert!(request.extensions().get::<SessionHandle>().is_none());
            Ok(Response::new(String::new()))
        });
        assert!(through(&layer, app, "").await.headers().is_empty());
    });
}

/// Is there when it is asked once more.
async fn later() {
    let mut is_asked = false;
    poll_fn(|_| if std::mem::replace(&mut is_asked, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// A service in memory that can be away, and can be slow.
#[derive(Clone, Default)]
struct Service {
    memory: Arc<Memory>,
    is_away: Arc<AtomicBool>,
    is_slow: Arc<AtomicBool>,
    reads: Arc<AtomicU32>,
}

impl Service {
    async fn answer(&self) -> Result<(), KvError> {
        if self.is_slow.load(Ordering::Relaxed) {
            later().await;
        }
        if self.is_away.load(Ordering::Relaxed) { Err(KvError::new("away")) } else { Ok(()) }
    }
}

impl Kv for Service {
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.answer().await?;
        self.memory.get(key).await
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        self.answer().await?;
        self.memory.put(key, value, ttl_s, only).await
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        self.answer().await?;
        self.memory.delete(key).await
    }
}

#[test]
fn a_store_that_fails_is_no_answer_of_the_handlers() {
    run(async {
        let service = Service::default();
        let layer = SessionLayer::new(kv_sessions(service.clone()));
        let cookie = log_in(&layer).await;
        let is_away = Arc::clone(&service.is_away);
        let out = move || {
            let is_away = Arc::clone(&is_away);
            App::new(move |session, headers| {
                session.drop().unwrap();
                headers.insert("x-done", HeaderValue::from_static("yes"));
                is_away.store(true, Ordering::Relaxed);
            })
        };
        let response = through(&layer, out(), &cookie).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(!response.headers().contains_key("x-done"));
        // This browser forgets it all the same.
        assert!(set_cookies(&response)[0].contains("max-age=0"));
        // And no cache hands that to others, of those that keep errors for a while.
        assert_eq!(response.headers()[CACHE_CONTROL], "max-age=0, private, must-revalidate");
        assert_eq!(response.headers()[VARY], "Cookie");
        assert_eq!(response.extensions().get::<Error>().unwrap().code(), "ERR_STORE");

        // It can't be read either: the handler is not asked.
        let response = through(&layer, App::new(|_, _| panic!("the handler was asked")), &cookie).await;
        assert_eq!((response.status(), set_cookies(&response).len()), (StatusCode::SERVICE_UNAVAILABLE, 0));
    });
}

/// A service that fails where others answer.
#[derive(Clone)]
struct Failing;

impl tower_service::Service<Request<()>> for Failing {
    type Response = Response<String>;
    type Error = &'static str;
    type Future = std::future::Ready<Result<Response<String>, &'static str>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        put(request.extensions().get::<SessionHandle>().unwrap(), "user", 1);
        std::future::ready(Err("no answer"))
    }
}

#[test]
fn of_a_request_without_an_answer_nothing_is_kept() {
    run(async {
        let service = Service::default();
        let layer = SessionLayer::new(kv_sessions(service.clone()));
        let failed = tower_service::Service::call(&mut layer.layer(Failing), with_cookie("")).await;
        assert_eq!(failed.unwrap_err(), "no answer");
        assert!(service.memory.is_empty());
    });
}

#[test]
fn a_commit_goes_on_when_its_client_goes_away() {
    for is_spawned in [true, false] {
        let service = Service::default();
        let sessions = kv_sessions(service.clone());
        let tasks = Arc::new(Mutex::new(Vec::new()));
        let spawned = Arc::clone(&tasks);
        let spawn = move |task| spawned.lock().unwrap().push(task);
        let layer = SessionLayer::new(if is_spawned { sessions.spawn(spawn) } else { sessions });
        let put = App::new(|session, _| put(session, "user", 1));
        let cookie = {
            let mut asked = pin!(through(&layer, put, ""));
            let response = loop {
                if let Poll::Ready(response) = asked.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                    break response;
                }
                let task = tasks.lock().unwrap().pop();
                run(task.unwrap());
            };
            sent_back(&response)
        };
        let is_slow = Arc::clone(&service.is_slow);
        let out = App::new(move |session, _| {
            session.drop().unwrap();
            is_slow.store(true, Ordering::Relaxed);
        });
        {
            // Asked, and given up while the log-out is being written: as servers do with who is gone.
            let mut asked = pin!(through(&layer, out, &cookie));
            assert!(asked.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        let left = std::mem::take(&mut *tasks.lock().unwrap());
        assert_eq!(left.len(), usize::from(is_spawned));
        left.into_iter().for_each(run);
        service.is_slow.store(false, Ordering::Relaxed);
        let kept = run(kv_sessions(service.clone()).fetch(&*cookie)).unwrap();
        assert_eq!(number(&kept, "user"), if is_spawned { None } else { Some(1) });
    }
}

#[test]
fn whatever_errors_a_service_has_the_layer_fits() {
    run(async {
        fn is_service<S: tower_service::Service<Request<()>, Error = E> + Clone + Send, E>(_: S) {}
        let layer = SessionLayer::new(cookie_sessions("_cookie"));
        is_service::<_, Infallible>(layer.layer(App::new(|_, _| ())));
        is_service::<_, &'static str>(layer.layer(Failing));
        assert!(format!("{layer:?}").starts_with("SessionLayer { sessions: Sessions { key: \"_cookie\""), "{layer:?}");
    });
}

/// What was committed with one response is on that one, and on the next: an outer layer may make another of it.
#[test]
fn what_was_sent_is_sent_with_the_next_response_of_the_request_as_well() {
    run(async {
        for sessions in both() {
            let session = sessions.fetch("").await.unwrap();
            put(&session, "user", 1);
            let mut first = HeaderMap::new();
            sessions.send(&session, &mut first).await.unwrap();
            // A response of its own, and the first once more.
            for mut headers in [HeaderMap::new(), first.clone()] {
                sessions.send(&session, &mut headers).await.unwrap();
                let (sent, again) = (first.get_all(SET_COOKIE), headers.get_all(SET_COOKIE));
                assert!(sent.iter().count() == 1 && sent.iter().eq(again.iter()), "{headers:?}");
            }

            // What was committed by hand was given to who did it.
            let session = sessions.fetch("").await.unwrap();
            put(&session, "user", 1);
            assert!(sessions.commit(&session).await.unwrap().is_some());
            let error = sessions.send(&session, &mut HeaderMap::new()).await.unwrap_err();
            assert_eq!(error.code(), "ERR_ALREADY_SENT");
        }
    });
}

#[test]
fn a_layer_within_one_whose_session_was_committed_by_hand_has_its_own() {
    run(async {
        for sessions in both() {
            let layer = SessionLayer::new(sessions.clone());
            let inner = layer.layer(App::new(|session, _| put(session, "inner", 1)));
            let around = App::waiting(move |request| {
                let (inner, sessions) = (inner.clone(), sessions.clone());
                async move {
                    let session = request.extensions().get::<SessionHandle>().unwrap().clone();
                    sessions.commit(&session).await.unwrap();
                    Ok(ask(inner, request).await)
                }
            });
            // The outer one has nothing to send, and says so: its session was committed by hand.
            let response = ask(layer.layer(around), with_cookie("")).await;
            assert_eq!(response.extensions().get::<Error>().map(Error::code), Some("ERR_ALREADY_SENT"));
        }
    });
}

#[test]
fn a_write_that_fails_takes_no_cookie_away() {
    run(async {
        let service = Service::default();
        let layer = SessionLayer::new(kv_sessions(service.clone()));
        let cookie = log_in(&layer).await;
        let is_away = Arc::clone(&service.is_away);
        let writes = App::new(move |session, _| {
            put(session, "more", 1);
            is_away.store(true, Ordering::Relaxed);
        });
        let response = through(&layer, writes, &cookie).await;
        assert_eq!((response.status(), set_cookies(&response).len()), (StatusCode::SERVICE_UNAVAILABLE, 0));
    });
}

/// A service that is ready when it is asked once more.
#[derive(Clone)]
struct Busy {
    app: App,
    is_ready: bool,
}

impl tower_service::Service<Request<()>> for Busy {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = <App as tower_service::Service<Request<()>>>::Future;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        if std::mem::replace(&mut self.is_ready, true) { Poll::Ready(Ok(())) } else { Poll::Pending }
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        assert!(self.is_ready, "the one that was polled is the one that is called");
        tower_service::Service::call(&mut self.app, request)
    }
}

#[test]
fn a_service_is_waited_for_until_it_is_ready() {
    let layer = SessionLayer::new(cookie_sessions("_cookie"));
    let mut service = layer.layer(Busy { app: App::new(|_, _| ()), is_ready: false });
    let mut context = Context::from_waker(Waker::noop());
    assert!(tower_service::Service::poll_ready(&mut service, &mut context).is_pending());
    assert!(tower_service::Service::poll_ready(&mut service, &mut context).is_ready());
    let response = run(tower_service::Service::call(&mut service, with_cookie(""))).unwrap();
    assert_eq!(response.status(), StatusCode::OK);
}

/// A cookie that names no path is of the page's folder (RFC 6265, section 5.1.4).
#[test]
fn a_cookie_without_a_path_is_the_sessions_where_the_page_is_in_its_folder() {
    run(async {
        for (page, is_ours) in [("/page", true), ("/folder/page", false)] {
            let layer = SessionLayer::new(cookie_sessions("_cookie"));
            let cookie = log_in(&layer).await;
            let app = App::new(|session, headers| {
                session.drop().unwrap();
                headers.append(SET_COOKIE, HeaderValue::from_static("_cookie=other"));
            });
            let request = Request::get(page).header(COOKIE, cookie).body(()).unwrap();
            let sent = set_cookies(&ask(layer.layer(app), request).await);
            assert_eq!(sent.contains(&"_cookie=other".to_owned()), !is_ours, "{page}: {sent:?}");
        }
    });
}

/// What a handler does to its session.
type Act = fn(&SessionHandle);

#[test]
fn the_log_is_told_of_pages_that_caches_may_share() {
    run(async {
        let told = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&told);
        let sessions = cookie_sessions("_cookie").log(move |event| log.lock().unwrap().push(event.reason.to_owned()));
        let layer = SessionLayer::new(sessions);
        let cookie = log_in(&layer).await;
        let acts: [(Act, &str, &[&str]); 5] = [
            (|_| (), "public", &[]),
            (|session| _ = session.has("user"), "public", &["shared_page"]),
            (|session| _ = session.has("user"), "private", &[]),
            (|session| put(session, "user", 2), "public", &["made_private"]),
            (|session| put(session, "user", 2), "private", &[]),
        ];
        for (act, said, reasons) in acts {
            told.lock().unwrap().clear();
            let app = App::new(move |session, headers| {
                act(session);
                headers.insert(CACHE_CONTROL, HeaderValue::from_static(said));
            });
            through(&layer, app, &cookie).await;
            assert_eq!(*told.lock().unwrap(), reasons, "{said}");
        }
    });
}

/// In a service: what each side did to which record.
#[test]
fn on_what_a_response_carries_a_renewal_makes_a_new_id_and_a_log_out_ends_both() {
    run(async {
        let layer = SessionLayer::new(kv_sessions(Memory::new()));
        let renew = || App::new(|session, _| session.renew().unwrap());
        let cookie = log_in(&layer).await;
        let behind = through(&layer, renew(), &cookie).await;
        let merged = over(&layer, &cookie, &behind, |session| put(session, "own", 2)).await;
        assert!(set_cookies(&merged) == set_cookies(&behind), "its id is the response's");
        let merged = over(&layer, &cookie, &behind, |session| session.renew().unwrap()).await;
        let carried = sent_back(&behind);
        assert_ne!(sent_back(&merged), carried);
        assert_eq!(
            (seen(&layer, &sent_back(&merged), "user").await, seen(&layer, &carried, "user").await),
            (Some(1), None)
        );

        let cookie = log_in(&layer).await;
        let behind = through(&layer, renew(), &cookie).await;
        assert_eq!(seen(&layer, &sent_back(&behind), "user").await, Some(1));
        over(&layer, &cookie, &behind, |session| session.drop().unwrap()).await;
        assert_eq!(seen(&layer, &sent_back(&behind), "user").await, None, "what the response carries is ended, too");
    });
}

/// Whoever only reads asks the service for nothing that the response carries.
#[test]
fn what_a_response_carries_is_read_where_something_is_put_on_it() {
    run(async {
        let service = Service::default();
        let layer = SessionLayer::new(kv_sessions(service.clone()));
        let cookie = log_in(&layer).await;
        let behind = through(&layer, App::new(|session, _| session.renew().unwrap()), &cookie).await;
        for (own, reads) in [((|_| ()) as fn(&SessionHandle), 1), (|session| put(session, "own", 1), 2)] {
            service.reads.store(0, Ordering::Relaxed);
            over(&layer, &sent_back(&behind), &behind, own).await;
            assert_eq!(service.reads.load(Ordering::Relaxed), reads);
        }
    });
}
