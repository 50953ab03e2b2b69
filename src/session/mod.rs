//! The session as one flat value: what a request carries from fetch to commit.
//!
//! `bytes` has its layout; `header` what stands before the map, [`map`] the session's keys and values, `own` what it says of itself,
//! `writes` what a request does to it, `shown` what an app behind knows of that.

mod bytes;
mod header;
pub mod map;
mod merge;
pub(crate) mod own;
pub(crate) mod shown;
mod writes;

pub(crate) use bytes::ROTATED;
pub use bytes::Session;
pub use header::{Action, Sid};
pub use own::LONGEST;
