//! `Plug.Session`: fetch a session, and at the end of the request do what it says.

use std::fmt::Write as _;

use crate::error::{Error, Reason};
pub use crate::plug::session_cookie::SessionCookie;
use crate::session::map;
use crate::session::{Action, Session, Sid};
use crate::store::{Conn, Lookup, Step, Store};
use crate::term::order::order;

/// A fetch that is done, or the record that it needs.
///
/// ```
/// # use waxseal::plug::{self, Commit, Effect, Fetch, SessionCookie};
/// # use waxseal::session::Action;
/// # use waxseal::store::{Conn, Step, kv::KvStore, options::Options, value::Value};
/// let options = Value::object([("key", "sid".into())]);
/// let options = Options::new(&options)?;
/// let (cookie, store) = (SessionCookie::init(&options)?, KvStore::init(&options)?);
/// let conn = Conn { secret_key_base: None, https: true, now_ms: waxseal::env::now_ms() };
///
/// let Fetch::Ready(mut session) = plug::fetch(&cookie, &store, &conn, b"")? else { unreachable!("there is no cookie") };
/// session.put("user", "ada")?;
/// assert_eq!(plug::effect(session.action(), false), Effect::Put);
/// let Commit { steps, set_cookie } = plug::before_send(&cookie, &store, &conn, &session)?;
/// let [Step::Write { key, value, .. }] = &steps[..] else { unreachable!("a new record") };
/// // … which is yours to write, before the header is sent.
///
/// let set_cookie = set_cookie.unwrap_or_default();
/// let header = set_cookie.split(|byte| *byte == b';').next().unwrap_or_default();
/// let Fetch::Need(needed) = plug::fetch(&cookie, &store, &conn, header)? else { unreachable!("there is a cookie") };
/// assert_eq!(&needed, key);
/// let session = plug::resume(&cookie, &store, &conn, header, Some(value))?;
/// assert_eq!(session.get("user")?, Some("ada"));
/// # Ok::<(), waxseal::error::Error>(())
/// ```
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
        None => {
            store.check(conn)?;
            Session::nothing(&Sid::Nil, Reason::NoCookie)
        }
        Some(value) => match store.get(conn, value)? {
            Lookup::Ready(found) => match found.reason() {
                // What is over is there to be deleted; of what no key opens nothing is known.
                Some(reason) if found.sid() == Sid::Nil || reason == Reason::Expired => {
                    Session::nothing(&found.sid(), cookie.reason(header, reason, |other| opens(store, conn, other)))
                }
                _ => found,
            },
            Lookup::Need(key) => return Ok(Fetch::Need(key)),
        },
    };
    Ok(Fetch::Ready(begin(store, found)))
}

/// Whether a store has a session for a cookie, as far as the cookie itself tells.
fn opens(store: &dyn Store, conn: &Conn<'_>, value: &[u8]) -> bool {
    match store.get(conn, value) {
        Ok(Lookup::Ready(found)) => found.reason().is_none(),
        Ok(Lookup::Need(_)) => true,
        Err(_) => false,
    }
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
        None => Session::nothing(&Sid::Nil, Reason::NoCookie),
        Some(value) => store.resume(conn, value, record)?,
    };
    Ok(begin(store, found))
}

fn begin(store: &dyn Store, mut session: Session) -> Session {
    if store.tracks_changes() {
        session.track();
    }
    session
}

/// What is to be done at the end of a request: the steps in their order, and only then the header.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Commit {
    /// The Set-Cookie value, if there is one.
    pub set_cookie: Option<Vec<u8>>,
    /// What is to be done with the service's records first.
    pub steps: Vec<Step>,
}

/// Without the cookie.
impl std::fmt::Debug for Commit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let length = self.set_cookie.as_ref().map(Vec::len);
        f.debug_struct("Commit").field("set_cookie", &length).field("steps", &self.steps).finish()
    }
}

/// What `before_send` does, by the session's action and whether there is a sid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// No store is called, no cookie sent.
    Nothing,
    /// The session is put under its sid, or a new one; the cookie is set, unless the store says that the browser has it.
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
    // A sid that the store has no session under is only ever deleted.
    let has_sid = sid != Sid::Nil && (session.action() == Action::Drop || !matches!(sid, Sid::Unknown(_)));
    let effect = effect(session.action(), has_sid);
    let put = match effect {
        Effect::Put | Effect::PutNew if is_late(session) => None,
        Effect::Nothing if session.action() == Action::None => store.touch(conn, &sid, session)?,
        Effect::Nothing => None,
        Effect::Put => Some(store.put(conn, &sid, session)?),
        Effect::PutNew | Effect::PutNewThenDelete => Some(store.put(conn, &Sid::Nil, session)?),
        Effect::Delete => {
            let mut steps = store.delete(conn, &sid)?;
            steps.extend(store.leave(conn, session));
            return Ok(Commit { set_cookie: Some(cookie.delete(conn)?), steps });
        }
    };
    let Some(put) = put else {
        return Ok(Commit::default());
    };
    let mut commit = Commit { set_cookie: None, steps: put.steps };
    if put.is_sent {
        let lasts = store.lasts(conn, session);
        commit.set_cookie = Some(cookie.set(conn, &put.cookie, lasts, || weights(session.map()))?);
    }
    if effect == Effect::PutNewThenDelete {
        // The session goes on under its new sid, so the old record must be the one that was read: nobody dropped it meanwhile.
        for step in store.delete(conn, &sid)? {
            commit.steps.push(if let Step::Delete { key, mark } = step { Step::Retire { key, mark } } else { step });
        }
        commit.steps.extend(store.leave(conn, session));
    }
    Ok(commit)
}

/// Whether a request came a moment after another one had dropped or renewed its session. A cookie for what it wrote would stand in
/// the place of the new log-in's. A log-in of its own, a session that is cleared and renewed, may have one.
fn is_late(session: &Session) -> bool {
    let is_login = session.action() == Action::Renew && session.was_cleared();
    session.reason() == Some(Reason::RetiredSid) && !is_login
}

/// The most characters of a key in an error.
const LONGEST: usize = 64;

/// The heaviest keys of a session, for the error that says it is too large.
#[cold]
pub(crate) fn weights(map: &[u8]) -> String {
    let weights: Vec<_> = map::string_entries(map).map(|(key, value)| (key.len() + 5 + value.len(), key)).collect();
    let weight = |at: usize| weights.get(at).map(|(weight, _)| *weight);
    let heaviest = order(weights.len(), &|left, right| weight(right).cmp(&weight(left)));
    let mut text = String::new();
    for (weight, key) in heaviest.into_iter().take(5).filter_map(|at| weights.get(at)) {
        let before = if text.is_empty() { "; the heaviest keys: " } else { ", " };
        // So much of it, and nothing that would begin another line of a log.
        let key = std::str::from_utf8(key).unwrap_or("\u{fffd}");
        let key: String = key.chars().filter(|char| !char.is_control()).take(LONGEST).collect();
        let _ = write!(text, "{before}{key} {weight} bytes");
    }
    if weights.len() > 5 {
        let _ = write!(text, " and {} more", weights.len() - 5);
    }
    text
}
