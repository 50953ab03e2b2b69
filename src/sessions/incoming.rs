//! What is taken of a request.

use std::borrow::Cow;

/// What a session takes of a request.
///
/// ```
/// # use waxseal::sessions::Incoming;
/// let incoming = Incoming { cookie: b"theme=dark"[..].into(), https: true, ..Incoming::default() };
/// assert_eq!(Incoming::from("theme=dark").cookie, incoming.cookie);
/// ```
#[derive(Clone, Default)]
pub struct Incoming<'a> {
    /// The Cookie header. In several of them the last counts, as in Plug, and in one the first cookie of a name: joined from the last to the
    /// first, by semicolons, that is one rule.
    pub cookie: Cow<'a, [u8]>,
    /// Whether it came over https: then the cookie is `secure`, unless an option says otherwise.
    pub https: bool,
    /// The path of its URL: that of a response's cookies that name none.
    pub path: Cow<'a, [u8]>,
}

/// Without the cookies.
impl std::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("https", &self.https).finish_non_exhaustive()
    }
}

/// A Cookie header's text, of a request over http.
impl<'a> From<&'a str> for Incoming<'a> {
    fn from(header: &'a str) -> Self {
        Self { cookie: header.as_bytes().into(), ..Self::default() }
    }
}
