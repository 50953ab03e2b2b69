//! What a session says of itself: its id, whose it is, how long it lasts.

use crate::error::Error;
use crate::session::{Action, Session};
use crate::sessions::handle::SessionHandle;
use crate::sessions::site::Sessions;
use crate::store::kv::public_id;
use crate::store::times::{self, Times};

/// ```
/// # use waxseal::error::Error;
/// # use waxseal::sessions::SessionHandle;
/// fn describe(session: &SessionHandle) -> Result<String, Error> {
///     session.set_idle_timeout(Some(1800))?;
///     session.touch()?;
///     let (id, owner, note) = (session.id(), session.owner(), session.note());
///     let times = (session.is_new(), session.created_ms(), session.expires_ms());
///     Ok(format!("{id:?} {owner:?} {note:?} {times:?}"))
/// }
///
/// fn remember_me(session: &SessionHandle) -> Result<(), Error> {
///     session.set_max_age(Some(30 * 86_400))
/// }
/// ```
impl SessionHandle {
    /// Of a session in a service, its public id: safe to log and to show, the same as [`Listed`](crate::sessions::Listed) has. A new session
    /// has one after its commit, and a renewal changes it.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        self.look(|_, _| ());
        self.record().map(|key| public_id(&key))
    }

    /// Whether the request came without a session.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.look(|_, session| !session.is_found())
    }

    /// When it began, in milliseconds since 1970; nothing where the store does not say. Of one that is not stored yet, as if it were now.
    #[must_use]
    pub fn created_ms(&self) -> Option<u64> {
        self.span_ms().map(|(created_ms, _)| created_ms)
    }

    /// When it is over if nobody uses it any more, in milliseconds since 1970; nothing without a limit, or where the store does not say.
    #[must_use]
    pub fn expires_ms(&self) -> Option<u64> {
        self.span_ms().and_then(|(_, expires_ms)| expires_ms)
    }

    fn span_ms(&self) -> Option<(u64, Option<u64>)> {
        let mut conn = Sessions::conn(self.is_https());
        // Once it is stored, as it was then.
        conn.now_ms = self.committed_ms().unwrap_or(conn.now_ms);
        self.look(|sessions, session| {
            let is_there = session.is_found() || matches!(session.action(), Action::Write | Action::Renew);
            if is_there { sessions.site.store.span_ms(&conn, session) } else { None }
        })
    }

    /// Whose it is: a text of the app's, such as `user:42`.
    #[must_use]
    pub fn owner(&self) -> Option<String> {
        self.look(|_, session| session.owner().map(str::to_owned))
    }

    /// Says whose it is, at the log-in; with none, nobody's. In a service it stands in its owner's index from its commit on: see
    /// [`Sessions::list`] and [`Sessions::revoke`].
    ///
    /// ```
    /// # use waxseal::error::Error;
    /// # use waxseal::sessions::{Revoke, SessionHandle, Sessions};
    /// fn log_in(session: &SessionHandle, user: u64) -> Result<(), Error> {
    ///     session.clear()?;
    ///     session.renew()?;
    ///     session.put("user", &user)?;
    ///     session.set_owner(Some(&format!("user:{user}")))?;
    ///     session.set_note(Some("Firefox on Linux"))
    /// }
    ///
    /// async fn new_password(sessions: &Sessions, session: &SessionHandle) -> Result<(), Error> {
    ///     if let Some(owner) = session.owner() {
    ///         sessions.revoke(&owner, Revoke::all().except(session)).await?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// After the commit; a text that is empty or longer than 255 bytes.
    pub fn set_owner(&self, owner: Option<&str>) -> Result<(), Error> {
        self.write(|session| session.set_owner(owner))
    }

    /// What the app noted about it.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.look(|_, session| session.about().map(str::to_owned))
    }

    /// Notes something about it, such as the browser's name, for its owner's list.
    ///
    /// # Errors
    ///
    /// After the commit; a text that is empty or longer than 255 bytes.
    pub fn set_note(&self, note: Option<&str>) -> Result<(), Error> {
        self.write(|session| session.set_about(note))
    }

    /// Remember me: ends it so many seconds from now, used or not, for the server and the browser; later writes and renewals keep that. With
    /// none, the browser forgets it when it closes, and the store's limits hold.
    ///
    /// # Errors
    ///
    /// After the commit; no seconds at all, or more than 2,147,483,647.
    pub fn set_max_age(&self, seconds: Option<u32>) -> Result<(), Error> {
        self.write(|session| session.set_max_age(seconds))
    }

    /// Ends it so many seconds after its last use; with none, the store's limit holds.
    ///
    /// # Errors
    ///
    /// After the commit; no seconds at all, or more than 2,147,483,647.
    pub fn set_idle_timeout(&self, seconds: Option<u32>) -> Result<(), Error> {
        self.write(|session| session.set_idle_timeout(seconds))
    }

    /// Notes at the commit that it is in use, whether that is due or not, and sends the browser its cookie again. Of no session nothing.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn touch(&self) -> Result<(), Error> {
        self.write(Session::touch)
    }

    /// Lets the life of a session begin when its beginning says, if that says any, and its cookie be written anew; of another owner's, or of none,
    /// nothing.
    pub(super) fn begin_at(&self, owner: &str, beginning: impl FnOnce(u64) -> Option<u64>) -> Result<(), Error> {
        self.write(|session| {
            let times = Times::of_note(session.note()).filter(|_| session.kept_owner() == Some(owner));
            if let Some(created_ms) = times.and_then(|times| beginning(times.created)) {
                times::set_created(session, created_ms);
                session.touch()?;
            }
            Ok(())
        })
    }
}
