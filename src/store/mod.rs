//! `Plug.Session.Store`: the contract and the stores that keep it.
//!
//! `contract` is what a store answers; `entry` what an owner's index holds of a session; [`options`] how it is configured, out of a [`value`]; [`cookie`] keeps a session in the cookie itself, written
//! by a [`serializer`]; [`kv`] keeps it in a key-value service; `times` says when it is over, in both,
//! and `life` keeps that where there is no record.

mod contract;
pub mod cookie;
mod entry;
pub mod kv;
pub(crate) mod life;
pub mod names;
pub mod options;
pub mod serializer;
pub(crate) mod times;
pub mod value;

pub use contract::*;
pub use entry::Entry;
