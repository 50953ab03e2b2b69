//! Signed and encrypted cookies, `put_resp_cookie(conn, name, value, sign: true)`: a token whose salt is the cookie's name.
//!
//! ```
//! use waxseal::cookies::signed;
//! use waxseal::crypto::token::{self, Terms};
//! use waxseal::crypto::{key_generator, message_verifier::SigningKey};
//! use waxseal::term::{self, encode::Otp};
//!
//! // put_resp_cookie(conn, "theme", "dark", sign: true)
//! let secret_key_base = [b'x'; 64];
//! let key = key_generator::generate(&secret_key_base, &signed::salt(b"theme"), &key_generator::Options::default())?;
//! let terms = Terms { signed_at_ms: 0, max_age: signed::age(None), otp: Otp::Otp26, compressed: false };
//! let cookie = token::sign(&SigningKey::new(key.as_bytes())?, &term::to_vec("dark")?, &terms)?;
//! assert!(cookie.starts_with(b"SFMyNTY."));
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use crate::crypto::token::{Age, MAX_AGE};

/// The salt of a cookie of this name (`Plug.Conn.put_resp_cookie/4`, `fetch_cookies/2`).
#[must_use]
pub fn salt(name: &[u8]) -> Vec<u8> {
    [name, b"_cookie"].concat()
}

/// The age in the token: the cookie's `max_age`, or a day for one that ends with the browser.
#[must_use]
pub const fn age(max_age: Option<Age>) -> Age {
    match max_age {
        None | Some(Age::Nil) => MAX_AGE,
        Some(age) => age,
    }
}
