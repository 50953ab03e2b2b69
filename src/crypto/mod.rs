//! `Plug.Crypto`: what the cookie store is made of.
//!
//! In the order in which to read it: [`base64url`] is how all of it is written; [`key_generator`] makes keys of a
//! [`secret_key_base`] and a salt; [`message_verifier`] signs with them, [`message_encryptor`] encrypts; [`token`] adds a time to both, and [`keyring`] keeps keys.

mod a128gcm;
pub mod base64url;
mod deflate;
pub mod key_generator;
pub mod keyring;
pub(crate) mod mac;
pub mod message_encryptor;
pub mod message_verifier;
pub mod secret_key_base;
pub(crate) mod stack;
pub mod token;
