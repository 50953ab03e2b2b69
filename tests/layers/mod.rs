//! What the tests of the layer share: requests and answers, and services that are asked once.

#![allow(dead_code, reason = "each test uses some of it")]

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, Request, Response};
use tower_layer::Layer;
use tower_service::Service;
use waxseal::sessions::SessionHandle;
use waxseal::tower::SessionLayer;

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

/// A request with a Cookie header.
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
pub fn set_cookies(response: &Response<String>) -> Vec<String> {
    let all = response.headers().get_all(SET_COOKIE).iter();
    all.map(|header| header.to_str().expect("text").to_owned()).collect()
}

/// The cookies that a browser sends back.
pub fn sent_back(response: &Response<String>) -> String {
    let pairs = set_cookies(response).into_iter().map(|header| header.split(';').next().unwrap_or_default().to_owned());
    pairs.collect::<Vec<_>>().join("; ")
}
