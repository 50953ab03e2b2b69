//! `Plug.Session`: from the Cookie header to a session, and from the session to what is stored and sent.
//!
//! `session_cookie` is the cookie that carries it; `session` has [`fetch`] and [`before_send`]; `answer` what is done where a
//! response already carries this cookie; [`csrf_protection`] is `Plug.CSRFProtection`.

mod answer;
pub mod csrf_protection;
mod session;
mod session_cookie;

pub use answer::{Answer, Carried, Merge, answer, merge};
pub use session::*;
