//! Owners: where somebody is logged in, and log out everywhere.
//!
//! `index` reads and writes the pages of an owner's index, with the keys and bytes of the npm package; `entries` puts sessions in and takes
//! them out; `whole` goes through all of it; `epochs` has what there is of sessions in cookies: since when an owner's are revoked; `held` lets nobody
//! who was revoked meanwhile begin anew.

mod entries;
pub(crate) mod epochs;
mod held;
pub(crate) mod index;
mod whole;

use crate::error::Error;
use crate::session::own;
use crate::sessions::handle::SessionHandle;
use crate::sessions::outlive::outlive;
use crate::sessions::owners::index::Index;
use crate::sessions::site::Sessions;
use crate::store::kv::public_id;

/// A session of an owner's, as [`Sessions::list`] tells of it.
///
/// ```
/// # use waxseal::error::Error;
/// # use waxseal::sessions::{Listed, SessionHandle, Sessions};
/// /// Where a user is logged in, and whether that is where the request came from.
/// async fn devices(sessions: &Sessions, session: &SessionHandle) -> Result<Vec<(Listed, bool)>, Error> {
///     let Some(owner) = session.owner() else { return Ok(Vec::new()) };
///     let all = sessions.list(&owner).await?;
///     Ok(all.into_iter().map(|one| (one.clone(), session.id() == Some(one.id))).collect())
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed {
    /// Its [id](SessionHandle::id), to show and to [revoke](Revoke::ids) it by. It is of the record: a renewal changes it.
    pub id: String,
    /// When it began, in milliseconds since 1970.
    pub created_ms: u64,
    /// When it was last used, as far as that was noted: each twentieth of `idleTimeout`.
    pub seen_ms: u64,
    /// What the app [noted](SessionHandle::set_note) about it.
    pub note: Option<String>,
}

/// Which of an owner's sessions [`Sessions::revoke`] ends.
///
/// ```
/// # use waxseal::error::Error;
/// # use waxseal::sessions::{Revoke, SessionHandle, Sessions};
/// async fn log_out(sessions: &Sessions, session: &SessionHandle, device: &str) -> Result<(), Error> {
///     sessions.revoke("user:42", Revoke::ids(&[device])).await?;
///     // Everywhere but here; everywhere.
///     sessions.revoke("user:42", Revoke::all().except(session)).await?;
///     sessions.revoke("user:42", Revoke::all()).await?;
///     Ok(())
/// }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Revoke<'a> {
    except: Option<&'a SessionHandle>,
    ids: Option<&'a [&'a str]>,
}

impl<'a> Revoke<'a> {
    /// All of them.
    #[must_use]
    pub const fn all() -> Self {
        Self { except: None, ids: None }
    }

    /// Those with these ids, as [`Listed`] has them.
    #[must_use]
    pub const fn ids(ids: &'a [&'a str]) -> Self {
        Self { except: None, ids: Some(ids) }
    }

    /// All of these but one, such as that of the request.
    #[must_use]
    pub const fn except(self, session: &'a SessionHandle) -> Self {
        Self { except: Some(session), ..self }
    }
}

impl Sessions {
    /// Where an owner is logged in: the sessions with this [owner](SessionHandle::set_owner), the last seen first. The one that asks has
    /// [`SessionHandle::id`] among their ids.
    ///
    /// # Errors
    ///
    /// Sessions that are in no key-value service; an owner that is empty or too long; the service failed; an index that can't be read.
    pub async fn list(&self, owner: &str) -> Result<Vec<Listed>, Error> {
        check_owner(owner)?;
        let Some(index) = self.index() else {
            return Err(Error::config(
                "list: sessions stand in their owner's index where they are in a key-value service: Sessions::kv",
            ));
        };
        let listed = index.list(owner).await?.into_iter().map(|entry| Listed {
            id: public_id(&index.record_key(&entry)),
            created_ms: entry.created_ms,
            seen_ms: entry.seen_ms,
            note: Some(entry.note).filter(|note| !note.is_empty()),
        });
        Ok(listed.collect())
    }

    /// Log out everywhere: ends an owner's sessions, and gives how many it ended. Where the service compares, nobody who was logged in before
    /// is let in once this has answered, and a request of theirs that is under way fails at its write. After an error some may be there still:
    /// the same again ends the rest.
    ///
    /// Of sessions in cookies ([`Sessions::revocable`]) nobody knows how many there are: nothing is given. One that is
    /// [excepted](Revoke::except) goes on by a cookie that is written anew at its commit.
    ///
    /// A request that revokes the owner of its own session and logs in anew excepts that session. With [`Sessions::spawn`] a revoke that began goes
    /// on when its client goes away.
    ///
    /// # Errors
    ///
    /// Those of [`Sessions::list`]; of sessions in cookies, ids, or an exception that was committed already.
    pub async fn revoke(&self, owner: &str, which: Revoke<'_>) -> Result<Option<usize>, Error> {
        check_owner(owner)?;
        if let Some(session) = which.except {
            session.check_of(self)?;
        }
        if self.site.epochs.is_some() {
            return self.revoke_cookies(owner, which).await.map(|()| None);
        }
        if self.site.records.is_none() {
            return Err(Error::config(
                "revoke: sessions stand in their owner's index where they are in a key-value service: Sessions::kv; of those in \
                 cookies Sessions::revocable can revoke all at once",
            ));
        }
        let kept = which.except.and_then(SessionHandle::record);
        let ids: Option<Vec<String>> = which.ids.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect());
        let (sessions, owner) = (self.clone(), owner.to_owned());
        let revoke = async move {
            let is_meant = |key: &str| {
                kept.as_deref() != Some(key) && ids.as_ref().is_none_or(|ids| ids.contains(&public_id(key)))
            };
            match sessions.index() {
                Some(index) => index.revoke(&owner, &is_meant).await.map(Some),
                None => Ok(None),
            }
        };
        Box::pin(outlive(&self.hooks, "the revoke", revoke)).await
    }

    async fn revoke_cookies(&self, owner: &str, which: Revoke<'_>) -> Result<(), Error> {
        if which.ids.is_some() {
            return Err(Error::config(
                "revoke: ids: sessions in cookies have none, and are revoked all at once; those of Sessions::kv have them",
            ));
        }
        if which.except.is_some_and(SessionHandle::is_sent) {
            return Err(Error::config(
                "revoke: except: was committed already; revoke before the response is sent, as its cookie is written anew",
            ));
        }
        let (sessions, name) = (self.clone(), owner.to_owned());
        let revoke = async move {
            match &sessions.site.epochs {
                Some(epochs) => epochs.revoke(&name).await.map(Some),
                None => Ok(None),
            }
        };
        let raised = Box::pin(outlive(&self.hooks, "the revoke", revoke)).await?;
        let (Some(raised), Some(session)) = (raised, which.except) else { return Ok(()) };
        // Who was revoked before, or is another's, is not saved by this.
        session.begin_at(owner, |created_ms| raised.excepted_ms(created_ms))
    }

    /// Of sessions in a service.
    pub(crate) fn index(&self) -> Option<Index<'_>> {
        self.site.records.as_ref().map(|records| Index::new(self, records))
    }
}

fn check_owner(owner: &str) -> Result<(), Error> {
    own::checked("owner", Some(owner)).map(drop)
}
