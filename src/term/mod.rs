//! Erlang's external term format, which sessions are written in.
//!
//! In the order in which to read it: [`Term`] is a term as a tree, for who wants one; `head` is one step into the bytes, `walk`
//! all of them; [`decode`] checks bytes from outside, [`encode`] writes terms; `order` is Erlang's order of terms.

pub(crate) mod atom;
pub(crate) mod build;
pub mod decode;
pub mod encode;
pub(crate) mod float;
pub(crate) mod head;
mod inflate;
mod keys;
mod opaque;
pub(crate) mod order;
pub(crate) mod put;
pub(crate) mod rewrite;
mod value;
pub(crate) mod walk;

pub use value::*;
