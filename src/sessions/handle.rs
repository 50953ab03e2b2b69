//! A request's session, in as many hands as a request has.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Reason};
use crate::session::{Action, Session};
use crate::sessions::site::Sessions;

/// A session, and the version of its record.
pub(crate) type Loaded = (Session, Option<Vec<u8>>);

/// A request's session: a clone is the same session. No method waits, and none holds a lock when it is done. What is changed is stored
/// when the session is [committed](Sessions::commit), which layers do.
///
/// ```
/// # use waxseal::sessions::{SessionHandle, Sessions};
/// # use waxseal::store::value::Value;
/// # let options = Value::object([("key", "_my_app_key".into()), ("secretKeyBase", "x".repeat(64).into()), ("signingSalt", "3kVbPzQ1".into())]);
/// # async fn log_in(session: SessionHandle) -> Result<(), waxseal::error::Error> {
/// // What a handler is given by the layer, or by Sessions::fetch.
/// assert!(session.reason().is_some(), "a visitor without a session");
/// session.renew()?;
/// session.put("user", "ada")?;
/// session.put_raw("admin", b"w\x04true")?;
/// assert_eq!(session.get::<String>("user")?.as_deref(), Some("ada"));
/// assert!(session.has("user") && session.get_raw("user").is_some());
/// assert_eq!(session.keys(), ["admin", "user"]);
///
/// session.delete("admin")?;
/// let visits = session.change(|session| {
///     let visits = session.get("visits")?.unwrap_or(0) + 1;
///     session.put("visits", &visits).map(|()| visits)
/// })?;
/// assert_eq!((visits, session.to_session().get("visits")?), (1, Some(1)));
///
/// session.clear()?; // empty, and the sid stays
/// session.ignore()?; // nothing of it is kept
/// session.drop()?; // log-out
/// # Ok(())
/// # }
/// # let sessions = Sessions::cookie(&options)?;
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # let example = async { log_in(sessions.fetch("").await?).await };
/// # assert!(matches!(std::pin::pin!(example).poll(&mut context), std::task::Poll::Ready(Ok(()))));
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Clone)]
pub struct SessionHandle {
    sessions: Sessions,
    https: bool,
    path: Arc<[u8]>,
    state: Arc<Mutex<State>>,
}

struct State {
    session: Session,
    /// Of the record that was read.
    version: Option<Vec<u8>>,
    /// Whether it was looked at.
    is_used: bool,
    stage: Stage,
    put_after_drop: bool,
    /// What was set at the commit.
    set_cookie: Option<String>,
}

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    /// It was committed, or is being committed.
    Sent,
    /// It was committed with a response.
    Answered,
}

/// Nothing of what is in it.
impl std::fmt::Debug for SessionHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let state = self.lock();
        f.debug_struct("SessionHandle").field("session", &state.session).field("stage", &state.stage).finish()
    }
}

impl SessionHandle {
    pub(crate) fn new(
        sessions: Sessions,
        session: Session,
        version: Option<Vec<u8>>,
        https: bool,
        path: Vec<u8>,
    ) -> Self {
        let state =
            State { session, version, is_used: false, stage: Stage::Open, put_after_drop: false, set_cookie: None };
        Self { sessions, https, path: path.into(), state: Arc::new(Mutex::new(state)) }
    }

    /// The value under a key as a type of yours: see [`Session::get`]. Nothing if there is no such key.
    ///
    /// # Errors
    ///
    /// The value is none of that type: the error has its path, and the session stays as it was.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Error> {
        self.read().session.get(key)
    }

    /// The bytes under a key: one term without its version byte.
    #[must_use]
    pub fn get_raw(&self, key: &str) -> Option<Vec<u8>> {
        self.read().session.get_raw(key.as_bytes()).map(<[u8]>::to_vec)
    }

    /// Whether there is such a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.read().session.get_raw(key.as_bytes()).is_some()
    }

    /// The keys that are strings.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let state = self.read();
        let keys = crate::session::map::string_entries(state.session.map());
        keys.filter_map(|(key, _)| str::from_utf8(key).ok().map(str::to_owned)).collect()
    }

    /// A copy of the session as it is now, for what this handle has no method for.
    #[must_use]
    pub fn to_session(&self) -> Session {
        self.read().session.clone()
    }

    /// Puts the bytes of one term without its version byte, which are taken as they are.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn put_raw(&self, key: &str, value: &[u8]) -> Result<(), Error> {
        self.write(|session| session.put_raw(key.as_bytes(), value))
    }

    /// Puts a value under a key: see [`Session::put`].
    ///
    /// # Errors
    ///
    /// What can't be written, by its path; after the commit. The session stays as it was.
    pub fn put<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<(), Error> {
        self.write(|session| session.put(key, value))
    }

    /// Takes a key out.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn delete(&self, key: &str) -> Result<(), Error> {
        self.write(|session| session.delete(key.as_bytes()))
    }

    /// Empties the session. Its sid stays: to log out, [`drop`](SessionHandle::drop) it.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn clear(&self) -> Result<(), Error> {
        self.write(Session::clear)
    }

    /// A new sid at the commit: call it at every log-in.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn renew(&self) -> Result<(), Error> {
        self.configure(true, false, false)
    }

    /// Deletes the session and its cookie at the commit: log-out.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn drop(&self) -> Result<(), Error> {
        self.configure(false, true, false)
    }

    /// Writes nothing at the commit.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn ignore(&self) -> Result<(), Error> {
        self.configure(false, false, true)
    }

    fn configure(&self, renew: bool, drop: bool, ignore: bool) -> Result<(), Error> {
        let mut state = self.read();
        state.check_not_sent()?;
        state.session.configure(renew, drop, ignore)
    }

    /// Changes the session itself, such as by what is in [`phoenix`](crate::phoenix).
    ///
    /// # Errors
    ///
    /// After the commit, and those of `change`: then the session stays as it was.
    pub fn change<T>(&self, change: impl FnOnce(&mut Session) -> Result<T, Error>) -> Result<T, Error> {
        self.write(|session| {
            let before = session.clone();
            change(session).inspect_err(|_| *session = before)
        })
    }

    /// Why there is no session.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.lock().session.reason()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, of a session that is looked at.
    fn read(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        state.is_used = true;
        state
    }

    fn write<T>(&self, change: impl FnOnce(&mut Session) -> Result<T, Error>) -> Result<T, Error> {
        let mut state = self.read();
        state.check_not_sent()?;
        let done = change(&mut state.session)?;
        state.put_after_drop |= state.session.action() == Action::Drop;
        Ok(done)
    }

    /// The session for its commit, after which nothing is written to it.
    pub(crate) fn begin(&self, sessions: &Sessions) -> Result<(Loaded, bool), Error> {
        if !self.is_of(sessions) {
            return Err(Error::config("session: was fetched by other sessions; commit it with those that fetched it"));
        }
        let mut state = self.lock();
        state.check_not_sent()?;
        state.stage = Stage::Sent;
        Ok(((state.session.clone(), state.version.clone()), self.https))
    }

    /// Whether the commit was done. If not, the session is as it was before.
    pub(crate) fn finish(&self, written: &Result<Option<String>, Error>) {
        let mut state = self.lock();
        match written {
            Ok(set_cookie) => state.set_cookie.clone_from(set_cookie),
            Err(_) => state.stage = Stage::Open,
        }
    }

    /// Whether it was fetched by these sessions.
    pub(crate) fn is_of(&self, sessions: &Sessions) -> bool {
        self.sessions.is(sessions)
    }

    pub(crate) fn was_put_after_drop(&self) -> bool {
        self.lock().put_after_drop
    }

    pub(crate) fn is_sent(&self) -> bool {
        self.lock().stage != Stage::Open
    }

    pub(crate) const fn is_https(&self) -> bool {
        self.https
    }
}

/// What who sends it with a response wants to know.
#[cfg(feature = "http")]
impl SessionHandle {
    pub(crate) fn path(&self) -> &[u8] {
        &self.path
    }

    pub(crate) fn is_used(&self) -> bool {
        self.lock().is_used
    }

    /// It was committed with a response.
    pub(crate) fn answer(&self) {
        self.lock().stage = Stage::Answered;
    }

    /// What was set with a response.
    pub(crate) fn sent_by_answer(&self) -> Result<Option<String>, Error> {
        let state = self.lock();
        if state.stage != Stage::Answered {
            state.check_not_sent()?;
        }
        Ok(state.set_cookie.clone())
    }
}

#[cfg(feature = "tower")]
impl SessionHandle {
    pub(crate) fn is_drop(&self) -> bool {
        self.lock().session.action() == Action::Drop
    }
}

impl State {
    fn check_not_sent(&self) -> Result<(), Error> {
        if self.stage != Stage::Open {
            return Err(Error::already_sent(
                "the session was already committed: write to it before the response is sent, and commit it once",
            ));
        }
        Ok(())
    }
}
