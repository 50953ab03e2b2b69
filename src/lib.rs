//! Sessions for the edge, compatible with Elixir's Plug.
//!
//! The map of the crate, in the order in which a request meets it:
//!
//! - [`cookies`]: `Plug.Conn.Cookies`, the Cookie header in and the Set-Cookie header out
//! - [`session`]: `Plug.Session`, from fetch to `before_send`, over [`session_bytes`] and [`session_map`], the session as one
//!   flat value
//! - [`store`]: `Plug.Session.Store`, the contract; [`cookie_store`] and [`kv_store`] keep it, [`serializer`] and
//!   [`secret_key_base`] serve the former
//! - [`message_verifier`], [`message_encryptor`], [`key_generator`], [`base64url`]: `Plug.Crypto`
//! - [`term`], [`term_decode`], [`term_encode`], [`json`]: what a session is written in
//! - [`options`], [`error`], [`mod@env`]: what is configured, what can go wrong, and the only clock and randomness
//! - `wasm*`: the border to JavaScript, in WebAssembly only

#![forbid(unsafe_code)]

mod a128gcm;
pub mod base64url;
mod cookie_attributes;
mod cookie_keys;
pub mod cookie_store;
pub mod cookies;
mod decimal;
pub mod env;
pub mod error;
mod float;
mod http_date;
pub mod json;
mod json_decode;
mod json_encode;
pub mod key_generator;
mod kv_record;
pub mod kv_store;
mod mac;
pub mod message_encryptor;
pub mod message_verifier;
pub mod options;
pub mod secret_key_base;
pub mod serializer;
pub mod session;
pub mod session_bytes;
mod session_cookie;
mod session_header;
pub mod session_map;
mod session_writes;
mod stack;
pub mod store;
pub mod term;
mod term_atom;
mod term_build;
pub mod term_decode;
pub mod term_encode;
mod term_head;
mod term_inflate;
mod term_keys;
mod term_opaque;
mod term_order;
mod term_put;
mod term_rewrite;
mod term_walk;

#[cfg(all(target_arch = "wasm32", feature = "allocator"))]
mod allocator;

// The border to JavaScript: no part of the Rust API, and public only so that its tests reach it.
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod wasm;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod wasm_crypto;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod wasm_session;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod wasm_site;
