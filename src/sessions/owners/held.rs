//! Of cookie sessions that can be revoked: what begins with a request is no way out for who was revoked while it ran. The same as
//! `pkg/plug/revocable_sessions.js`.

use crate::env;
use crate::error::Error;
use crate::plug::Commit;
use crate::session::{Action, Session};
use crate::sessions::site::Sessions;
use crate::sessions::steps::revoked;
use crate::store::times::{self, Times};

/// Whether nothing is kept of it.
fn is_over(session: &Session) -> bool {
    matches!(session.action(), Action::Drop | Action::Ignore)
}

impl Sessions {
    /// What is to be done with a session that is in no service. It is sealed before anybody asks: a revoke that is not seen then comes later.
    pub(crate) async fn plan_held(&self, mut session: Session, https: bool) -> Result<Commit, Error> {
        let began_ms = env::now_ms();
        let commit = self.plan(&session, https)?;
        let seen = self.check_left(&session).await?;
        let Some((epochs, owner)) = self.site.epochs.as_ref().zip(session.owner().map(str::to_owned)) else {
            return Ok(commit);
        };
        let times = Times::of_note(session.note()).filter(|_| !session.begins());
        let is_kept = times.is_some() && session.kept_owner() == Some(&*owner);
        if is_kept || commit.set_cookie.is_none() || is_over(&session) {
            return Ok(commit);
        }
        // Nor is it revoked by what was before: the session may have begun earlier, or another machine's clock be ahead. Whoever was let in by one
        // look is not saved by another one, which sees more. And a log-in needs the service no more than without it.
        let epoch_ms = match seen.filter(|_| session.kept_owner() == Some(&*owner)) {
            Some(seen_ms) => seen_ms,
            None => match epochs.now(&owner, || self.tell("revocation_unknown")).await {
                Err(error) if error.code() == "ERR_STORE" => 0,
                found => found?,
            },
        };
        if times.map_or(began_ms, |times| times.created) > epoch_ms {
            return Ok(commit);
        }
        match times {
            Some(_) => times::set_created(&mut session, epoch_ms.saturating_add(1)),
            None => session.begin_no_earlier(epoch_ms.saturating_add(1)),
        }
        self.plan(&session, https)
    }

    /// Refuses what begins anew, or goes to another owner, if who it was when it was read was revoked since; gives since when they are revoked, if it
    /// was asked.
    pub(crate) async fn check_left(&self, session: &Session) -> Result<Option<u64>, Error> {
        let Some((epochs, owner)) = self.site.epochs.as_ref().zip(session.kept_owner()) else { return Ok(None) };
        let is_left = session.begins() || session.owner() != Some(owner);
        if !is_left || is_over(session) {
            return Ok(None);
        }
        let revoked_ms = epochs.now(owner, || self.tell("revocation_unknown")).await?;
        match Times::of_note(session.note()) {
            Some(times) if times.created > revoked_ms => Ok(Some(revoked_ms)),
            _ => Err(revoked()),
        }
    }
}
