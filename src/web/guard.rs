//! A session's headers on a response, and the guard that keeps caches from handing them to others. `pkg/plug/response.js` in Rust.

use http::header::{CACHE_CONTROL, Entry, HeaderMap, HeaderName, HeaderValue, SET_COOKIE, VARY};

/// Plug's own (`Plug.Conn`'s default).
const PRIVATE: HeaderValue = HeaderValue::from_static("max-age=0, private, must-revalidate");

/// Headers by which caches in front are told what `Cache-Control` doesn't say: RFC 9213, and older ones.
const TARGETED: [HeaderName; 8] = [
    HeaderName::from_static("cdn-cache-control"),
    HeaderName::from_static("cloudflare-cdn-cache-control"),
    HeaderName::from_static("vercel-cdn-cache-control"),
    HeaderName::from_static("netlify-cdn-cache-control"),
    HeaderName::from_static("deno-cdn-cache-control"),
    HeaderName::from_static("akamai-cache-control"),
    HeaderName::from_static("edge-control"),
    HeaderName::from_static("surrogate-control"),
];

/// Replaces the headers that are about the session's cookie by its new one. `ours`: which of the Set-Cookie headers are about it.
pub(super) fn replace_cookie(headers: &mut HeaderMap, ours: &[bool], set_cookie: HeaderValue) {
    delete_cookies(headers, ours);
    headers.append(SET_COOKIE, set_cookie);
}

/// Takes off the headers that are about the session's cookie.
pub(super) fn delete_cookies(headers: &mut HeaderMap, ours: &[bool]) {
    if !ours.contains(&true) {
        return;
    }
    let others: Vec<HeaderValue> = headers
        .get_all(SET_COOKIE)
        .iter()
        .zip(ours)
        .filter(|(_, is_ours)| !**is_ours)
        .map(|(header, _)| header.clone())
        .collect();
    headers.remove(SET_COOKIE);
    for other in others {
        headers.append(SET_COOKIE, other);
    }
}

/// Keeps a response with a session's cookie out of shared caches; gives whether it was said that they may store it.
pub(super) fn keep_private(headers: &mut HeaderMap) -> bool {
    let mut was_shared = false;
    // A response has few headers, and hardly ever one of these: looking at all names takes less than so many look-ups.
    let is_targeted = headers.keys().any(|name| TARGETED.contains(name));
    for name in TARGETED.iter().filter(|_| is_targeted) {
        if headers.contains_key(name) && !is_private(&directives(headers, name)) {
            headers.insert(name, HeaderValue::from_static("private, no-store"));
            was_shared = true;
        }
    }
    if let Entry::Vacant(place) = headers.entry(CACHE_CONTROL) {
        place.insert(PRIVATE);
        return was_shared;
    }
    let given = directives(headers, &CACHE_CONTROL);
    if is_private(&given) {
        return was_shared;
    }
    let is_kept = |directive: &&Directive| !matches!(&*directive.name, b"public" | b"s-maxage" | b"private");
    let mut kept: Vec<&[u8]> = given.iter().filter(is_kept).map(|directive| &*directive.text).collect();
    kept.push(b"private");
    // Of parts of headers that were headers.
    let value = HeaderValue::from_bytes(&kept.join(&b", "[..]));
    headers.insert(CACHE_CONTROL, value.unwrap_or(PRIVATE));
    true
}

/// Whether a shared cache may store a page and hand it to others.
pub(super) fn is_shared(headers: &HeaderMap) -> bool {
    let given = directives(headers, &CACHE_CONTROL);
    let lasts = |directive: &Directive| &*directive.name == b"max-age" && !directive.is_zero();
    !is_private(&given) && given.iter().any(|directive| directive.is_sharing() || lasts(directive))
}

/// A page whose session was looked at is another one for another cookie.
pub(super) fn vary_by_cookie(headers: &mut HeaderMap) {
    let is_told = headers.get_all(VARY).iter().any(|value| {
        let mut names = value.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        names.any(|name| name == b"*" || name.eq_ignore_ascii_case(b"cookie"))
    });
    if !is_told {
        headers.append(VARY, HeaderValue::from_static("Cookie"));
    }
}

/// A part of a Cache-Control header.
struct Directive {
    /// In lower case.
    name: Vec<u8>,
    text: Vec<u8>,
}

impl Directive {
    /// Whether it is to shared caches, and lets them.
    fn is_sharing(&self) -> bool {
        &*self.name == b"public" || &*self.name == b"s-maxage" && !self.is_zero()
    }

    fn is_zero(&self) -> bool {
        let value = self.text.splitn(2, |byte| *byte == b'=').nth(1).unwrap_or_default().trim_ascii();
        let digits = value.strip_prefix(b"\"").unwrap_or(value);
        let digits = digits.strip_suffix(b"\"").unwrap_or(digits);
        !digits.is_empty() && digits.iter().all(|byte| *byte == b'0')
    }
}

/// The directives of headers of one name; a quoted text may hold commas.
fn directives(headers: &HeaderMap, name: &HeaderName) -> Vec<Directive> {
    let mut found = Vec::new();
    for value in headers.get_all(name) {
        let (mut is_quoted, mut is_escaped) = (false, false);
        let parts = value.as_bytes().split(|byte| {
            let ends = *byte == b',' && !is_quoted;
            is_quoted ^= *byte == b'"' && !is_escaped;
            is_escaped = is_quoted && *byte == b'\\' && !is_escaped;
            ends
        });
        for text in parts.map(<[u8]>::trim_ascii).filter(|text| !text.is_empty()) {
            let name = text.split(|byte| *byte == b'=').next().unwrap_or_default().trim_ascii();
            found.push(Directive { name: name.to_ascii_lowercase(), text: text.to_vec() });
        }
    }
    found
}

/// `private="set-cookie"` is about that header alone, and few caches heed it; where another layer says the contrary, which of the two
/// a cache heeds nobody knows.
fn is_private(given: &[Directive]) -> bool {
    let is_said = given.iter().any(|directive| match &*directive.name {
        b"no-store" => true,
        b"private" => !directive.text.contains(&b'='),
        _ => false,
    });
    is_said && !given.iter().any(Directive::is_sharing)
}

#[cfg(test)]
mod tests {
    use super::{TARGETED, is_shared, keep_private, vary_by_cookie};
    use http::{HeaderMap, HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn a_response_with_the_cookie_is_private() {
        for (said, becomes, was_shared) in [
            ("public, max-age=60", "max-age=60, private", true),
            ("s-maxage=60", "private", true),
            ("no-store", "no-store", false),
            ("public, private", "private", true),
            ("private, max-age=5, s-maxage=60", "max-age=5, private", true),
            ("no-store, public", "no-store, private", true),
            ("private, s-maxage=0", "private, s-maxage=0", false),
            ("Private, max-age=5", "Private, max-age=5", false),
            (r#"private="set-cookie, x", max-age=5"#, "max-age=5, private", true),
            (r#"x="a\",public", max-age=5"#, r#"x="a\",public", max-age=5, private"#, true),
            // A text that ends with what was escaped; one of an odd and one of an even length; what escapes nothing.
            (r#"x="a\\", public"#, r#"x="a\\", private"#, true),
            (r#"x="a", public"#, r#"x="a", private"#, true),
            (r#"x="ab", public"#, r#"x="ab", private"#, true),
            (r#"x=\"a", public"#, r#"x=\"a", private"#, true),
        ] {
            let mut headers = headers(&[("cache-control", said)]);
            assert_eq!(keep_private(&mut headers), was_shared, "{said}");
            assert_eq!(headers["cache-control"], becomes);
        }
        // With what overrides `Cache-Control` on Akamai.
        for said in ["max-age=5", "!no-store, cache-maxage=5s"] {
            for name in TARGETED {
                let mut none = HeaderMap::from_iter([(name.clone(), HeaderValue::from_static(said))]);
                assert!(keep_private(&mut none), "{name}");
                assert_eq!(none[&name], "private, no-store", "{name}");
                assert_eq!(none["cache-control"], "max-age=0, private, must-revalidate");
                assert_eq!(none.len(), 2, "no other is named");
            }
        }
    }

    /// What keeps it to itself already stays, beside one that doesn't.
    #[test]
    fn a_header_to_one_cache_that_is_private_stays() {
        let mut headers = headers(&[
            ("cache-control", "private"),
            ("surrogate-control", "no-store, content=\"ESI/1.0\""),
            ("cdn-cache-control", "private, max-age=5"),
        ]);
        assert!(!keep_private(&mut headers));
        assert_eq!(headers["surrogate-control"], "no-store, content=\"ESI/1.0\"");
        assert_eq!(headers["cdn-cache-control"], "private, max-age=5");
        headers.insert("cdn-cache-control", HeaderValue::from_static("max-age=5"));
        assert!(keep_private(&mut headers));
        assert_eq!(headers["surrogate-control"], "no-store, content=\"ESI/1.0\"");
        assert_eq!(headers["cdn-cache-control"], "private, no-store");
    }

    #[test]
    fn a_page_that_caches_share() {
        for (said, shared) in [
            ("public", true),
            ("max-age=60", true),
            ("max-age=0", false),
            ("s-maxage=\"00\"", false),
            ("private, max-age=5", false),
            ("private, public", true),
            ("no-store, s-maxage=0", false),
        ] {
            assert_eq!(is_shared(&headers(&[("cache-control", said)])), shared, "{said}");
        }
    }

    #[test]
    fn it_varies_by_cookie_once() {
        for (said, count) in [("Accept", 2), ("accept, COOKIE", 1), ("*", 1)] {
            let mut headers = headers(&[("vary", said)]);
            vary_by_cookie(&mut headers);
            assert_eq!(headers.get_all("vary").iter().count(), count, "{said}");
        }
    }
}
