//! What a session's write, use and end mean for the indexes of its owners.
//!
//! An entry is there before its record is, and goes after it. Of a session that is renewed both are there for a while: whoever revokes
//! ends both, or has ended the old one before, which is noticed when it is retired.

use crate::session::Session;
use crate::store::kv::known;
use crate::store::kv::sid::SessionId;
use crate::store::times::Life;
use crate::store::{Entry, Step};

/// The steps before a session is written under an id, and those after it.
pub(super) fn around(
    session: &Session,
    id: &SessionId,
    begins: bool,
    life: &Life,
    now_ms: u64,
) -> (Vec<Step>, Vec<Step>) {
    let (kept, owner) = (session.kept_owner(), life.own.owner());
    let old = known(&session.sid()).map(|old| old.hash());
    let stays = old == Some(id.hash());
    let (mut before, mut after) = (Vec::new(), Vec::new());
    if let Some(owner) = owner {
        let (entry, is_kept) = (entry(id, life, now_ms), kept == Some(owner));
        let owner = owner.to_owned();
        if !stays || !is_kept || session.states() {
            before.push(Step::Enter { owner, entry, from: old.filter(|_| is_kept && !begins) });
        } else if life.is_noted(now_ms) {
            after.push(Step::Seen { owner, entry });
        }
    }
    if let Some(kept) = kept.filter(|kept| stays && owner != Some(kept)) {
        after.push(Step::Leave { owner: kept.to_owned(), entry: entry(id, life, now_ms) });
    }
    (before, after)
}

/// The step after a session is gone from under the sid that it was read by.
pub(super) fn leave(session: &Session, life: &Life, now_ms: u64) -> Option<Step> {
    let (owner, id) = (session.kept_owner()?, known(&session.sid())?);
    Some(Step::Leave { owner: owner.to_owned(), entry: entry(&id, life, now_ms) })
}

fn entry(id: &SessionId, life: &Life, now_ms: u64) -> Entry {
    let times = life.times.used(now_ms);
    Entry {
        hash: id.hash(),
        created_ms: times.created,
        seen_ms: times.touched,
        until_ms: life.limits.end_ms(times),
        idle_s: u32::try_from(life.limits.idle_ms / 1000).unwrap_or(u32::MAX),
        note: life.own.note().unwrap_or_default().to_owned(),
    }
}
