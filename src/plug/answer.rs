//! A response that already carries this very cookie: another layer, or the app behind, wrote the session in the same request.
//!
//! What it carries is the newer truth: it is the base, and what this request changed is put on it key by key. A log-out on either
//! side wins, a renewal on either side holds:
//!
//! | this side \ the response | deletes it | sets a session | sets what no key opens |
//! |---|---|---|---|
//! | nothing, ignore | stays | stays | stays |
//! | put, delete, clear | stays (`dropped_elsewhere`) | put on it, under its sid | stays (`foreign_cookie`) |
//! | renew | stays (`dropped_elsewhere`) | put on it, under a new sid | stays (`foreign_cookie`) |
//! | drop | deleted | deleted: its sid, and the one that the request came with | deleted |
//!
//! The same for every store: the session that a response sets is what the store gives for that cookie, be it signed, encrypted, by
//! a rotated key, in a record or in a store of the user's. What a service no longer has under a sid is what no key opens.

use crate::cookies::received::{Received, default_path};
use crate::error::Error;
use crate::plug::SessionCookie;
use crate::session::Action;
use crate::store::Conn;

/// What a response's Set-Cookie headers say of the session's cookie.
///
/// ```
/// # use waxseal::plug::{self, Answer, Carried, Merge, SessionCookie};
/// # use waxseal::session::Action;
/// # use waxseal::store::{Conn, options::Options, value::Value};
/// let options = Value::object([("key", "_my_app_key".into())]);
/// let cookie = SessionCookie::init(&Options::new(&options)?)?;
/// let conn = Conn { secret_key_base: None, https: false, now_ms: 0 };
/// let set_cookies: [&[u8]; 2] = [b"theme=dark", b"_my_app_key=SFMyNTY; path=/; HttpOnly"];
/// let Answer { ours, value, is_deleted } = plug::answer(&cookie, &conn, &set_cookies, b"/")?;
/// assert_eq!((&ours[..], value, is_deleted), (&[false, true][..], Some(&b"SFMyNTY"[..]), false));
///
/// // A store opened it, and here something was put meanwhile.
/// assert_eq!(plug::merge(Action::Write, Carried::Session), Merge::Put);
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Answer<'h> {
    /// Which of the headers are about this very cookie, by their order.
    pub ours: Vec<bool>,
    /// The value of the last of these.
    pub value: Option<&'h [u8]>,
    /// Whether the last of these deletes the cookie.
    pub is_deleted: bool,
}

/// Without the cookie.
impl std::fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("ours", &self.ours)
            .field("value", &self.value.map(<[u8]>::len))
            .field("is_deleted", &self.is_deleted)
            .finish()
    }
}

/// Reads the Set-Cookie headers of a response. A cookie is its name, domain and path (RFC 6265, section 5.3): one of the same
/// name for another domain or path is another cookie. `path` is that of the request's URL, for headers that name none.
///
/// # Errors
///
/// Wrong configuration.
pub fn answer<'h>(
    cookie: &SessionCookie,
    conn: &Conn<'_>,
    headers: &[&'h [u8]],
    path: &[u8],
) -> Result<Answer<'h>, Error> {
    let deletion = cookie.delete(conn)?;
    let mut answer = Answer::default();
    let Some(own) = Received::parse(&deletion) else {
        return Ok(answer);
    };
    let default = default_path(path);
    let now_s = i64::try_from(conn.at_ms() / 1000).unwrap_or(i64::MAX);
    for header in headers {
        let received = Received::parse(header).filter(|received| is_same(&own, received, default));
        answer.ours.push(received.is_some());
        if let Some(received) = received {
            answer.value = Some(received.value);
            answer.is_deleted = received.is_over(now_s);
        }
    }
    Ok(answer)
}

fn is_same(one: &Received<'_>, other: &Received<'_>, default: &[u8]) -> bool {
    let (here, there) = (one.domain.unwrap_or_default(), other.domain.unwrap_or_default());
    one.name == other.name
        && here.eq_ignore_ascii_case(there)
        && one.path.unwrap_or(default) == other.path.unwrap_or(default)
}

/// What a response carries for the session's cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// Its deletion.
    Deletion,
    /// A session of the store's.
    Session,
    /// Something that no key opens.
    Foreign,
}

/// What is to be done with this request's changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// The response stays as it is.
    Stay,
    /// It stays as it is, and what this side wrote is lost to a log-out elsewhere: the log says so.
    StayDropped,
    /// It stays as it is, as nobody here can open it: the log says so.
    StayForeign,
    /// The changes are put on what the response carries.
    Put,
    /// The session and its cookie are deleted: on this side, and what the response carries.
    Delete,
}

/// The table above.
#[must_use]
pub const fn merge(action: Action, carried: Carried) -> Merge {
    match (action, carried) {
        (Action::None | Action::Ignore, _) => Merge::Stay,
        (Action::Drop, _) => Merge::Delete,
        (Action::Write | Action::Renew, Carried::Deletion) => Merge::StayDropped,
        (Action::Write | Action::Renew, Carried::Foreign) => Merge::StayForeign,
        (Action::Write | Action::Renew, Carried::Session) => Merge::Put,
    }
}
