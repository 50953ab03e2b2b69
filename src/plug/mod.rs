//! `Plug.Session`: from the Cookie header to a session, and from the session to what is stored and sent.
//!
//! `session_cookie` is the cookie that carries it; `session` has [`fetch`] and [`before_send`]; `answer` what is done where a
//! response already carries this cookie; [`csrf_protection`] is `Plug.CSRFProtection`.
//!
//! The core by itself, without [`sessions`](crate::sessions), which wait for a service:
//!
//! ```
//! use waxseal::plug::{self, Fetch, SessionCookie};
//! use waxseal::store::{Conn, cookie::CookieStore, options::Options, serializer::Serializer, value::Value};
//!
//! # let secret = "x".repeat(64);
//! let value = Value::object([("key", "_shop_key".into()), ("signingSalt", "3kVbPzQ1".into()), ("secretKeyBase", secret.into())]);
//! let options = Options::new(&value)?;
//! let cookie = SessionCookie::init(&options)?;
//! let store = CookieStore::init(&options, Serializer::of(&options)?)?;
//!
//! // A request: its Cookie header comes in …
//! let conn = Conn { secret_key_base: None, https: true, now_ms: waxseal::env::now_ms() };
//! let Fetch::Ready(mut session) = plug::fetch(&cookie, &store, &conn, b"theme=dark")? else {
//!     unreachable!("all of this store's is in the cookie");
//! };
//! session.put("cart", &["tea", "cups"])?;
//!
//! // … and its Set-Cookie header goes out.
//! let commit = plug::before_send(&cookie, &store, &conn, &session)?;
//! session.mark_sent()?;
//! assert!(commit.set_cookie.is_some_and(|header| header.starts_with(b"_shop_key=SFMyNTY.")));
//! # Ok::<(), waxseal::error::Error>(())
//! ```

mod answer;
pub mod csrf_protection;
mod session;
mod session_cookie;

pub use answer::{Answer, Carried, Merge, answer, merge};
pub use session::*;
