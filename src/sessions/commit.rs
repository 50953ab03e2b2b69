//! From a session to its store, and the cookie: perform the core's plan, and where another request was there first, merge and try again.

use crate::error::{Error, Reason};
use crate::plug::{self, Commit};
use crate::session::{Action, Session};
use crate::sessions::handle::{Loaded, SessionHandle, Written};
use crate::sessions::outlive::outlive;
use crate::sessions::owners::index::Index;
use crate::sessions::site::Sessions;
use crate::sessions::steps::perform;
use crate::store::Step;

/// For how many times the service's timeout a commit that met another one is merged and tried again.
const PATIENCE: u32 = 3;

/// How often a touch is tried.
const TOUCHES: u32 = 3;

impl Sessions {
    /// `before_send`: stores what the request changed, and gives the Set-Cookie value, if there is one. Once.
    ///
    /// ```
    /// # use waxseal::sessions::Sessions;
    /// # use waxseal::store::value::Value;
    /// # let options = Value::object([("key", "_my_app_key".into()), ("secretKeyBase", "x".repeat(64).into()), ("signingSalt", "3kVbPzQ1".into())]);
    /// # async fn example(sessions: Sessions) -> Result<(), waxseal::error::Error> {
    /// let session = sessions.fetch("").await?;
    /// session.put("user", "ada")?;
    /// let set_cookie = sessions.commit(&session).await?;
    /// assert!(set_cookie.is_some_and(|header| header.starts_with("_my_app_key=")));
    /// assert!(session.put("user", "grace").is_err(), "it is too late now");
    ///
    /// // To be rid of the cookie, though the service is away.
    /// assert!(sessions.deletion(&session)?.starts_with("_my_app_key=; "));
    /// # Ok(())
    /// # }
    /// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// # assert!(std::pin::pin!(example(Sessions::cookie(&options)?)).poll(&mut context).is_ready());
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It was committed before; the cookie is too large; the service failed; the session was dropped or renewed by another request; no
    /// randomness. Then no cookie is to be sent, and the session is as it was.
    pub async fn commit(&self, session: &SessionHandle) -> Result<Option<String>, Error> {
        if self.site.records.is_none() {
            return self.commit_here(session).await;
        }
        let (sessions, handle) = (self.clone(), session.clone());
        let commit = async move { sessions.commit_here(&handle).await };
        Box::pin(outlive(&self.hooks, "the commit", commit)).await
    }

    /// Where it is: it stops when nobody waits for it any more.
    pub(crate) async fn commit_here(&self, session: &SessionHandle) -> Result<Option<String>, Error> {
        let (committing, loaded) = session.begin(self)?;
        if session.was_put_after_drop() {
            self.tell("put_after_drop");
        }
        let written = self.write(loaded, session.is_https()).await?;
        Ok(committing.done(written))
    }

    /// The Set-Cookie value that deletes the cookie, whether there was one or not: for a log-out that the service failed.
    ///
    /// # Errors
    ///
    /// None with options that these sessions took.
    pub fn deletion(&self, session: &SessionHandle) -> Result<String, Error> {
        self.deletion_over(session.is_https())
    }

    pub(crate) fn deletion_over(&self, https: bool) -> Result<String, Error> {
        header(self.site.cookie.delete(&Self::conn(https))?)
    }

    /// Does what `before_send` says, and gives the Set-Cookie value.
    pub(crate) async fn write(&self, (session, version): Loaded, https: bool) -> Result<Written, Error> {
        let is_late =
            session.reason() == Some(Reason::RetiredSid) && matches!(session.action(), Action::Write | Action::Renew);
        let Commit { set_cookie, steps } = match self.index() {
            None if self.site.epochs.is_none() => self.plan(&session, https)?,
            None => Box::pin(self.plan_held(session, https)).await?,
            Some(index) if session.action() == Action::None => {
                Box::pin(self.touch(index, &session, version, https)).await?
            }
            Some(index) => Box::pin(self.put(index, session, version, https)).await?,
        };
        if set_cookie.is_none() && is_late {
            self.tell("late_write");
        }
        let mut written = steps.into_iter().filter_map(|step| match step {
            Step::Write { key, .. } => Some(key),
            Step::Delete { .. } | Step::Retire { .. } | Step::Enter { .. } | Step::Seen { .. } | Step::Leave { .. } => {
                None
            }
        });
        Ok(Written::new(set_cookie.map(header).transpose()?, written.next_back()))
    }

    /// What the core says is to be done with a session.
    pub(crate) fn plan(&self, session: &Session, https: bool) -> Result<Commit, Error> {
        plug::before_send(&self.site.cookie, &*self.site.store, &Self::conn(https), session)
    }

    /// A session that was only read is at most touched: nobody's request fails for that. Gives what was done.
    async fn touch(
        &self,
        index: Index<'_>,
        session: &Session,
        version: Option<Vec<u8>>,
        https: bool,
    ) -> Result<Commit, Error> {
        let mut deadline = None;
        for tried in 1..=TOUCHES {
            let error = match self.plan(session, https) {
                Ok(commit) if commit.steps.is_empty() => return Ok(commit),
                Ok(commit) => {
                    deadline.get_or_insert_with(|| index.service.deadline(1));
                    match perform(index, &commit.steps, version.as_deref()).await {
                        Ok(None) => return Ok(commit),
                        Ok(Some(_)) if !session.is_touched() => return Ok(Commit::default()),
                        // Another request noted the use. Who called `touch` is to have the cookie all the same, unless that one ended the session.
                        Ok(Some(_)) => match self.put(index, session.clone(), version.clone(), https).await {
                            Err(error) if error.code() == "ERR_SESSION_INTERRUPTED" => return Ok(Commit::default()),
                            Ok(commit) => return Ok(commit),
                            Err(error) => error,
                        },
                        Err(error) => error,
                    }
                }
                Err(error) => error,
            };
            if !matches!(error.code(), "ERR_STORE" | "ERR_RANDOMNESS") {
                return Err(error);
            }
            if let Some(deadline) = &mut deadline
                && deadline.is_over().await
            {
                break;
            }
            if tried < TOUCHES {
                index.service.pause(tried).await;
            }
        }
        // The next request that comes tries again.
        self.tell("touch_failed");
        Ok(Commit::default())
    }

    async fn put(
        &self,
        index: Index<'_>,
        mut session: Session,
        mut version: Option<Vec<u8>>,
        https: bool,
    ) -> Result<Commit, Error> {
        let service = index.service;
        let mut deadline = None;
        for tried in 0.. {
            let commit = self.plan(&session, https)?;
            if commit.steps.is_empty() {
                return Ok(commit);
            }
            let deadline = deadline.get_or_insert_with(|| service.deadline(PATIENCE));
            let Some(conflict) = perform(index, &commit.steps, version.as_deref()).await? else {
                return Ok(commit);
            };
            service.pause(tried).await;
            if deadline.is_over().await {
                break;
            }
            let found = service.get(conflict).await?;
            let record = found.as_ref().map(|found| &*found.value);
            self.site.store.rebase(&Self::conn(https), &mut session, record)?;
            version = found.map(|found| found.version);
        }
        Err(Error::store("the session was changed by others each time this request tried to write it", true, None))
    }
}

fn header(bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::encode("the Set-Cookie header is no text"))
}
