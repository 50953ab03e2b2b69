//! Sessions over the `http` crate: fetched from a request, sent with a response.
//!
//! `incoming` reads a request, `forward` gives it to an app behind, `send` commits and puts the headers onto a response, `guard` keeps caches from handing it to others.

mod forward;
mod guard;
mod incoming;
mod send;

use crate::error::Error;
use http::StatusCode;

/// For handlers that give a status where they have no answer: 503 if a later request may succeed, else 500.
impl From<Error> for StatusCode {
    fn from(error: Error) -> Self {
        if error.is_retriable() { Self::SERVICE_UNAVAILABLE } else { Self::INTERNAL_SERVER_ERROR }
    }
}
