//! `Plug.Session`: from the Cookie header to a session, and from the session to what is stored and sent.
//!
//! `session_cookie` is the cookie that carries it; `session` has [`fetch`] and [`before_send`].

mod session;
mod session_cookie;

pub use session::*;
