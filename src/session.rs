//! `Plug.Session`: fetch a session, and at the end of the request do what it says.

use std::fmt::Write as _;

use crate::error::{Error, Reason};
use crate::session_bytes::{Action, Session, Sid};
pub use crate::session_cookie::{OPTIONS, SessionCookie};
use crate::session_map;
use crate::store::{Conn, Found, Lookup, Step, Store};
use crate::term_order::order;

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

/// The most characters of a key in an error.
const LONGEST: usize = 64;

/// The heaviest keys of a session, for the error that says it is too large.
pub(crate) fn weights(map: &[u8]) -> String {
    let weights: Vec<(usize, &[u8])> =
        session_map::string_entries(map).map(|(key, value)| (key.len() + 5 + value.len(), key)).collect();
    let weight = |at: usize| weights.get(at).map(|(weight, _)| *weight);
    let heaviest = order(weights.len(), &|left, right| weight(right).cmp(&weight(left)));
    let mut text = String::new();
    for (weight, key) in heaviest.into_iter().take(5).filter_map(|at| weights.get(at)) {
        text.push_str(if text.is_empty() { "; the heaviest keys: " } else { ", " });
        // So much of it, and nothing that would begin another line of a log.
        text.extend(String::from_utf8_lossy(key).chars().filter(|char| !char.is_control()).take(LONGEST));
        let _ = write!(text, " {weight} bytes");
    }
    if weights.len() > 5 {
        let _ = write!(text, " and {} more", weights.len() - 5);
    }
    text
}
