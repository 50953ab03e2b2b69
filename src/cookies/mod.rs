//! `Plug.Conn.Cookies`: the Cookie header in, the Set-Cookie header out.
//!
//! Names and values are bytes, taken and given verbatim: no quoting, no percent-encoding, no trimming but Plug's own.
//!
//! ```
//! use waxseal::cookies::{self, Attributes};
//!
//! let header = b"theme=dark; lang=en; theme=light";
//! assert_eq!(cookies::find(header, b"theme"), Some(&b"dark"[..]));
//! assert_eq!(cookies::find_each(header, b"theme").count(), 2);
//! assert_eq!(cookies::decode(header).len(), 2);
//!
//! let headers = [&header[..], b"theme=blue"];
//! assert_eq!(cookies::find_in(&headers, b"theme"), Some(&b"blue"[..]));
//! assert_eq!(cookies::decode_all(&headers).len(), 2);
//!
//! let attributes = Attributes { max_age: Some(60), same_site: Some(b"Lax"), ..Attributes::default() };
//! let set_cookie = cookies::encode(b"theme", Some(b"dark"), &attributes, 0)?;
//! assert!(set_cookie.starts_with(b"theme=dark; path=/; expires=Thu, 01 Jan 1970 00:01:00 GMT; max-age=60; "));
//! assert!(set_cookie.len() <= cookies::MAX_SET_COOKIE);
//! assert!(cookies::delete(b"theme", &attributes)?.starts_with(b"theme=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; "));
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use std::collections::BTreeMap;

pub(crate) mod attributes;
mod bytes;
mod http_date;
pub mod received;
pub mod signed;

use crate::cookies::attributes::Age;
pub use crate::cookies::attributes::Attributes;
use crate::cookies::bytes::any;
use crate::error::Error;

/// The most bytes of a whole Set-Cookie value, name and attributes included, that Plug sends (`Plug.Conn.CookieOverflowError`) and
/// that browsers keep.
pub const MAX_SET_COOKIE: usize = 4096;

/// The cookies of one Cookie header: `Plug.Conn.Cookies.decode/1`. Of two with one name the first counts.
#[must_use]
pub fn decode(header: &[u8]) -> BTreeMap<&[u8], &[u8]> {
    let mut cookies = BTreeMap::new();
    for (name, value) in Pairs(Some(header)).filter_map(|(name, raw)| Some((name, checked(raw)?))) {
        cookies.entry(name).or_insert(value);
    }
    cookies
}

/// The cookies of several Cookie headers, as `Plug.Conn.fetch_cookies/2`: of two with one name the one in the later header counts.
#[must_use]
pub fn decode_all<'h>(headers: &[&'h [u8]]) -> BTreeMap<&'h [u8], &'h [u8]> {
    headers.iter().flat_map(|header| decode(header)).collect()
}

/// What [`decode`] has for `name`, without looking at more than it takes to know.
#[must_use]
pub fn find<'h>(header: &'h [u8], name: &[u8]) -> Option<&'h [u8]> {
    find_each(header, name).next()
}

/// All that a Cookie header has for `name`: the first is what counts.
pub fn find_each<'h>(header: &'h [u8], name: &[u8]) -> impl Iterator<Item = &'h [u8]> {
    Pairs(Some(header)).filter(move |(key, _)| *key == name).filter_map(|(_, raw)| checked(raw))
}

/// What [`decode_all`] has for `name`.
#[must_use]
pub fn find_in<'h>(headers: &[&'h [u8]], name: &[u8]) -> Option<&'h [u8]> {
    headers.iter().rev().find_map(|header| find(header, name))
}

/// The pairs of a Cookie header that have a proper name, with their raw values.
struct Pairs<'h>(Option<&'h [u8]>);

impl<'h> Iterator for Pairs<'h> {
    type Item = (&'h [u8], &'h [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.0?;
            let (piece, rest) = match position(rest, b';').and_then(|at| rest.split_at_checked(at)) {
                Some((piece, rest)) => (piece, rest.strip_prefix(b";")),
                None => (rest, None),
            };
            self.0 = rest;
            if let Some(pair) = pair(piece) {
                return Some(pair);
            }
        }
    }
}

/// `name=raw value`; the name is not empty and has no whitespace.
fn pair(mut piece: &[u8]) -> Option<(&[u8], &[u8])> {
    while let [b' ' | b'\t', rest @ ..] = piece {
        piece = rest;
    }
    let end = piece.iter().position(|&byte| matches!(byte, b'=' | b' ' | b'\t'..=b'\r'))?;
    let (name, rest) = piece.split_at_checked(end)?;
    let raw = rest.strip_prefix(b"=")?;
    if name.is_empty() { None } else { Some((name, raw)) }
}

/// A raw value without its trailing spaces; none if it has other whitespace (`\t \n \v \f \r`).
fn checked(mut raw: &[u8]) -> Option<&[u8]> {
    if any(raw, |byte| (b'\t'..=b'\r').contains(&byte)) {
        return None;
    }
    while let [rest @ .., b' '] = raw {
        raw = rest;
    }
    Some(raw)
}

/// Where `wanted` first is: block by block, then byte by byte in the block that has it.
fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    let without = |block: &&[u8; 16]| !any(*block, |byte| byte == wanted);
    let skipped = bytes.as_chunks::<16>().0.iter().take_while(without).count() * 16;
    let at = bytes.get(skipped..)?.iter().position(|&byte| byte == wanted)?;
    Some(skipped + at)
}

/// A Set-Cookie value in Plug's order and letter case: `Plug.Conn.Cookies.encode/2`. No value is an empty one. `now` counts
/// seconds since 1970-01-01T00:00:00Z; `expires` is `max_age` after it.
///
/// # Errors
/// `ERR_ENCODE` if the value, `ERR_CONFIG` if the name or an attribute has a `;` or a control character (or the name a `=`), and
/// if `max_age` leads out of the calendar.
pub fn encode(name: &[u8], value: Option<&[u8]>, attributes: &Attributes<'_>, now: i64) -> Result<Vec<u8>, Error> {
    let age = attributes.max_age.map(|max_age| Age { max_age, now });
    attributes.written(name)?.set_cookie(value.unwrap_or_default(), attributes.secure, age)
}

/// The Set-Cookie value that makes a browser forget the cookie: the same attributes, no value, and an end in 1970.
///
/// # Errors
/// As [`encode`].
pub fn delete(name: &[u8], attributes: &Attributes<'_>) -> Result<Vec<u8>, Error> {
    attributes.written(name)?.set_cookie(b"", attributes.secure, Some(Age::OVER))
}
