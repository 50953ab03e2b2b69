//! `Plug.Conn.Cookies`: the Cookie header in, the Set-Cookie header out.
//!
//! Names and values are bytes, taken and given verbatim: no quoting, no percent-encoding, no trimming but Plug's own.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::http_date;

/// The most bytes of a whole Set-Cookie value, name and attributes included, that Plug sends (`Plug.Conn.CookieOverflowError`) and
/// that browsers keep.
pub const MAX_SET_COOKIE: usize = 4096;

/// The longest attribute value that browsers heed (RFC 6265bis §5.6), in bytes.
const MAX_ATTRIBUTE: usize = 1024;

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
    Pairs(Some(header)).filter(|(key, _)| *key == name).find_map(|(_, raw)| checked(raw))
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

/// `bytes.iter().any(test)` without the early end: LLVM makes SIMD of it, sixteen bytes at once.
fn any(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(0, |found, &byte| found | u8::from(test(byte))) != 0
}

/// The attributes of a cookie: the cookie options of `Plug.Session`, and two of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes {
    /// `domain`; without it the cookie is for this host alone.
    pub domain: Option<Vec<u8>>,
    /// `path`; `/` by default. None is Plug's `path: nil` and writes `path=`.
    pub path: Option<Vec<u8>>,
    /// `max_age` in seconds, which writes `expires` as well; without it the cookie ends with the browser's session.
    pub max_age: Option<i64>,
    /// `secure`; off by default, as in `Plug.Conn.Cookies` (it is `Plug.Conn` that turns it on over https).
    pub secure: bool,
    /// `http_only`; on by default.
    pub http_only: bool,
    /// `same_site`, verbatim as in Plug: `Strict`, `Lax` or `None`.
    pub same_site: Option<Vec<u8>>,
    /// `extra`: further attributes, verbatim.
    pub extra: Option<Vec<u8>>,
    /// `Partitioned` (CHIPS; not in Plug 1.16).
    pub partitioned: bool,
    /// `Priority`: `Low`, `Medium` or `High` (not in Plug).
    pub priority: Option<Vec<u8>>,
}

impl Default for Attributes {
    fn default() -> Self {
        Self {
            domain: None,
            path: Some(b"/".to_vec()),
            max_age: None,
            secure: false,
            http_only: true,
            same_site: None,
            extra: None,
            partitioned: false,
            priority: None,
        }
    }
}

impl Attributes {
    /// Checks what a browser would refuse, or what would break out of the header, for a cookie called `name`.
    ///
    /// # Errors
    /// `ERR_CONFIG`, naming the option as JavaScript has it, and the fix.
    pub fn check(&self, name: &[u8]) -> Result<(), Error> {
        // RFC 6265bis §4.1.1, and what is not ASCII: Plug writes it and browsers take it.
        let token = |byte: &u8| *byte >= 0x80 || byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
        let takes = "a cookie's name, of letters, digits and !#$%&'*+-.^_`|~";
        refuse(name.is_empty() || !name.iter().all(token), "key", name, takes)?;
        self.check_text()?;

        let (domain, path) = (self.domain.as_deref().unwrap_or_default(), self.path.as_deref().unwrap_or_default());
        let host = |byte: &u8| *byte >= 0x80 || byte.is_ascii_alphanumeric() || b"-._".contains(byte);
        let takes = "a host name of at most 1024 bytes, such as example.com, without scheme, port or path";
        refuse(domain.len() > MAX_ATTRIBUTE || !domain.iter().all(host), "domain", domain, takes)?;
        refuse(path.len() > MAX_ATTRIBUTE, "path", path, "at most 1024 bytes: browsers ignore a longer one")?;
        let priority = self.priority.as_deref().unwrap_or(b"Low");
        let known = [&b"low"[..], b"medium", b"high"].iter().any(|name| name.eq_ignore_ascii_case(priority));
        refuse(!known, "priority", priority, "Low, Medium or High")?;

        let same_site = self.same_site.as_deref().unwrap_or_default();
        let needs_secure = "that only together with secure: true, or browsers drop the cookie";
        refuse(same_site.eq_ignore_ascii_case(b"none") && !self.secure, "sameSite", same_site, needs_secure)?;
        refuse(self.partitioned && !self.secure, "partitioned", b"true", needs_secure)?;
        // Browsers compare the prefixes without regard to case (RFC 6265bis §5.4).
        let prefixed = |prefix: &[u8]| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let host = prefixed(b"__Host-");
        refuse((host || prefixed(b"__Secure-")) && !self.secure, "key", name, needs_secure)?;
        let takes = "that only together with path: \"/\" and no domain, or browsers drop the cookie";
        refuse(host && (self.domain.is_some() || path != b"/"), "key", name, takes)
    }

    /// Nothing in the texts may end the attribute, let alone the header (CVE-2026-56813).
    fn check_text(&self) -> Result<(), Error> {
        let texts = [
            ("domain", &self.domain),
            ("path", &self.path),
            ("sameSite", &self.same_site),
            ("priority", &self.priority),
        ];
        for (option, text) in texts {
            let text = text.as_deref().unwrap_or_default();
            refuse(breaks_out(text), option, text, "no ; and no control characters")?;
        }
        let extra = self.extra.as_deref().unwrap_or_default();
        refuse(any(extra, |byte| byte.is_ascii_control()), "extra", extra, "no control characters")
    }
}

/// An error about an option, if it is wrong: its name, what it got, what it takes.
fn refuse(wrong: bool, option: &str, got: &[u8], takes: &str) -> Result<(), Error> {
    if !wrong {
        return Ok(());
    }
    // At most so much of it, and nothing that would break out of a log's line either.
    let got: String = String::from_utf8_lossy(got).chars().filter(|char| !char.is_control()).take(64).collect();
    Err(Error::config([option, ": got \"", &got, "\", takes ", takes].concat()))
}

/// Whether it has a `;` or a control character.
fn breaks_out(text: &[u8]) -> bool {
    any(text, |byte| byte == b';' || byte.is_ascii_control())
}

/// A Set-Cookie value in Plug's order and letter case: `Plug.Conn.Cookies.encode/2`. No value is an empty one. `now` counts
/// seconds since 1970-01-01T00:00:00Z; `expires` is `max_age` after it.
///
/// # Errors
/// `ERR_ENCODE` if the value, `ERR_CONFIG` if the name or an attribute has a `;` or a control character (or the name a `=`), and
/// if `max_age` leads out of the calendar.
pub fn encode(name: &[u8], value: Option<&[u8]>, attributes: &Attributes, now: i64) -> Result<Vec<u8>, Error> {
    write(name, value.unwrap_or_default(), attributes, attributes.max_age, now)
}

/// The Set-Cookie value that makes a browser forget the cookie: the same attributes, no value, and an end in 1970.
///
/// # Errors
/// As [`encode`].
pub fn delete(name: &[u8], attributes: &Attributes) -> Result<Vec<u8>, Error> {
    write(name, b"", attributes, Some(0), 0)
}

fn write(name: &[u8], value: &[u8], attributes: &Attributes, max_age: Option<i64>, now: i64) -> Result<Vec<u8>, Error> {
    if breaks_out(value) {
        return Err(Error::encode("a cookie's value must not hold ; or control characters"));
    }
    let wrong = name.is_empty() || name.contains(&b'=') || breaks_out(name);
    refuse(wrong, "key", name, "a cookie's name, without = ; and control characters")?;
    attributes.check_text()?;

    // The attributes that every browser knows come to less than 192 bytes, with a common domain and path.
    let mut out = Vec::with_capacity(name.len() + value.len() + 192);
    let mut put = |label: &[u8], text: &[u8]| {
        out.extend_from_slice(label);
        out.extend_from_slice(text);
    };
    put(name, b"=");
    put(value, b"; path=");
    put(attributes.path.as_deref().unwrap_or_default(), b"");
    if let Some(domain) = &attributes.domain {
        put(b"; domain=", domain);
    }
    if let Some(max_age) = max_age {
        let expires = now.checked_add(max_age).and_then(http_date::format);
        let expires = expires.ok_or_else(|| Error::config("maxAge: leads out of the calendar, takes seconds"))?;
        put(b"; expires=", &expires);
        put(b"; max-age=", &http_date::decimal(max_age));
    }
    if attributes.secure {
        put(b"; secure", b"");
    }
    if attributes.http_only {
        put(b"; HttpOnly", b"");
    }
    if let Some(same_site) = &attributes.same_site {
        put(b"; SameSite=", same_site);
    }
    if let Some(extra) = &attributes.extra {
        put(b"; ", extra);
    }
    if attributes.partitioned {
        put(b"; Partitioned", b"");
    }
    if let Some(priority) = &attributes.priority {
        put(b"; Priority=", priority);
    }
    Ok(out)
}
