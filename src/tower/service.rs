//! What the layer makes of a service.

use std::pin::Pin;
use std::task::{Context, Poll};

use http::header::HeaderValue;
use http::request::Parts;
use http::{Request, Response, StatusCode};
use tower_service::Service;

use crate::error::Error;
use crate::sessions::{Incoming, SessionHandle, Sessions};
use crate::tower::SessionLayer;

/// A service whose requests have sessions.
///
/// ```
/// # use waxseal::sessions::Sessions;
/// # use waxseal::tower::{SessionLayer, SessionService};
/// # use tower_layer::Layer;
/// # fn wrapped<S>(sessions: Sessions, service: S) -> SessionService<S> {
/// SessionLayer::new(sessions).layer(service)
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct SessionService<S> {
    pub(super) inner: S,
    pub(super) layer: SessionLayer,
}

/// The sessions that layers gave a request: one of each configuration.
#[derive(Clone, Default)]
struct Entered(Vec<SessionHandle>);

impl<S, ReqBody, ResBody> Service<Request<ReqBody>> for SessionService<S>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>> + Clone + Send + 'static,
    S::Future: Send,
    ReqBody: Send + 'static,
    ResBody: Default + Send + 'static,
{
    type Response = Response<ResBody>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<ResBody>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<ReqBody>) -> Self::Future {
        // The one that was polled is ready; its clone need not be.
        let clone = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, clone);
        let SessionLayer { sessions, https, skip } = &self.layer;
        let (mut parts, body) = request.into_parts();
        if skip.as_ref().is_some_and(|is_skipped| is_skipped(&parts)) {
            return Box::pin(pass(inner, Request::from_parts(parts, body)));
        }
        let entered = parts.extensions.get_or_insert_default::<Entered>();
        if let Some(session) = entered.0.iter().find(|session| session.is_of(sessions) && !session.is_sent()).cloned() {
            // An outer layer has it, and sends it. Between the two there may be one of other sessions.
            parts.extensions.insert(session);
            return Box::pin(pass(inner, Request::from_parts(parts, body)));
        }
        let is_https = https.as_ref().map(|is_https| is_https(&parts));
        Box::pin(serve(sessions.clone(), inner, parts, body, is_https))
    }
}

async fn pass<S: Service<R>, R>(mut inner: S, request: R) -> Result<S::Response, S::Error> {
    inner.call(request).await
}

#[expect(
    clippy::manual_async_fn,
    reason = "the future of an async fn holds its arguments twice, and it is boxed for each request"
)]
fn serve<S, ReqBody, ResBody>(
    sessions: Sessions,
    mut inner: S,
    mut parts: Parts,
    body: ReqBody,
    is_https: Option<bool>,
) -> impl Future<Output = Result<Response<ResBody>, S::Error>>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    ResBody: Default,
{
    async move {
        let mut incoming = Incoming::from(&parts);
        incoming.https = is_https.unwrap_or(incoming.https);
        let session = match sessions.fetch(incoming).await {
            Ok(session) => session,
            Err(error) => return Ok(failed(error)),
        };
        if let Some(entered) = parts.extensions.get_mut::<Entered>() {
            entered.0.push(session.clone());
        }
        parts.extensions.insert(session.clone());
        let mut response = inner.call(Request::from_parts(parts, body)).await?;
        let is_drop = session.is_drop();
        match sessions.send(&session, response.headers_mut()).await {
            Ok(()) => Ok(response),
            Err(error) => {
                let deletion = if is_drop { sessions.deletion(&session).ok() } else { None };
                let deletion = deletion.and_then(|header| HeaderValue::try_from(header).ok());
                let mut response = failed(error);
                sessions.guard(&session, response.headers_mut(), &[], deletion);
                Ok(response)
            }
        }
    }
}

/// The answer to a request whose session could not be read or stored. A handler's own would say that what it did was kept.
fn failed<ResBody: Default>(error: Error) -> Response<ResBody> {
    let mut response = Response::new(ResBody::default());
    *response.status_mut() = StatusCode::from(error.clone());
    response.extensions_mut().insert(error);
    response
}
