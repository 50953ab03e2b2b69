//! The session's cookie: its name, how it is found in a Cookie header, how it is set and deleted.

use crate::cookies;
use crate::cookies::attributes::{Age, Attributes, Written};
use crate::error::{Error, Reason};
use crate::store::options::Options;
use crate::store::{Conn, Lasts};

/// 7,900 years in seconds: what is longer leads out of the calendar, or is in other units. Browsers keep none for longer than 400 days.
const MAX_AGE: i64 = 7900 * 365 * 86_400;

/// The session's cookie: its name, and how it is set and deleted.
///
/// ```
/// # use waxseal::plug::SessionCookie;
/// # use waxseal::store::{Conn, Lasts, options::Options, value::Value};
/// let options = Value::object([("key", "_my_app_key".into()), ("sameSite", "Lax".into())]);
/// let cookie = SessionCookie::init(&Options::new(&options)?)?;
/// assert_eq!(cookie.key(), "_my_app_key");
/// assert_eq!(cookie.find(b"theme=dark; _my_app_key=SFMyNTY"), Some(&b"SFMyNTY"[..]));
/// assert!(!cookie.has_max_age());
///
/// let conn = Conn { secret_key_base: None, https: true, now_ms: 0 };
/// let set = cookie.set(&conn, b"SFMyNTY", Lasts::AsConfigured, String::new)?;
/// assert_eq!(set, b"_my_app_key=SFMyNTY; path=/; secure; HttpOnly; SameSite=Lax");
/// assert!(cookie.delete(&conn)?.starts_with(b"_my_app_key=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; "));
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct SessionCookie {
    key: String,
    written: Written,
    max_age: Option<i64>,
    /// Without it a cookie is secure over https.
    secure: Option<bool>,
}

impl SessionCookie {
    /// The cookie's share of `Plug.Session.init/1`: takes `key domain maxAge path secure httpOnly sameSite extra partitioned
    /// priority`.
    ///
    /// # Errors
    ///
    /// What is missing, wrong, or would make a browser drop the cookie, by its name.
    pub fn init(options: &Options<'_>) -> Result<Self, Error> {
        let takes = "the cookie's name, such as \"_my_app_key\"";
        let key = options.text("key", takes)?.ok_or_else(|| options.wrong("key", takes))?;
        let secure = flag(options, "secure")?;
        let mut attributes = Attributes { secure: secure.unwrap_or(true), ..Attributes::default() };
        attributes.http_only = flag(options, "httpOnly")?.unwrap_or(attributes.http_only);
        attributes.partitioned = flag(options, "partitioned")?.unwrap_or(false);
        if !options.is_false("maxAge") {
            let takes = "a whole number of seconds, at most 249134400000 (7,900 years); 0 expires at once";
            attributes.max_age = options.integer("maxAge", -MAX_AGE, MAX_AGE, takes)?;
        }
        for (text, name, takes) in [
            (&mut attributes.domain, "domain", "a host name, such as \"example.com\""),
            (&mut attributes.path, "path", "a path, such as \"/\""),
            (&mut attributes.same_site, "sameSite", "\"Strict\", \"Lax\" or \"None\""),
            (&mut attributes.extra, "extra", "attributes as they stand in the header, such as \"Partitioned\""),
            (&mut attributes.priority, "priority", "\"Low\", \"Medium\" or \"High\""),
        ] {
            // The path has a default, which an explicit null takes away.
            if options.get(name).is_some() && (name == "path" || !options.is_false(name)) {
                *text = options.text(name, takes)?.map(str::as_bytes);
            }
        }
        let same_site = attributes.same_site.unwrap_or(b"Lax");
        if ![&b"strict"[..], b"lax", b"none", b""].iter().any(|name| name.eq_ignore_ascii_case(same_site)) {
            return Err(options.wrong("sameSite", "\"Strict\", \"Lax\" or \"None\""));
        }
        // Only what can never be right is refused here.
        attributes.check(key.as_bytes())?;
        let written = attributes.written(key.as_bytes())?;
        // Without it browsers drop such a cookie; http://localhost is as good as https to them.
        let secure = if attributes.needs_secure(key.as_bytes()) { Some(true) } else { secure };
        Ok(Self { key: key.to_owned(), written, max_age: attributes.max_age, secure })
    }

    /// The cookie's name.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The cookie's value in a Cookie header.
    #[must_use]
    pub fn find<'a>(&self, header: &'a [u8]) -> Option<&'a [u8]> {
        cookies::find(header, self.key.as_bytes())
    }

    /// Why there is no session: `reason`, unless a later cookie of the name `opens`. A browser sends the cookies of several paths and
    /// domains under one name; as in Plug the first counts.
    pub(crate) fn reason(&self, header: &[u8], reason: Reason, opens: impl Fn(&[u8]) -> bool) -> Reason {
        // More than a few are no accident of paths and domains, and each is opened.
        let mut others = cookies::find_each(header, self.key.as_bytes()).skip(1).take(3);
        if others.any(opens) { Reason::ShadowedCookie } else { reason }
    }

    /// Whether a browser forgets the cookie after a while.
    #[must_use]
    pub const fn has_max_age(&self) -> bool {
        self.max_age.is_some()
    }

    /// The Set-Cookie value for a cookie's value. `weights` says which keys weigh how much, if it comes out too large.
    ///
    /// # Errors
    ///
    /// Over 4,096 bytes in all; a value that would break the header.
    pub fn set(
        &self,
        conn: &Conn<'_>,
        value: &[u8],
        lasts: Lasts,
        weights: impl FnOnce() -> String,
    ) -> Result<Vec<u8>, Error> {
        let header = self.header(conn, value, lasts)?;
        if header.len() > cookies::MAX_SET_COOKIE {
            return Err(self.overflow(header.len(), &weights()));
        }
        Ok(header)
    }

    fn header(&self, conn: &Conn<'_>, value: &[u8], lasts: Lasts) -> Result<Vec<u8>, Error> {
        let max_age = match lasts {
            Lasts::AsConfigured => self.max_age,
            Lasts::UntilClosed => None,
            Lasts::Seconds(seconds) => Some(seconds.into()),
        };
        let age = max_age.map(|max_age| Age { max_age, now: i64::try_from(conn.at_ms() / 1000).unwrap_or(i64::MAX) });
        self.written.set_cookie(value, self.is_secure(conn), age)
    }

    /// The Set-Cookie value that deletes the cookie: same domain, path and flags, or browsers would keep it.
    ///
    /// # Errors
    ///
    /// None with attributes that passed [`SessionCookie::init`].
    pub fn delete(&self, conn: &Conn<'_>) -> Result<Vec<u8>, Error> {
        self.written.set_cookie(b"", self.is_secure(conn), Some(Age::OVER))
    }

    fn is_secure(&self, conn: &Conn<'_>) -> bool {
        self.secure.unwrap_or(conn.https)
    }

    #[cold]
    fn overflow(&self, length: usize, weights: &str) -> Error {
        let (key, most) = (&self.key, cookies::MAX_SET_COOKIE);
        let over = length - most;
        Error::cookie_overflow(format!(
            "the cookie {key} is {length} bytes with its attributes, {over} more than the {most} that browsers keep{weights}"
        ))
    }
}

/// Whether an option is true; null is false, and what is not given neither.
fn flag(options: &Options<'_>, name: &str) -> Result<Option<bool>, Error> {
    if options.get(name).is_none() {
        return Ok(None);
    }
    Ok(Some(options.boolean(name)?.unwrap_or(false)))
}
