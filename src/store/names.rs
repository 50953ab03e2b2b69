//! Which options there are. What nobody knows is refused with what was probably meant: `encrytionSalt` would leave sessions readable.
//!
//! ```
//! use waxseal::store::names::{COOKIE, COOKIE_STORE, KV_STORE};
//! use waxseal::store::{options::Options, value::Value};
//!
//! let value = Value::object([("encrytionSalt", "q8Lm".into())]);
//! let error = Options::new(&value)?.check_names(&[COOKIE, COOKIE_STORE]).unwrap_err();
//! assert!(error.message().contains("encryptionSalt"));
//! assert!(KV_STORE.contains(&"idleTimeout"));
//! # Ok::<(), waxseal::error::Error>(())
//! ```

/// The cookie's: Plug's, and two of our own. Every store has them, and the two that come before them.
pub const COOKIE: &[&str] = &[
    "store",
    "log",
    "key",
    "domain",
    "maxAge",
    "path",
    "secure",
    "httpOnly",
    "sameSite",
    "extra",
    "partitioned",
    "priority",
];

/// The cookie store's.
pub const COOKIE_STORE: &[&str] = &[
    "secretKeyBase",
    "signingSalt",
    "encryptionSalt",
    "signingKey",
    "encryptionKey",
    "keyIterations",
    "keyLength",
    "keyDigest",
    "rotatingOptions",
    "serializer",
    "idleTimeout",
    "maxLifetime",
    "otp",
];

/// The key-value store's. `kv` and `timeout` are of who asks the service.
pub const KV_STORE: &[&str] =
    &["kv", "timeout", "idleTimeout", "maxLifetime", "prefix", "otp", "eventual", "ownerSecret"];

/// The nearest of the names, if one is near: up to a third of the letters may be wrong, and three at most.
pub(crate) fn nearest<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let given = letters(given);
    let most = given.len().div_ceil(3).min(3);
    names
        .map(|name| (distance(&given, &letters(name)), name))
        .filter(|(far, _)| *far <= most)
        .min_by_key(|(far, _)| *far)
        .map(|(_, name)| name)
}

/// What is left of a name when spelling does not count, as far as names go.
fn letters(name: &str) -> Vec<u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).take(40).collect()
}

/// How many letters must be put in, left out or changed (Levenshtein).
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut next = vec![at + 1];
        for ((changed, left_out), meant) in row.iter().zip(row.iter().skip(1)).zip(other) {
            let put_in = next.last().copied().unwrap_or_default();
            next.push((changed + usize::from(letter != meant)).min(left_out + 1).min(put_in + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
