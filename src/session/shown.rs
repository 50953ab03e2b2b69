//! What an app behind was shown of a session (`forward`): it answers knowing of these changes, and has the last word about their keys.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::session::bytes::Session;

/// Changes that an app behind was shown, and that were not made anew since.
#[derive(Clone)]
pub(crate) struct Shown {
    changes: Changes,
    /// What the request came with.
    #[cfg(feature = "http")]
    before: Session,
}

/// What was changed.
#[derive(Clone)]
struct Changes {
    was_cleared: bool,
    keys: BTreeSet<Vec<u8>>,
}

impl Changes {
    fn of(session: &Session) -> Self {
        Self { was_cleared: session.was_cleared(), keys: session.changed().map(<[u8]>::to_vec).collect() }
    }
}

#[cfg(feature = "http")]
impl Shown {
    /// All that a session has changed so far.
    pub(crate) fn new(session: &Session, before: Session) -> Self {
        Self { changes: Changes::of(session), before }
    }

    /// The same request's session, shown once more.
    pub(crate) fn again(self, session: &Session) -> Self {
        Self::new(session, self.before)
    }

    pub(crate) const fn was_cleared(&self) -> bool {
        self.changes.was_cleared
    }

    /// Whether a key's change was shown.
    pub(crate) fn has(&self, key: &[u8]) -> bool {
        self.changes.keys.contains(key)
    }

    /// The keys that were taken out by emptying the session.
    pub(crate) fn cleared(&self) -> impl Iterator<Item = &[u8]> {
        let keys = crate::session::map::string_entries(self.before.map()).map(|(key, _)| key);
        keys.filter(|key| self.was_cleared() && !self.has(key))
    }

    /// Whether the app that answered with a session was shown this: one that has all of it as the request came was not.
    pub(crate) fn is_known_in(&self, base: &Session) -> bool {
        let mut keys = self.changes.keys.iter().map(Vec::as_slice).chain(self.cleared());
        keys.any(|key| base.get_raw(key) != self.before.get_raw(key))
    }
}

/// Changes a session. What is changed by that was not shown any more; of one that is cleared nothing was.
pub(crate) fn changing<T>(
    session: &mut Session,
    shown: &mut Option<Shown>,
    change: impl FnOnce(&mut Session) -> Result<T, Error>,
) -> Result<T, Error> {
    let Some(known) = shown else { return change(session) };
    // On a copy, as `change` may panic.
    let mut changed = session.clone();
    let before = changed.take_changes();
    let done = change(&mut changed);
    let since = changed.take_changes();
    if since.was_cleared {
        *shown = None;
    } else {
        known.changes.keys.retain(|key| !since.keys.contains(key));
    }
    changed.give_changes(before, since);
    *session = changed;
    done
}

impl Session {
    fn take_changes(&mut self) -> Changes {
        let taken = Changes::of(self);
        self.forget_changes();
        taken
    }

    fn give_changes(&mut self, mut before: Changes, since: Changes) {
        if before.was_cleared || since.was_cleared {
            self.mark_cleared();
        }
        before.keys.extend(since.keys);
        let keys: Vec<&[u8]> = before.keys.iter().map(Vec::as_slice).collect();
        self.add_changed(&keys);
    }
}
