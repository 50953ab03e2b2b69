//! Signed and encrypted cookies, `put_resp_cookie(conn, name, value, sign: true)`: a token whose salt is the cookie's name.

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
