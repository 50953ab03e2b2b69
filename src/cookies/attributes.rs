//! The attributes of a cookie, and the Set-Cookie value that they make.

use crate::cookies::bytes::any;
use crate::cookies::http_date;
use crate::error::Error;

/// The longest attribute value that browsers heed (RFC 6265bis §5.6), in bytes.
const MAX_ATTRIBUTE: usize = 1024;

/// The attributes of a cookie: the cookie options of `Plug.Session`, and two of our own.
///
/// ```
/// # use waxseal::cookies::Attributes;
/// let attributes = Attributes { secure: true, same_site: Some(b"Strict"), ..Attributes::default() };
/// attributes.check(b"__Host-theme")?;
///
/// // What a browser would drop is told beforehand.
/// let error = Attributes { secure: false, ..attributes }.check(b"__Host-theme").unwrap_err();
/// assert!(error.message().ends_with("write secure: true, or another name"));
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attributes<'a> {
    /// `domain`; without it the cookie is for this host alone.
    pub domain: Option<&'a [u8]>,
    /// `path`; `/` by default. None is Plug's `path: nil` and writes `path=`.
    pub path: Option<&'a [u8]>,
    /// `max_age` in seconds, which writes `expires` as well; without it the cookie ends with the browser's session.
    pub max_age: Option<i64>,
    /// `secure`; off by default, as in `Plug.Conn.Cookies` (it is `Plug.Conn` that turns it on over https).
    pub secure: bool,
    /// `http_only`; on by default.
    pub http_only: bool,
    /// `same_site`, verbatim as in Plug: `Strict`, `Lax` or `None`.
    pub same_site: Option<&'a [u8]>,
    /// `extra`: further attributes, verbatim.
    pub extra: Option<&'a [u8]>,
    /// `Partitioned` (CHIPS; not in Plug 1.16).
    pub partitioned: bool,
    /// `Priority`: `Low`, `Medium` or `High` (not in Plug).
    pub priority: Option<&'a [u8]>,
}

impl Default for Attributes<'_> {
    fn default() -> Self {
        Self {
            domain: None,
            path: Some(b"/"),
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

impl Attributes<'_> {
    /// As they stand in the header of a cookie called `name`.
    ///
    /// # Errors
    /// `ERR_CONFIG` if one of them, or the name, would break out of the header.
    pub(crate) fn written(&self, name: &[u8]) -> Result<Written, Error> {
        let wrong = name.is_empty() || name.contains(&b'=') || breaks_out(name);
        refuse(wrong, "key", name, "a cookie's name, without = ; and control characters")?;
        self.check_text()?;

        let mut start = [b"; path=", self.path.unwrap_or_default()].concat();
        append(&mut start, b"; domain=", self.domain);
        let mut end = Vec::new();
        append(&mut end, b"; HttpOnly", self.http_only.then_some(b""));
        append(&mut end, b"; SameSite=", self.same_site);
        append(&mut end, b"; ", self.extra);
        append(&mut end, b"; Partitioned", self.partitioned.then_some(b""));
        append(&mut end, b"; Priority=", self.priority);
        Ok(Written { name: [name, b"="].concat(), start, end })
    }

    /// Checks what a browser would refuse, or what would break out of the header, for a cookie called `name`.
    ///
    /// # Errors
    /// `ERR_CONFIG`, naming the option as JavaScript has it, and the fix.
    pub fn check(&self, name: &[u8]) -> Result<(), Error> {
        // RFC 6265bis §4.1.1, and what is not ASCII: Plug writes it and browsers take it.
        let token = |byte: &u8| match byte {
            b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~' | 0x80.. => true,
            byte => byte.is_ascii_alphanumeric(),
        };
        let takes = "a cookie's name, of letters, digits and !#$%&'*+-.^_`|~";
        refuse(name.is_empty() || !name.iter().all(token), "key", name, takes)?;
        self.check_text()?;

        let (domain, path) = (self.domain.unwrap_or_default(), self.path.unwrap_or_default());
        let host = |byte: &u8| matches!(byte, b'-' | b'.' | b'_' | 0x80..) || byte.is_ascii_alphanumeric();
        let takes = "a host name of at most 1024 bytes, such as example.com, without scheme, port or path";
        refuse(domain.len() > MAX_ATTRIBUTE || !domain.iter().all(host), "domain", domain, takes)?;
        refuse(path.len() > MAX_ATTRIBUTE, "path", path, "at most 1024 bytes, as browsers ignore a longer one")?;
        let priority = self.priority.unwrap_or(b"Low");
        let known = [&b"low"[..], b"medium", b"high"].iter().any(|name| name.eq_ignore_ascii_case(priority));
        refuse(!known, "priority", priority, "Low, Medium or High")?;

        let none = self.same_site.is_some_and(|same_site| same_site.eq_ignore_ascii_case(b"none"));
        let host = is_prefixed(name, b"__Host-");
        let insecure = !self.secure;
        let would_be_dropped = [
            (
                none && insecure,
                "sameSite: got \"None\", which browsers take only from a cookie that is secure: write secure: true, or sameSite: \"Lax\"",
            ),
            (
                self.partitioned && insecure,
                "partitioned: got true, which browsers take only from a cookie that is secure: write secure: true, or leave partitioned out",
            ),
            (
                host && insecure,
                "key: got a name that begins with __Host-, which browsers take only from a cookie that is secure: write secure: true, or another name",
            ),
            (
                is_prefixed(name, b"__Secure-") && insecure,
                "key: got a name that begins with __Secure-, which browsers take only from a cookie that is secure: write secure: true, or another name",
            ),
            (
                is_prefixed(name, b"__Http-") && insecure,
                "key: got a name that begins with __Http-, which browsers take only from a cookie that is secure: write secure: true, or another name",
            ),
            (
                is_http(name) && !self.http_only,
                "key: got a name that begins with __Http- or __Host-Http-, which browsers take only from a cookie that scripts can't read: leave httpOnly out, or write another name",
            ),
            (
                host && self.domain.is_some(),
                "key: got a name that begins with __Host-, which browsers take only without a domain: leave domain out, or write a name that begins with __Secure-",
            ),
            (
                host && path != b"/",
                "key: got a name that begins with __Host-, which browsers take only with the path /: leave path out, or write a name that begins with __Secure-",
            ),
        ];
        match would_be_dropped.iter().find(|(is_wrong, _)| *is_wrong) {
            Some((_, message)) => Err(Error::config(*message)),
            None => Ok(()),
        }
    }

    /// Whether a browser takes the cookie only if it is secure (RFC 6265bis, sections 5.4 and 5.7; CHIPS).
    pub(crate) fn needs_secure(&self, name: &[u8]) -> bool {
        let none = self.same_site.is_some_and(|same_site| same_site.eq_ignore_ascii_case(b"none"));
        let prefixes = [&b"__Host-"[..], b"__Secure-", b"__Http-"];
        none || self.partitioned || prefixes.iter().any(|prefix| is_prefixed(name, prefix))
    }

    /// Nothing in the texts may end the attribute, let alone the header (CVE-2026-56813).
    fn check_text(&self) -> Result<(), Error> {
        let texts =
            [("domain", self.domain), ("path", self.path), ("sameSite", self.same_site), ("priority", self.priority)];
        for (option, text) in texts {
            let text = text.unwrap_or_default();
            refuse(breaks_out(text), option, text, "text without ; and without control characters")?;
        }
        let extra = self.extra.unwrap_or_default();
        refuse(extra.iter().any(u8::is_ascii_control), "extra", extra, "attributes without control characters")
    }
}

/// Prefixes that promise that no script set the cookie (the "Http" and "Host-Http" prefixes of cookies' next RFC; Chrome 140).
fn is_http(name: &[u8]) -> bool {
    is_prefixed(name, b"__Http-") || is_prefixed(name, b"__Host-Http-")
}

/// Browsers compare the prefixes without regard to case (RFC 6265bis §5.4).
fn is_prefixed(name: &[u8], prefix: &[u8]) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// An error about an option, if it is wrong: its name, what it got, what it takes.
fn refuse(wrong: bool, option: &str, got: &[u8], takes: &str) -> Result<(), Error> {
    if !wrong {
        return Ok(());
    }
    // A secret may stand in the wrong place: none of it is shown.
    let characters = std::str::from_utf8(got).map_or(got.len(), |text| text.chars().count());
    Err(Error::config(format!("{option}: got a string of {characters} characters, takes {takes}")))
}

/// Whether it has a `;` or a control character.
fn breaks_out(text: &[u8]) -> bool {
    any(text, |byte| byte == b';' || byte.is_ascii_control())
}

fn append(out: &mut Vec<u8>, label: &[u8], text: Option<&[u8]>) {
    if let Some(text) = text {
        out.extend_from_slice(label);
        out.extend_from_slice(text);
    }
}

/// A cookie's name and attributes as they stand in the header: all of it that stays the same.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    /// With its `=`.
    name: Vec<u8>,
    /// What comes before `expires`.
    start: Vec<u8>,
    /// What comes after `secure`.
    end: Vec<u8>,
}

/// When a browser is to forget a cookie, in seconds: `max_age` after `now`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Age {
    pub(crate) max_age: i64,
    pub(crate) now: i64,
}

impl Age {
    /// At once.
    pub(crate) const OVER: Self = Self { max_age: 0, now: 0 };
}

impl Written {
    /// The Set-Cookie value for a cookie's value, which must not break out of it.
    pub(crate) fn set_cookie(&self, value: &[u8], secure: bool, age: Option<Age>) -> Result<Vec<u8>, Error> {
        if breaks_out(value) {
            return Err(Error::encode("a cookie's value must not hold ; or control characters"));
        }
        let expiry = match age {
            Some(Age { max_age, now }) => {
                let expires = now.checked_add(max_age).and_then(http_date::format);
                let Some(expires) = expires else {
                    return Err(Error::config(
                        "maxAge: leads out of the calendar (is it in milliseconds?): write it in seconds",
                    ));
                };
                [b"; expires=", &expires[..], b"; max-age=", max_age.to_string().as_bytes()].concat()
            }
            None => Vec::new(),
        };
        let secure: &[u8] = if secure { b"; secure" } else { b"" };
        Ok([&self.name, value, &self.start, &expiry, secure, &self.end].concat())
    }
}
