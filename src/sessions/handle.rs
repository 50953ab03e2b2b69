//! A request's session, in as many hands as a request has.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use crate::env;
use crate::error::{Error, Reason};
use crate::session::shown::{Shown, changing};
use crate::session::{Action, Session};
use crate::sessions::changing::Changing;
use crate::sessions::site::Sessions;
use crate::term::typed;

/// A session, and the version of its record.
pub(crate) type Loaded = (Session, Option<Vec<u8>>);

/// What a commit did.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) set_cookie: Option<String>,
    /// The key of the record that was written, if one was.
    pub(crate) record: Option<String>,
    /// When that was, in milliseconds.
    at_ms: Option<u64>,
}

impl Written {
    pub(crate) fn new(set_cookie: Option<String>, record: Option<String>) -> Self {
        Self { set_cookie, record, at_ms: Some(env::now_ms()) }
    }
}

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
    /// What an app behind was shown.
    shown: Option<Shown>,
    /// What the commit did.
    written: Written,
}

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    /// It is being committed.
    Committing,
    /// It was committed.
    Sent,
    /// It was committed with a response.
    Answered,
}

/// Nothing of what is in it; and nobody waits for it.
impl std::fmt::Debug for SessionHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(state)) => state.into_inner(),
            Err(TryLockError::WouldBlock) => return f.write_str("SessionHandle(in use)"),
        };
        f.debug_struct("SessionHandle")
            .field("session", &state.session)
            .field("stage", &state.stage)
            .finish_non_exhaustive()
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
        let state = State {
            session,
            version,
            is_used: false,
            stage: Stage::Open,
            put_after_drop: false,
            shown: None,
            written: Written::default(),
        };
        Self { sessions, https, path: path.into(), state: Arc::new(Mutex::new(state)) }
    }

    /// The value under a key as a type of yours: see [`Session::get`]. Nothing if there is no such key. Others wait while it is read: what
    /// `T` does of its own there is not to use this handle.
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
        self.put_term(|session| session.put_raw(key.as_bytes(), value))
    }

    /// Puts a value under a key: see [`Session::put`].
    ///
    /// # Errors
    ///
    /// What can't be written, by its path; after the commit. The session stays as it was.
    pub fn put<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<(), Error> {
        // Code of the value's own, that writes it, may look at the session.
        let term = typed::to_value(value, key.as_bytes())?;
        self.put_term(|session| session.put_raw(key.as_bytes(), &term))
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
        self.write(|session| session.configure(renew, drop, ignore))
    }

    /// Changes the session itself, such as by what is in [`phoenix`](crate::phoenix). Others wait meanwhile: what is done in `change` is not to
    /// use this handle, but the session that it is given.
    ///
    /// # Errors
    ///
    /// After the commit, and those of `change`: then, and if it panics, the session stays as it was.
    ///
    /// # Panics
    ///
    /// In `change` this handle is used: it would wait for itself.
    pub fn change<T>(&self, change: impl FnOnce(&mut Session) -> Result<T, Error>) -> Result<T, Error> {
        self.put_term(|session| {
            let mut changed = session.clone();
            let changing = Changing::begin(self.state.as_ref());
            let done = change(&mut changed)?;
            drop(changing);
            *session = changed;
            Ok(done)
        })
    }

    /// Why there is no session.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.lock().session.reason()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        let is_own = Changing::is_under_way(self.state.as_ref());
        assert!(
            !is_own,
            "a session's change uses its handle, and would wait for itself: use the session that it is given"
        );
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, of a session that is looked at.
    fn read(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        state.is_used = true;
        state
    }

    pub(super) fn write<T>(&self, change: impl FnOnce(&mut Session) -> Result<T, Error>) -> Result<T, Error> {
        let mut state = self.read();
        state.check_not_sent()?;
        state.change(change)
    }

    /// Of a session that is dropped it is lost.
    fn put_term<T>(&self, put: impl FnOnce(&mut Session) -> Result<T, Error>) -> Result<T, Error> {
        let mut state = self.read();
        state.check_not_sent()?;
        let was_dropped = state.session.action() == Action::Drop;
        let done = state.change(put)?;
        state.put_after_drop |= was_dropped;
        Ok(done)
    }

    /// When it was committed, in milliseconds.
    pub(super) fn committed_ms(&self) -> Option<u64> {
        self.lock().written.at_ms
    }

    pub(super) fn look<T>(&self, look: impl FnOnce(&Sessions, &Session) -> T) -> T {
        look(&self.sessions, &self.read().session)
    }

    /// The session for its commit, after which nothing is written to it.
    pub(crate) fn begin(&self, sessions: &Sessions) -> Result<(Committing<'_>, Loaded), Error> {
        self.check_of(sessions)?;
        let mut state = self.lock();
        state.check_not_sent()?;
        state.stage = Stage::Committing;
        Ok((Committing(self), (state.session.clone(), state.version.clone())))
    }

    /// The key of its record, if there is one.
    pub(crate) fn record(&self) -> Option<String> {
        let state = self.lock();
        let owners = &self.sessions.site.records.as_ref()?.owners;
        let read = || {
            Some(&state.session)
                .filter(|session| session.is_found())
                .and_then(|session| owners.record_of(&session.sid()))
        };
        state.written.record.clone().or_else(read)
    }

    pub(crate) fn check_of(&self, sessions: &Sessions) -> Result<(), Error> {
        if self.is_of(sessions) {
            return Ok(());
        }
        Err(Error::config("session: was fetched by other sessions; commit it with those that fetched it"))
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

    /// The session as it is, of these sessions.
    pub(crate) fn current(&self, sessions: &Sessions) -> Result<Session, Error> {
        self.check_of(sessions)?;
        Ok(self.lock().session.clone())
    }

    /// An app behind was given the session as it is now; `before` is what the request came with.
    pub(crate) fn show(&self, before: Session) {
        let mut state = self.lock();
        let shown = match state.shown.take() {
            Some(shown) => shown.again(&state.session),
            None => Shown::new(&state.session, before),
        };
        state.shown = Some(shown);
    }

    /// What an app behind was shown.
    pub(crate) fn shown(&self) -> Option<Shown> {
        self.lock().shown.clone()
    }

    /// Whether an app behind was shown it emptied, for this request alone: what that one answers is of the same request.
    pub(crate) fn is_shown_aside(&self) -> bool {
        let state = self.lock();
        is_aside(&state.session) && state.shown.as_ref().is_some_and(Shown::was_cleared)
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
        Ok(state.written.set_cookie.clone())
    }
}

/// Whether a session was emptied for this request alone, as for one that may be forged.
#[cfg(feature = "http")]
pub(crate) fn is_aside(session: &Session) -> bool {
    session.was_cleared() && session.action() == Action::Ignore
}

#[cfg(feature = "tower")]
impl SessionHandle {
    pub(crate) fn is_drop(&self) -> bool {
        self.lock().session.action() == Action::Drop
    }
}

/// A commit that is under way. If it fails, or nobody waits for it any more, the session is open again, as it was before.
pub(crate) struct Committing<'h>(&'h SessionHandle);

impl Committing<'_> {
    /// It was done. Gives what is to be set.
    pub(crate) fn done(self, written: Written) -> Option<String> {
        let mut state = self.0.lock();
        state.stage = Stage::Sent;
        let record = written.record.or_else(|| state.written.record.take());
        state.written = Written { record, ..written };
        state.written.set_cookie.clone()
    }
}

impl Drop for Committing<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        if state.stage == Stage::Committing {
            state.stage = Stage::Open;
        }
    }
}

impl State {
    fn change<T>(&mut self, change: impl FnOnce(&mut Session) -> Result<T, Error>) -> Result<T, Error> {
        changing(&mut self.session, &mut self.shown, change)
    }

    fn check_not_sent(&self) -> Result<(), Error> {
        if self.stage != Stage::Open {
            return Err(Error::already_sent(
                "the session was already committed: write to it before the response is sent, and commit it once",
            ));
        }
        Ok(())
    }
}
