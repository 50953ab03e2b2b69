//! `Plug.CSRFProtection`: a state in the session, and tokens in pages that fit it.
//!
//! What a page carries is another text each time: the state under a mask, and the mask (so that what is compressed beside it tells
//! nothing: BREACH). For a host there is a signed one, whose key is derived of the state.
//!
//! ```
//! use waxseal::crypto::{key_generator, message_verifier::SigningKey};
//! use waxseal::plug::csrf_protection as csrf;
//!
//! // Under _csrf_token in the session, and in a form.
//! let state = csrf::new_state()?;
//! assert_eq!(csrf::dump_state_from_session(&state).map(|state| state.len()), Some(csrf::STATE));
//! let token = csrf::mask(&state)?;
//! assert!(csrf::is_protected(b"POST") && !csrf::is_protected(b"GET"));
//! assert!(csrf::valid_state_and_csrf_token(&state, &token));
//! assert!(csrf::is_cross_origin_script(b"GET", b"", b"text/javascript"));
//!
//! // For a form that is sent to another host.
//! let key = key_generator::generate(&[b'x'; 64], &state, &key_generator::Options::default())?;
//! let key = SigningKey::new(key.as_bytes())?;
//! let token = csrf::host_token(&key, b"pay.example.com")?;
//! assert!(csrf::is_host_token(&token));
//! assert!(csrf::valid_host_token(&key, &token, b"pay.example.com", &[]));
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use base64ct::{Base64UrlUnpadded, Encoding as _};
use ctutils::CtEq as _;

use crate::crypto::base64url;
use crate::crypto::message_verifier::{Digest, SigningKey};
use crate::env;
use crate::error::Error;

/// The bytes of a state, of a mask, and of what goes before a host: base64url of 18.
pub const STATE: usize = 24;
const RANDOM: usize = 18;
const MASKED: usize = 32;

/// What a token for a host begins with: no other digest is taken.
const SIGNED: &[u8] = b"SFMyNTY.";

/// A new state: 24 characters, written in constant time.
///
/// # Errors
/// No randomness.
pub fn new_state() -> Result<Vec<u8>, Error> {
    let mut random = [0; RANDOM];
    env::random(&mut random)?;
    Ok(Base64UrlUnpadded::encode_string(&random).into_bytes())
}

/// What stands under `_csrf_token` in a session, if it can be a state: `Plug.CSRFProtection.dump_state_from_session/1`.
#[must_use]
pub fn dump_state_from_session(value: &[u8]) -> Option<&[u8; STATE]> {
    value.try_into().ok()
}

/// A state as a page may carry it, under a mask that was never used before.
///
/// # Errors
/// What is no state; no randomness.
pub fn mask(state: &[u8]) -> Result<Vec<u8>, Error> {
    let state = dump_state_from_session(state).ok_or_else(|| Error::config("a CSRF state has 24 bytes"))?;
    let mask = new_state()?;
    let mut token = Vec::with_capacity(MASKED + STATE);
    base64url::encode(&xor(state, &mask), &mut token);
    token.extend_from_slice(&mask);
    Ok(token)
}

fn xor(left: &[u8], right: &[u8]) -> Vec<u8> {
    left.iter().zip(right).map(|(left, right)| left ^ right).collect()
}

/// Whether a token, masked as [`mask`] does it, fits a state: `Plug.CSRFProtection.valid_state_and_csrf_token?/2`. In constant time.
#[must_use]
pub fn valid_state_and_csrf_token(state: &[u8], token: &[u8]) -> bool {
    if state.len() != STATE || token.len() != MASKED + STATE {
        return false;
    }
    let Some((masked, mask)) = token.split_at_checked(MASKED) else { return false };
    let mut unmasked = Vec::with_capacity(MASKED);
    if base64url::decode(masked, &mut unmasked).is_err() {
        return false;
    }
    // Of another length if it was padded; that is no secret.
    xor(&unmasked, mask).ct_eq(state).into()
}

/// A token that holds for a host alone: `get_csrf_token_for/1`. The key is that of the secret key base, with the state as its salt.
///
/// # Errors
/// No randomness.
pub fn host_token(key: &SigningKey, host: &[u8]) -> Result<Vec<u8>, Error> {
    let message = [&new_state()?, host].concat();
    let mut token = Vec::new();
    key.sign(&message, Digest::Sha256, &mut token);
    Ok(token)
}

/// Whether a token is one for a host at all: only then is its key worth deriving.
#[must_use]
pub fn is_host_token(token: &[u8]) -> bool {
    token.starts_with(SIGNED) && token.len() != MASKED + STATE
}

/// Whether a token for a host holds for a request to `host`: it was made for that host, or for one of `allowed`. A name there is
/// itself; with a dot before it, all that ends so.
#[must_use]
pub fn valid_host_token(key: &SigningKey, token: &[u8], host: &[u8], allowed: &[&[u8]]) -> bool {
    let mut message = Vec::new();
    if !is_host_token(token) || key.verify(token, &mut message).is_err() {
        return false;
    }
    let Some(made_for) = message.get(STATE..) else { return false };
    let allows = |name: &&[u8]| if name.starts_with(b".") { made_for.ends_with(name) } else { made_for == *name };
    made_for == host || allowed.iter().any(allows)
}

/// Whether a request of this method needs a token: all but those that change nothing, which are known, as in Plug, in capitals alone.
#[must_use]
pub fn is_protected(method: &[u8]) -> bool {
    !matches!(method, b"GET" | b"HEAD" | b"OPTIONS")
}

/// Whether a response would be JavaScript that any other site may run with this visitor's cookies: a GET that no script of this
/// site made. `requested_with` is the request's `x-requested-with`.
#[must_use]
pub fn is_cross_origin_script(method: &[u8], requested_with: &[u8], content_type: &[u8]) -> bool {
    let is_script = content_type.starts_with(b"text/javascript") || content_type.starts_with(b"application/javascript");
    method == b"GET" && is_script && requested_with != b"XMLHttpRequest"
}
