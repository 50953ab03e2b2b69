//! What an app behind was shown of a session (`forward`): it answers knowing of these changes, and has the last word about their keys.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::session::bytes::Session;

/// Changes that an app behind was shown, and that were not made anew since.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) was_cleared: bool,
    keys: BTreeSet<Vec<u8>>,
}

impl Shown {
    /// All that the session has changed so far.
    pub(crate) fn of(session: &Session) -> Self {
        Self { was_cleared: session.was_cleared(), keys: session.changed().map(<[u8]>::to_vec).collect() }
    }

    /// Whether a key's change was shown.
    #[cfg(feature = "http")]
    pub(crate) fn has(&self, key: &[u8]) -> bool {
        self.keys.contains(key)
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
        known.keys.retain(|key| !since.keys.contains(key));
    }
    changed.give_changes(before, since);
    *session = changed;
    done
}

impl Session {
    fn take_changes(&mut self) -> Shown {
        let taken = Shown::of(self);
        self.forget_changes();
        taken
    }

    fn give_changes(&mut self, mut before: Shown, since: Shown) {
        if before.was_cleared || since.was_cleared {
            self.mark_cleared();
        }
        before.keys.extend(since.keys);
        let keys: Vec<&[u8]> = before.keys.iter().map(Vec::as_slice).collect();
        self.add_changed(&keys);
    }
}
