//! Sessions for the edge, compatible with Elixir's Plug.
//!
//! The map of the crate, in the order in which a request meets it:
//!
//! - [`cookies`]: `Plug.Conn.Cookies`, the Cookie header in and the Set-Cookie header out
//! - [`base64url`], [`key_generator`], [`message_verifier`], [`message_encryptor`]: `Plug.Crypto`
//! - [`term`], [`term_decode`], [`term_encode`], [`json`]: what a session is written in
//! - [`error`], [`env`]: what can go wrong, and the only clock and randomness

pub mod base64url;
pub mod cookies;
pub mod env;
pub mod error;
mod http_date;
pub mod json;
pub mod key_generator;
pub mod message_encryptor;
pub mod message_verifier;
pub mod term;
pub mod term_decode;
pub mod term_encode;
