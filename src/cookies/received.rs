//! A Set-Cookie header as a browser takes it (RFC 6265, section 5.2): which cookie it is about, and whether it ends it.
//!
//! ```
//! use waxseal::cookies::received::{Received, default_path};
//!
//! let received = Received::parse(b"theme=dark; Path=/app; Max-Age=60").unwrap();
//! assert_eq!((received.name, received.value, received.path), (&b"theme"[..], &b"dark"[..], Some(&b"/app"[..])));
//! assert!(!received.is_over(1_700_000_000));
//! assert!(Received::parse(b"theme=; Max-Age=0").unwrap().is_over(1_700_000_000));
//!
//! // Without a path it is that of the page that set it.
//! assert_eq!(default_path(b"/shop/cart"), b"/shop");
//! ```

/// One Set-Cookie header, read. Cookies are told apart by name, domain and path (RFC 6265, section 5.3, step 11).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Received<'h> {
    /// The name, without whitespace around it.
    pub name: &'h [u8],
    /// The value, without whitespace around it.
    pub value: &'h [u8],
    /// The domain without a leading dot; without one the cookie is for the host alone.
    pub domain: Option<&'h [u8]>,
    /// The path, if it is one: else the browser takes the request's ([`default_path`]).
    pub path: Option<&'h [u8]>,
    /// When it ends, in seconds since 1970; `i64::MIN` for at once. Without it, with the browser's session.
    expires: Option<Expiry>,
}

/// Without the value.
impl std::fmt::Debug for Received<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Received")
            .field("name", &String::from_utf8_lossy(self.name))
            .field("value", &self.value.len())
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expiry {
    /// Seconds from now: `Max-Age`, which goes before `Expires`.
    After(i64),
    /// Seconds since 1970.
    At(i64),
}

impl<'h> Received<'h> {
    /// Reads a header; nothing if a browser would ignore it.
    #[must_use]
    pub fn parse(header: &'h [u8]) -> Option<Self> {
        let mut parts = header.split(|byte| *byte == b';');
        let (name, value) = pair(parts.next()?)?;
        let value = value?;
        if name.is_empty() {
            return None;
        }
        let mut received = Self { name, value, domain: None, path: None, expires: None };
        for (name, value) in parts.filter_map(pair) {
            let value = value.unwrap_or_default();
            if name.eq_ignore_ascii_case(b"domain") {
                let host = value.strip_prefix(b".").unwrap_or(value);
                received.domain = (!host.is_empty()).then_some(host);
            } else if name.eq_ignore_ascii_case(b"path") {
                received.path = value.starts_with(b"/").then_some(value);
            } else if name.eq_ignore_ascii_case(b"max-age") {
                received.expires = seconds(value).map(Expiry::After).or(received.expires);
            } else if name.eq_ignore_ascii_case(b"expires") && !matches!(received.expires, Some(Expiry::After(_))) {
                received.expires = date(value).map(Expiry::At).or(received.expires);
            }
        }
        Some(received)
    }

    /// Whether the browser deletes the cookie when it reads this at `now_s`, seconds since 1970.
    #[must_use]
    pub fn is_over(&self, now_s: i64) -> bool {
        match self.expires {
            None => false,
            Some(Expiry::After(seconds)) => seconds <= 0,
            Some(Expiry::At(at)) => at <= now_s,
        }
    }
}

/// The path of a cookie whose Set-Cookie names none, by the path of the request's URL (RFC 6265, section 5.1.4).
#[must_use]
pub fn default_path(request: &[u8]) -> &[u8] {
    match request.iter().rposition(|byte| *byte == b'/') {
        Some(last) if last > 0 && request.starts_with(b"/") => request.get(..last).unwrap_or(b"/"),
        _ => b"/",
    }
}

/// `name=value`, both trimmed; the value is nothing where there is no `=`.
fn pair(part: &[u8]) -> Option<(&[u8], Option<&[u8]>)> {
    let mut halves = part.splitn(2, |byte| *byte == b'=');
    Some((halves.next()?.trim_ascii(), halves.next().map(<[u8]>::trim_ascii)))
}

/// `Max-Age`: digits, perhaps with a minus; what is too large is as good as for ever.
fn seconds(value: &[u8]) -> Option<i64> {
    let (sign, digits) = value.strip_prefix(b"-").map_or((1, value), |digits| (-1, digits));
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = std::str::from_utf8(digits).ok()?.parse().unwrap_or(i64::MAX);
    Some(sign * number)
}

const MONTHS: [&[u8]; 12] =
    [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];

/// A date in any of the spellings that browsers take, as seconds since 1970 (RFC 6265, section 5.1.1).
fn date(text: &[u8]) -> Option<i64> {
    let is_delimiter = |byte: &u8| !(byte.is_ascii_alphanumeric() || *byte == b':' || *byte >= 0x7f);
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    for token in text.split(is_delimiter).filter(|token| !token.is_empty()) {
        if time.is_none() && token.contains(&b':') {
            time = clock(token);
        } else if day.is_none() && number(token, 1, 2).is_some() {
            day = number(token, 1, 2);
        } else if month.is_none() && month_of(token).is_some() {
            month = month_of(token);
        } else if year.is_none() {
            year = number(token, 2, 4);
        }
    }
    let year = match year? {
        year @ 70..=99 => year + 1900,
        year @ 0..=69 => year + 2000,
        year => year,
    };
    let (day, month, seconds) = (day?, month?, time?);
    if !(1..=31).contains(&day) || year < 1601 {
        return None;
    }
    Some(days(year, month, day) * 86_400 + seconds)
}

fn month_of(token: &[u8]) -> Option<i64> {
    let start = token.get(..3)?;
    let at = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(start))?;
    i64::try_from(at + 1).ok()
}

/// The leading digits of a token, if there are between `least` and `most` of them and no more.
fn number(token: &[u8], least: usize, most: usize) -> Option<i64> {
    let digits = token.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(least..=most).contains(&digits) {
        return None;
    }
    std::str::from_utf8(token.get(..digits)?).ok()?.parse().ok()
}

/// `hh:mm:ss` as seconds.
fn clock(token: &[u8]) -> Option<i64> {
    let mut fields = token.splitn(3, |byte| *byte == b':').map(|field| number(field, 1, 2));
    let (hour, minute, second) = (fields.next()??, fields.next()??, fields.next()??);
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

/// Days from 1970 to a date of the Gregorian calendar: years begin in March, so that the leap day is the last of one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::{Received, date, default_path};
    use crate::cookies::http_date;

    fn parse(header: &str) -> Option<Received<'_>> {
        Received::parse(header.as_bytes())
    }

    #[test]
    fn a_cookie_is_its_name_domain_and_path() {
        let received = parse(" _k = v=1 ; Path=/app; DOMAIN=.Example.com; Secure; HttpOnly").unwrap();
        assert_eq!(received.name, b"_k");
        assert_eq!(received.value, b"v=1");
        assert_eq!(received.domain, Some(&b"Example.com"[..]));
        assert_eq!(received.path, Some(&b"/app"[..]));
        // The last of an attribute counts; what is no path is none.
        assert_eq!(parse("k=v; path=/a; path=b").unwrap().path, None);
        assert_eq!(parse("k=v; domain=a; domain=").unwrap().domain, None);
        assert_eq!(parse("k"), None);
        assert_eq!(parse("=v"), None);
        assert_eq!(parse(""), None);
    }

    #[test]
    fn what_ends_a_cookie() {
        for (header, over) in [
            ("k=v", false),
            ("k=; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0", true),
            ("k=v; Max-Age=-5", true),
            ("k=v; Max-Age=5; Expires=Thu, 01 Jan 1970 00:00:00 GMT", false),
            ("k=v; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=5", false),
            ("k=v; Expires=Thu, 01-Jan-70 00:00:00 GMT", true),
            ("k=v; Expires=Thu Jan  1 00:00:00 1970", true),
            ("k=v; Expires=Fri, 31 Dec 9999 23:59:59 GMT", false),
            ("k=v; Expires=never", false),
            ("k=v; Max-Age=soon; Expires=Thu, 01 Jan 1970 00:00:00 GMT", true),
            ("k=v; Expires=Fri, 15 Jan 2027 08:00:00 GMT", true),
            ("k=v; Expires=Fri, 15 Jan 2027 08:00:01 GMT", false),
            ("k=v; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=never; Max-Age=-", true),
            ("k=v; Max-Age=1; Max-Age=soon", false),
            ("k=v; Max-Age=1; Max-Age=0", true),
            ("k=v; Max-Age=99999999999999999999", false),
            ("k=v; Max-Age=-99999999999999999999", true),
        ] {
            assert_eq!(parse(header).unwrap().is_over(1_800_000_000), over, "{header}");
        }
    }

    #[test]
    fn dates_are_counted_as_the_calendar_has_them() {
        assert_eq!(date(b"Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(date(b"Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(date(b"Thu, 29 Feb 2024 12:00:00 GMT"), Some(1_709_208_000));
        assert_eq!(date(b"Wed, 01 Mar 2000 00:00:00 GMT"), Some(951_868_800));
        // 400 years have every kind of year.
        let since_1601 = -11_644_473_600;
        for second in (since_1601..since_1601 + 146_097 * 86_400).step_by(86_400 + 1) {
            let text = http_date::format(second).unwrap();
            assert_eq!(date(&text), Some(second), "{}", String::from_utf8_lossy(&text));
        }
    }

    /// RFC 6265, section 5.1.1, clause by clause.
    #[test]
    fn dates_that_browsers_take_and_leave() {
        let day = 86_400;
        for (text, seconds) in [
            ("1 Jan 1601 0:0:0", Some(-11_644_473_600)),
            ("1 Jan 1600 00:00:00", None),
            ("1 Jan 100 00:00:00", None),
            ("1 Jan 00 00:00:00", Some(10_957 * day)),
            ("1 Jan 69 00:00:00", Some(36_160 * day)),
            ("1 Jan 70 00:00:00", Some(0)),
            ("1 Jan 99 00:00:00", Some(10_592 * day)),
            ("1 Jan 2 00:00:00", None),
            ("1 Jan 20000 00:00:00", None),
            ("0 Jan 1970 00:00:00", None),
            ("31 Jan 1970 00:00:00", Some(30 * day)),
            ("32 Jan 1970 00:00:00", None),
            ("001 Jan 1970 00:00:00", None),
            ("1st January, 1970 23:59:59", Some(day - 1)),
            ("1 Ja 1970 00:00:00", None),
            ("1 Jan 1970 24:00:00", None),
            ("1 Jan 1970 00:60:00", None),
            ("1 Jan 1970 00:00:60", None),
            ("1 Jan 1970 00:00", None),
            ("1 Jan 1970 000:00:00", None),
            ("1 Jan 1970 12:34:56pm", Some(45_296)),
            // The first of each counts; what is no time is passed over.
            ("1 Jan Feb 1970 1971 ::: 01:00:00 02:00:00", Some(3600)),
            ("1~Jan/1970\t00:00:00", Some(0)),
            ("1\x7fJan/1970 00:00:00", None),
            ("Jan 1970 00:00:00", None),
            ("1 1970 00:00:00", None),
            ("1 Jan 00:00:00", None),
            ("1 Jan 1970", None),
            ("", None),
        ] {
            assert_eq!(date(text.as_bytes()), seconds, "{text}");
        }
    }

    #[test]
    fn a_path_that_is_not_named_is_the_requests() {
        for (request, path) in [("/", "/"), ("/a", "/"), ("/a/b", "/a"), ("/a/b/", "/a/b"), ("", "/"), ("a/b", "/")] {
            assert_eq!(default_path(request.as_bytes()), path.as_bytes(), "{request}");
        }
    }
}
