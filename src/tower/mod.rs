//! A layer for `tower`'s services over the `http` crate, such as axum's: each request has a [`SessionHandle`](crate::sessions::SessionHandle) among its extensions, and the
//! response carries what became of it.
//!
//! ```
//! use waxseal::sessions::{SessionHandle, Sessions};
//! use waxseal::tower::SessionLayer;
//!
//! # fn layer(sessions: Sessions) {
//! // In axum: Router::new().route("/", get(home)).layer(SessionLayer::new(sessions))
//! let layer = SessionLayer::new(sessions).skip(|request| request.uri.path().starts_with("/assets/"));
//! # let _ = layer;
//! # }
//! // async fn home(Extension(session): Extension<SessionHandle>) -> … { session.get::<u64>("user")? … }
//! ```

mod service;

use std::fmt;
use std::sync::Arc;

use http::request::Parts;
use tower_layer::Layer;

use crate::sessions::Sessions;
pub use service::SessionService;

type Decide = dyn Fn(&Parts) -> bool + Send + Sync;

/// Gives each request a session, and sends it with the response.
///
/// Of several layers around one request that have the same sessions the outermost sends. Any response is an answer, of whatever status: what
/// was done to the session before it is committed, unless the handler says [`ignore`](crate::sessions::SessionHandle::ignore). A service's error
/// is none of a response: nothing is committed then.
///
/// If the store fails, or the session is too large for a cookie, the answer is an empty 500, or 503 where a later request may succeed; of a log-out that
/// failed it deletes the browser's cookie all the same. Nobody is told of it but by the error among the answer's extensions, for a layer outside to see:
///
/// ```
/// use http::Response;
/// use waxseal::error::Error;
///
/// // In axum: .layer(SessionLayer::new(sessions)).layer(axum::middleware::map_response(told))
/// async fn told<B>(response: Response<B>) -> Response<B> {
///     if let Some(error) = response.extensions().get::<Error>() {
///         eprintln!("{} {error}", error.code());
///     }
///     response
/// }
/// ```
///
/// That empty answer needs a body that has a default. In one `ServiceBuilder` those of tower-http's `TraceLayer`, `RequestBodyLimitLayer` and `ResponseBodyTimeoutLayer`
/// have none: they stand outside of this layer, or in a `Router::layer` of their own, where every body is axum's.
///
/// Layers of different sessions each send their own; a handler's extension is that of the innermost. One who needs both takes the outer one's out of the request's
/// extensions between the two, and puts it back in a type of its own.
///
/// What answers for a handler that panicked or took too long, such as tower-http's `CatchPanicLayer` and `TimeoutLayer`, belongs outside this layer:
/// within, its 500 or 504 is a response as any other, and what the handler had done by then is committed.
#[derive(Clone)]
pub struct SessionLayer {
    pub(crate) sessions: Sessions,
    pub(crate) https: Option<Arc<Decide>>,
    pub(crate) skip: Option<Arc<Decide>>,
}

impl fmt::Debug for SessionLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionLayer").field("sessions", &self.sessions).finish_non_exhaustive()
    }
}

impl SessionLayer {
    /// A layer with these sessions.
    #[must_use]
    pub const fn new(sessions: Sessions) -> Self {
        Self { sessions, https: None, skip: None }
    }

    /// Which requests came over https, where their URL doesn't say so: a server behind one that ends TLS is told by a header of that one's,
    /// or knows it anyway: `|_| true`. Over https the cookie is `secure`, unless the option says otherwise.
    ///
    /// ```
    /// # use waxseal::sessions::Sessions;
    /// # use waxseal::tower::SessionLayer;
    /// # fn layer(sessions: Sessions) -> SessionLayer {
    /// // Behind a proxy that ends TLS, and that takes this header away from what clients send.
    /// SessionLayer::new(sessions).https(|request| request.headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "https"))
    /// # }
    /// ```
    #[must_use]
    pub fn https(mut self, is_https: impl Fn(&Parts) -> bool + Send + Sync + 'static) -> Self {
        self.https = Some(Arc::new(is_https));
        self
    }

    /// Which requests have no session: static files, health checks. Nothing is read or sent for them, and there is no extension.
    #[must_use]
    pub fn skip(mut self, is_skipped: impl Fn(&Parts) -> bool + Send + Sync + 'static) -> Self {
        self.skip = Some(Arc::new(is_skipped));
        self
    }
}

impl<S> Layer<S> for SessionLayer {
    type Service = SessionService<S>;

    fn layer(&self, inner: S) -> SessionService<S> {
        SessionService { inner, layer: self.clone() }
    }
}
