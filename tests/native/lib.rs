//! What the tests share: requests and answers, and services that are asked once.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, Request, Response};
use redis::aio::ConnectionManager;
use tower_layer::Layer;
use tower_service::Service;
use waxseal::sessions::SessionHandle;
use waxseal::tower::SessionLayer;

/// What the crate's documentation says of adapters: here their clients are.
#[cfg(doctest)]
#[doc = include_str!("../../src/kv/redis.md")]
#[doc = include_str!("../../src/kv/sqlite.md")]
pub struct Adapters;

/// What a handler gives.
pub type Answered = Result<Response<String>, Infallible>;

type Handler = dyn Fn(Request<()>) -> Pin<Box<dyn Future<Output = Answered> + Send>> + Send + Sync;

/// A handler as a service.
#[derive(Clone)]
pub struct App(Arc<Handler>);

impl App {
    /// One that waits.
    pub fn waiting<F: Future<Output = Answered> + Send + 'static>(
        handler: impl Fn(Request<()>) -> F + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move |request| Box::pin(handler(request))))
    }

    /// One that does something to its session, and answers by some headers.
    pub fn new(handler: impl Fn(&SessionHandle, &mut HeaderMap) + Send + Sync + 'static) -> Self {
        let handler = Arc::new(handler);
        Self::waiting(move |request| {
            let handler = Arc::clone(&handler);
            async move {
                let mut response = Response::new(String::new());
                let session = request.extensions().get::<SessionHandle>().expect("a session");
                handler(session, response.headers_mut());
                Ok(response)
            }
        })
    }
}

impl Service<Request<()>> for App {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Answered> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        (self.0)(request)
    }
}

/// The Redis whose address `run.js` gives.
///
/// # Panics
///
/// There is none.
pub async fn connect() -> ConnectionManager {
    let url =
        std::env::var("REDIS_URL").expect("REDIS_URL: node tests/native/run.js starts a Redis and runs these tests");
    let client = redis::Client::open(url).expect("an address");
    client.get_connection_manager().await.expect("a Redis")
}

/// A request with a Cookie header.
#[must_use]
pub fn with_cookie(cookie: &str) -> Request<()> {
    Request::get("/page").header(COOKIE, cookie).body(()).expect("a request")
}

/// Asks a service once.
pub async fn ask<S: Service<Request<()>, Response = Response<String>, Error = Infallible>>(
    mut service: S,
    request: Request<()>,
) -> Response<String> {
    std::future::poll_fn(|context| service.poll_ready(context)).await.unwrap_or_else(|never| match never {});
    service.call(request).await.unwrap_or_else(|never| match never {})
}

/// Asks a handler in its layer.
pub async fn through(layer: &SessionLayer, app: App, cookie: &str) -> Response<String> {
    ask(layer.layer(app), with_cookie(cookie)).await
}

/// The Set-Cookie headers.
#[must_use]
pub fn set_cookies(response: &Response<String>) -> Vec<String> {
    let all = response.headers().get_all(SET_COOKIE).iter();
    all.map(|header| header.to_str().expect("text").to_owned()).collect()
}

/// The cookies that a browser sends back.
#[must_use]
pub fn sent_back(response: &Response<String>) -> String {
    let pairs = set_cookies(response).into_iter().map(|header| header.split(';').next().unwrap_or_default().to_owned());
    pairs.collect::<Vec<_>>().join("; ")
}

/// A small number under a key.
#[must_use]
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
