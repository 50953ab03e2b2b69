//! The driver: the sessions of requests, fetched from their store and committed to it, for programs in Rust.
//!
//! The core never waits; here is who waits for it. [`Sessions`] asks the core, awaits the key-value service, answers the core and performs its
//! plan, as `createSessions` does in JavaScript. It belongs to no runtime: timers and tasks are given to it. With the feature `http` a
//! session is fetched from an `http::Request` and sent with a response; with `tower` by a layer.
//!
//! ```
//! use waxseal::sessions::Sessions;
//! use waxseal::store::value::Value;
//!
//! # async fn handle() -> Result<(), waxseal::error::Error> {
//! # let secret = "x".repeat(64);
//! let options = Value::object([
//!     ("key", "_my_app_key".into()),
//!     ("secretKeyBase", secret.into()),
//!     ("signingSalt", "3kVbPzQ1".into()),
//! ]);
//! let sessions = Sessions::cookie(&options)?;
//!
//! let session = sessions.fetch("_my_app_key=…; theme=dark").await?;
//! session.put_raw("seen", b"s\x04true")?;
//! let set_cookie: Option<String> = sessions.commit(&session).await?;
//! # assert!(set_cookie.is_some());
//! # Ok(())
//! # }
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # assert!(std::pin::pin!(handle()).poll(&mut context).is_ready());
//! ```

mod any_kv;
mod ask;
mod changing;
mod commit;
mod csrf;
mod fetch;
#[cfg_attr(not(feature = "http"), expect(dead_code, reason = "some of it is the layer's"))]
pub(crate) mod handle;
mod incoming;
pub(crate) mod outlive;
mod own;
mod owners;
mod service;
mod site;
mod steps;
mod time;

pub use handle::SessionHandle;
pub use incoming::Incoming;
pub use owners::{Listed, Revoke};
pub use site::{Event, Sessions};
