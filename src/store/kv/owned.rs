//! What a session's write, use and end mean for the indexes of its owners.
//!
//! An entry is there before its record is, and goes after it. Of a session that is renewed both are there for a while: whoever revokes
//! ends both, or has ended the old one before, which is noticed when it is retired.
//!
//! A session that goes from one owner to another and back leaves the first one's index late: by then it may stand there again. So its use is
//! of a later time with each change of its owner, and what has a later use stays.

use crate::session::Session;
use crate::store::kv::known;
use crate::store::kv::sid::SessionId;
use crate::store::times::{Life, Times};
use crate::store::{Entry, Step};

/// A session's times as they are written now, under the sid that it was read by or another one.
pub(super) fn used(session: &Session, stays: bool, life: &Life, now_ms: u64) -> Times {
    let times = life.times.used(now_ms);
    let is_moved = stays && session.kept_owner() != life.own.owner();
    Times { touched: times.touched.max(life.times.touched.saturating_add(is_moved.into())), ..times }
}

/// The steps before a session is written under an id, and those after it.
pub(super) fn around(
    session: &Session,
    id: &SessionId,
    begins: bool,
    life: &Life,
    times: Times,
    now_ms: u64,
) -> (Vec<Step>, Vec<Step>) {
    let (kept, owner) = (session.kept_owner(), life.own.owner());
    let old = known(&session.sid()).map(|old| old.hash());
    let stays = old == Some(id.hash());
    let (mut before, mut after) = (Vec::new(), Vec::new());
    if let Some(owner) = owner {
        let (entry, is_kept) = (entry(id, life, times), kept == Some(owner));
        let owner = owner.to_owned();
        if !stays || !is_kept || session.states() {
            before.push(Step::Enter { owner, entry, from: old.filter(|_| is_kept && !begins) });
        } else if life.is_noted(now_ms) {
            after.push(Step::Seen { owner, entry });
        }
    }
    if let Some(kept) = kept.filter(|kept| stays && owner != Some(kept)) {
        after.push(Step::Leave { owner: kept.to_owned(), entry: entry(id, life, times) });
    }
    (before, after)
}

/// The step after a session is gone from under the sid that it was read by.
pub(super) fn leave(session: &Session, life: &Life, now_ms: u64) -> Option<Step> {
    let (owner, id) = (session.kept_owner()?, known(&session.sid())?);
    // It is there under no sid that stands there: whatever its last use was.
    let entry = Entry { seen_ms: u64::MAX, ..entry(&id, life, life.times.used(now_ms)) };
    Some(Step::Leave { owner: owner.to_owned(), entry })
}

fn entry(id: &SessionId, life: &Life, times: Times) -> Entry {
    Entry {
        hash: id.hash(),
        created_ms: times.created,
        seen_ms: times.touched,
        until_ms: life.limits.end_ms(times),
        idle_s: u32::try_from(life.limits.idle_ms / 1000).unwrap_or(u32::MAX),
        note: life.own.note().unwrap_or_default().to_owned(),
    }
}
