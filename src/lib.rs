#![doc = include_str!("guide.md")]
//! # In axum
//!
//! The whole of `examples/axum.rs`. Behind a server that ends TLS, say so to the layer: `.https(|_| true)`.
//!
//! ```toml
//! [dependencies]
//! waxseal = { version = "0.1", default-features = false, features = ["redis", "tower"] }
//! axum = "0.8"
//! redis = { version = "1", features = ["connection-manager", "tokio-comp"] }
//! serde_json = "1"
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "time"] }
//! ```
//!
#![cfg_attr(not(doctest), doc = concat!("```\n", include_str!("axum.txt"), "```"))]
//!
//! # In a Worker
//!
//! The whole of `examples/workers-rs`, with `default-features = false` and the feature `http`.
//!
#![cfg_attr(not(doctest), doc = concat!("```\n", include_str!("worker.txt"), "```"))]
//!
//! # How it is made
//!
//! The rooms of the crate, from the ground up; a room uses only those above it in this list:
//!
//! - [`error`], [`mod@env`]: what can go wrong; the only clock and randomness
//! - [`term`]: Erlang's external term format, which sessions are written in
//! - [`json`]: the other format, of Plug's apps with Jason, over the same bytes
//! - [`crypto`]: `Plug.Crypto`: base64url, keys, signed and encrypted messages
//! - [`cookies`]: `Plug.Conn.Cookies`: the Cookie header in and the Set-Cookie header out
//! - [`session`]: the session as one flat value
//! - [`store`]: `Plug.Session.Store`: the contract, and the two stores that keep it
//! - [`plug`]: `Plug.Session`, from fetch to `before_send`
//! - [`kv`]: key-value services that sessions are kept in
//! - [`phoenix`]: what Phoenix keeps in it: the flash, and who is logged in
//! - [`sessions`]: the driver, for programs in Rust: fetch, await the service, commit
//! - `tower`: a layer for services over the `http` crate, such as axum's
//! - `wasm`: the border to JavaScript, in WebAssembly only
//!
//! A request comes in through [`plug::fetch`], which asks a store for the session of a cookie, and leaves through
//! [`plug::before_send`], which says what is to be stored and sent.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `npm` | yes | in WebAssembly, the npm package's exports. With `default-features = false` there is nothing of them in a module of yours, as a Worker in Rust |
//! | `http` | | sessions are fetched from an `http::Request` and sent with a response's headers |
//! | `tower` | | `tower::SessionLayer`, for axum and whatever else is made of services over the `http` crate |
//! | `redis` | | `kv::Redis`, over the `redis` crate's connections (with `tokio`) |
//! | `sqlite` | | `kv::Sqlite`, over a connection of `rusqlite`: with the system's SQLite, unless your own `rusqlite` says `bundled` |
//! | `conformance` | | `kv::conformance`, the suite for an adapter of your own |
//! | `allocator` | | the npm package's allocator, as the module's global one |

#![forbid(unsafe_code)]

pub mod cookies;
pub mod crypto;
pub mod env;
pub mod error;
pub mod json;
pub mod kv;
pub mod phoenix;
pub mod plug;
pub mod session;
pub mod sessions;
pub mod store;
pub mod term;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "http")]
mod web;

// The border to JavaScript: no part of the Rust API, and public only so that its tests reach it.
#[cfg(all(target_arch = "wasm32", target_os = "unknown", feature = "npm"))]
#[doc(hidden)]
pub mod wasm;
