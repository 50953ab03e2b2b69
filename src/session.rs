//! `Plug.Session`: fetch a session, and at the end of the request do what it says.

use crate::cookies::{self, Attributes};
use crate::error::{Error, Reason};
use crate::options::Options;
use crate::session_bytes::{Action, Session, Sid};
use crate::session_map;
use crate::store::{Conn, Found, Lookup, Step, Store};

/// The names of this module's options: Plug's cookie options, and what every store may have besides.
pub const OPTIONS: &[&str] =
    &["store", "key", "domain", "maxAge", "path", "secure", "httpOnly", "sameSite", "extra", "partitioned", "priority"];

/// The session's cookie: its name, and how it is set and deleted.
#[derive(Debug, Clone)]
pub struct SessionCookie {
    key: String,
    attributes: Attributes,
    /// `secure` as it was given; else it follows the connection.
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
        let mut attributes = Attributes::default();
        attributes.domain = owned("domain", "a host name, such as \"example.com\"")?;
        if options.get("path").is_some() {
            attributes.path = owned("path", "a path, such as \"/\"")?;
        }
        let takes = "a whole number of seconds; 0 expires at once";
        if !options.is_false("maxAge") {
            attributes.max_age = options.integer("maxAge", 0, 1 << 53, takes)?;
        }
        attributes.secure = secure.unwrap_or(false);
        if options.get("httpOnly").is_some() {
            attributes.http_only = options.boolean("httpOnly")?.unwrap_or(false);
        }
        attributes.same_site = owned("sameSite", "\"Strict\", \"Lax\" or \"None\"")?;
        attributes.extra = owned("extra", "attributes as they stand in the header, such as \"Partitioned\"")?;
        attributes.partitioned = options.boolean("partitioned")?.unwrap_or(false);
        attributes.priority = owned("priority", "\"Low\", \"Medium\" or \"High\"")?;
        let cookie = Self { key: key.to_owned(), attributes, secure };
        // Over https a cookie is secure unless told otherwise: only what can never be right is refused here.
        let checked = Attributes { secure: secure.unwrap_or(true), ..cookie.attributes.clone() };
        checked.check(cookie.key.as_bytes())?;
        Ok(cookie)
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
        let header = cookies::encode(name, Some(value), &self.attributes_for(conn), now_s)?;
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
        cookies::delete(self.key.as_bytes(), &self.attributes_for(conn))
    }

    fn attributes_for(&self, conn: &Conn<'_>) -> Attributes {
        Attributes { secure: self.secure.unwrap_or(conn.https), ..self.attributes.clone() }
    }
}

/// A fetch that is done, or the record that it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetch {
    /// The session.
    Ready(Session),
    /// The service's record under this key is needed: go on with [`resume`].
    Need(String),
}

/// `Plug.Conn.fetch_session/1`: without the cookie the store is not asked; an empty value it is.
///
/// # Errors
///
/// Wrong configuration; never a wrong cookie.
pub fn fetch(cookie: &SessionCookie, store: &dyn Store, conn: &Conn<'_>, header: &[u8]) -> Result<Fetch, Error> {
    let found = match cookie.find(header) {
        None => Found::nothing(Sid::Nil, Reason::NoCookie),
        Some(value) => match store.get(conn, value)? {
            Lookup::Ready(found) => found,
            Lookup::Need(key) => return Ok(Fetch::Need(key)),
        },
    };
    Ok(Fetch::Ready(begin(store, &found)))
}

/// The rest of a [`fetch`] that needed a record.
///
/// # Errors
///
/// Wrong configuration; never a wrong record.
pub fn resume(
    cookie: &SessionCookie,
    store: &dyn Store,
    conn: &Conn<'_>,
    header: &[u8],
    record: Option<&[u8]>,
) -> Result<Session, Error> {
    let found = match cookie.find(header) {
        None => Found::nothing(Sid::Nil, Reason::NoCookie),
        Some(value) => store.resume(conn, value, record)?,
    };
    Ok(begin(store, &found))
}

fn begin(store: &dyn Store, found: &Found) -> Session {
    let mut session = Session::new(&found.sid, &found.map, &found.note, found.reason);
    if store.tracks_changes() {
        session.track();
    }
    session
}

/// What is to be done at the end of a request: the steps in their order, and only then the header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commit {
    /// The Set-Cookie value, if there is one.
    pub set_cookie: Option<Vec<u8>>,
    /// What is to be done with the service's records first.
    pub steps: Vec<Step>,
}

/// What `before_send` does, by the session's action and whether there is a sid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// No store is called, no cookie sent.
    Nothing,
    /// The session is put under its sid, or a new one; the cookie is set.
    Put,
    /// The session is put under a new sid, the old one is deleted; the cookie is set.
    PutNewThenDelete,
    /// The session is put under a new sid; the cookie is set.
    PutNew,
    /// The session and its cookie are deleted.
    Delete,
}

/// The table of `Plug.Session.before_send/2`. Plug's `renew` deletes first; here the new record is written before the old one
/// goes, so that a service that fails between the two costs nobody their session.
#[must_use]
pub const fn effect(action: Action, has_sid: bool) -> Effect {
    match (action, has_sid) {
        (Action::None | Action::Ignore, _) | (Action::Drop, false) => Effect::Nothing,
        (Action::Write, _) => Effect::Put,
        (Action::Renew, true) => Effect::PutNewThenDelete,
        (Action::Renew, false) => Effect::PutNew,
        (Action::Drop, true) => Effect::Delete,
    }
}

/// `Plug.Session`'s `before_send`. Does not mark the session as sent: that is for when the steps are done.
///
/// # Errors
///
/// An oversized cookie, wrong configuration, what can't be written, no randomness. Then nothing has been sent or stored.
pub fn before_send(
    cookie: &SessionCookie,
    store: &dyn Store,
    conn: &Conn<'_>,
    session: &Session,
) -> Result<Commit, Error> {
    let sid = session.sid();
    let (put_sid, delete_sid) = match effect(session.action(), sid != Sid::Nil) {
        Effect::Nothing => return touch(cookie, store, conn, session, &sid),
        Effect::Delete => {
            return Ok(Commit { set_cookie: Some(cookie.delete(conn)?), steps: store.delete(conn, &sid)? });
        }
        Effect::Put => (&sid, None),
        Effect::PutNew => (&Sid::Nil, None),
        Effect::PutNewThenDelete => (&Sid::Nil, Some(&sid)),
    };
    let put = store.put(conn, put_sid, session)?;
    let set_cookie = cookie.set(conn, &put.cookie, || weights(session.map()))?;
    let mut steps = put.steps;
    if let Some(sid) = delete_sid {
        // The session goes on under its new sid, so the old record must be the one that was read: nobody dropped it meanwhile.
        steps.extend(store.delete(conn, sid)?.into_iter().map(|step| match step {
            Step::Delete { key } => Step::Retire { key },
            Step::Write { .. } | Step::Retire { .. } => step,
        }));
    }
    Ok(Commit { set_cookie: Some(set_cookie), steps })
}

fn touch(
    cookie: &SessionCookie,
    store: &dyn Store,
    conn: &Conn<'_>,
    session: &Session,
    sid: &Sid,
) -> Result<Commit, Error> {
    let touched = if session.action() == Action::None { store.touch(conn, sid, session)? } else { None };
    let Some(put) = touched else {
        return Ok(Commit::default());
    };
    // A cookie that the browser will forget is sent again, or it would go before the session does.
    let again = cookie.has_max_age().then(|| cookie.set(conn, &put.cookie, String::new)).transpose()?;
    Ok(Commit { set_cookie: again, steps: put.steps })
}

/// The heaviest keys of a session, for the error that says it is too large.
fn weights(map: &[u8]) -> String {
    let mut weights: Vec<(usize, &[u8])> =
        session_map::string_entries(map).map(|(key, value)| (key.len() + 5 + value.len(), key)).collect();
    weights.sort_unstable_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let mut text = String::new();
    for (weight, key) in weights.iter().take(5) {
        text.push_str(if text.is_empty() { "; the heaviest keys: " } else { ", " });
        text.push_str(&String::from_utf8_lossy(key));
        text.push_str(&format!(" {weight} bytes"));
    }
    if weights.len() > 5 {
        text.push_str(&format!(" and {} more", weights.len() - 5));
    }
    text
}
