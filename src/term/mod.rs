//! Erlang's external term format, which sessions are written in.
//!
//! In the order in which to read it: `tag`, `cursor`, `bounds` and `integer` are the ground; `put` writes bytes, `atom`, `float` and
//! `opaque` are what has a form of its own; `head` is one step into the bytes, `walk` all of them; [`Term`] is a term as a tree; [`decode`] checks bytes from outside, [`encode`] writes terms; [`typed`] is what serde's types are as terms; `order` is Erlang's order of terms.

pub(crate) mod atom;
pub(crate) mod bounds;
pub(crate) mod build;
pub(crate) mod cursor;
pub mod decode;
pub mod encode;
pub(crate) mod float;
pub(crate) mod head;
mod inflate;
pub(crate) mod integer;
mod keys;
mod opaque;
pub(crate) mod order;
pub(crate) mod otp;
pub(crate) mod put;
pub(crate) mod rewrite;
pub(crate) mod tag;
pub mod typed;
mod value;
pub(crate) mod walk;

pub use typed::{from_slice, to_vec};
pub use value::*;
