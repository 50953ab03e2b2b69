//! The session's cookie: its name, how it is found in a Cookie header, how it is set and deleted.

use crate::cookies::{self, Attributes};
use crate::error::Error;
use crate::options::Options;
use crate::store::Conn;

/// The names of this module's options: Plug's cookie options, and what every store may have besides.
pub const OPTIONS: &[&str] =
    &["store", "key", "domain", "maxAge", "path", "secure", "httpOnly", "sameSite", "extra", "partitioned", "priority"];

/// The session's cookie: its name, and how it is set and deleted.
#[derive(Debug, Clone)]
pub struct SessionCookie {
    key: String,
    attributes: Attributes,
    /// The same over https, where a cookie is secure unless told otherwise.
    over_https: Attributes,
}

impl SessionCookie {
    /// The cookie's share of `Plug.Session.init/1`: takes `key domain maxAge path secure httpOnly sameSite extra partitioned
    /// priority`.
    ///
    /// # Errors
    ///
    /// What is missing, wrong, or would make a browser drop the cookie, by its name.
    pub fn init(options: &Options<'_>) -> Result<Self, Error> {
        options.check_spelling(OPTIONS)?;
        let Some(key) = options.text("key", "the cookie's name, such as \"_my_app_key\"")? else {
            return Err(options.wrong("key", "the cookie's name, such as \"_my_app_key\""));
        };
        let secure =
            if options.get("secure").is_some() { Some(options.boolean("secure")?.unwrap_or(false)) } else { None };
        let owned = |name: &str, takes: &str| -> Result<Option<Vec<u8>>, Error> {
            if name != "path" && options.is_false(name) {
                return Ok(None);
            }
            Ok(options.text(name, takes)?.map(|text| text.as_bytes().to_vec()))
        };
        let seconds = || options.integer("maxAge", -(1 << 53), 1 << 53, "a whole number of seconds; 0 expires at once");
        let mut attributes = Attributes {
            domain: owned("domain", "a host name, such as \"example.com\"")?,
            max_age: if options.is_false("maxAge") { None } else { seconds()? },
            secure: secure.unwrap_or(false),
            same_site: owned("sameSite", "\"Strict\", \"Lax\" or \"None\"")?,
            extra: owned("extra", "attributes as they stand in the header, such as \"Partitioned\"")?,
            partitioned: options.boolean("partitioned")?.unwrap_or(false),
            priority: owned("priority", "\"Low\", \"Medium\" or \"High\"")?,
            ..Attributes::default()
        };
        // These two have defaults, which an explicit null takes away.
        if options.get("path").is_some() {
            attributes.path = owned("path", "a path, such as \"/\"")?;
        }
        if options.get("httpOnly").is_some() {
            attributes.http_only = options.boolean("httpOnly")?.unwrap_or(false);
        }
        let over_https = Attributes { secure: secure.unwrap_or(true), ..attributes.clone() };
        // Only what can never be right is refused here.
        over_https.check(key.as_bytes())?;
        Ok(Self { key: key.to_owned(), attributes, over_https })
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

    /// Whether a browser forgets the cookie after a while.
    #[must_use]
    pub const fn has_max_age(&self) -> bool {
        self.attributes.max_age.is_some()
    }

    /// The Set-Cookie value for a cookie's value. `weights` says which keys weigh how much, if it comes out too large.
    ///
    /// # Errors
    ///
    /// Over 4,096 bytes in all; a value that would break the header.
    pub fn set(&self, conn: &Conn<'_>, value: &[u8], weights: impl FnOnce() -> String) -> Result<Vec<u8>, Error> {
        let name = self.key.as_bytes();
        let now_s = i64::try_from(conn.now_ms / 1000).unwrap_or(i64::MAX);
        let header = cookies::encode(name, Some(value), self.attributes_for(conn), now_s)?;
        if header.len() > cookies::MAX_SET_COOKIE {
            return Err(Error::cookie_overflow(format!(
                "the cookie {} is {} bytes with its attributes, {} more than the {} that browsers keep{}",
                self.key,
                header.len(),
                header.len() - cookies::MAX_SET_COOKIE,
                cookies::MAX_SET_COOKIE,
                weights()
            )));
        }
        Ok(header)
    }

    /// The Set-Cookie value that deletes the cookie: same domain, path and flags, or browsers would keep it.
    ///
    /// # Errors
    ///
    /// None with attributes that passed [`SessionCookie::init`].
    pub fn delete(&self, conn: &Conn<'_>) -> Result<Vec<u8>, Error> {
        cookies::delete(self.key.as_bytes(), self.attributes_for(conn))
    }

    const fn attributes_for(&self, conn: &Conn<'_>) -> &Attributes {
        if conn.https { &self.over_https } else { &self.attributes }
    }
}
