//! What a session takes of an `http::Request`.

use std::borrow::Cow;

use http::header::COOKIE;
use http::request::Parts;
use http::{HeaderMap, Request, Uri, Version};

use crate::sessions::Incoming;

impl<'a, B> From<&'a Request<B>> for Incoming<'a> {
    fn from(request: &'a Request<B>) -> Self {
        incoming(request.version(), request.uri(), request.headers())
    }
}

impl<'a> From<&'a Parts> for Incoming<'a> {
    fn from(parts: &'a Parts) -> Self {
        incoming(parts.version, &parts.uri, &parts.headers)
    }
}

/// Over https, if the request's URL says so: servers that are told nothing of it by whoever ends TLS before them don't know.
fn incoming<'a>(version: Version, uri: &'a Uri, headers: &'a HeaderMap) -> Incoming<'a> {
    let https = uri.scheme_str() == Some("https");
    Incoming { cookie: cookie(version, headers), https, path: uri.path().as_bytes().into() }
}

fn cookie(version: Version, headers: &HeaderMap) -> Cow<'_, [u8]> {
    let mut all = headers.get_all(COOKIE).iter().map(http::HeaderValue::as_bytes);
    let (Some(first), Some(second)) = (all.next(), all.next()) else {
        return headers.get(COOKIE).map_or(&[][..], http::HeaderValue::as_bytes).into();
    };
    let mut parts: Vec<&[u8]> = [first, second].into_iter().chain(all).collect();
    // In HTTP/2 and 3 one header may come in crumbs (RFC 9113, section 8.2.3); else the last of several counts, as in Plug.
    if version < Version::HTTP_2 {
        parts.reverse();
    }
    parts.join(&b"; "[..]).into()
}

#[cfg(test)]
mod tests {
    use super::Incoming;
    use http::{Request, Version};

    #[test]
    fn of_several_headers_the_last_counts_and_crumbs_are_one_header() {
        let request = |version| {
            let request = Request::get("https://a.example/b?c").version(version);
            request.header("cookie", "a=1; b=2").header("cookie", "a=3").body(()).unwrap()
        };
        for (version, cookie) in [(Version::HTTP_11, "a=3; a=1; b=2"), (Version::HTTP_2, "a=1; b=2; a=3")] {
            let request = request(version);
            let incoming = Incoming::from(&request);
            assert_eq!(str::from_utf8(&incoming.cookie), Ok(cookie));
            assert!(incoming.https && &*incoming.path == b"/b");
        }
        let none = Request::get("/").body(()).unwrap();
        assert!(Incoming::from(&none).cookie.is_empty() && !Incoming::from(&none).https);
    }
}
