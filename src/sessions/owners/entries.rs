//! A session's entry in the index of its owner: there before its record is, and gone after it.

use crate::env;
use crate::error::Error;
use crate::sessions::owners::index::{Found, Index, LEAVES, ROOT};
use crate::store::Entry;
use crate::store::kv::size_of_entry;

/// Bytes: the root takes no new entry beyond it, so that a log-in never writes much.
const ROOM: usize = 32 * 1024;

/// Of how many entries at most a log-in finds out whether they are still there.
const LOOKED_AT: usize = 4;

impl Index<'_> {
    /// Before a record is written: who revokes the owner's sessions is to find it. `from`: the hash of the one that it takes the place of.
    /// Both stand on one page: who revokes has either come to that page before, and the other one is marked, or finds both. Its own: it is
    /// brought up to date.
    pub(crate) async fn enter(&self, owner: &str, entry: &Entry, from: Option<&[u8; 32]>) -> Result<(), Error> {
        let mut tries = self.tries();
        let number = loop {
            let mut root = self.read(owner, ROOT).await?;
            if from.is_none() {
                self.prune(&mut root.page, LOOKED_AT).await?;
            }
            let number = if self.fits(&root, entry, from) { ROOT } else { leaf_of(entry) };
            let is_changed = if number == ROOT {
                root.page.put(entry);
                true
            } else {
                reach(&mut root.page.leaves_ms, entry)
            };
            if !is_changed || self.write(owner, &root).await? {
                break number;
            }
            tries.again().await?;
        };
        if number == ROOT {
            return Ok(());
        }
        let mut tries = self.tries();
        loop {
            let mut leaf = self.read(owner, number).await?;
            if from.is_none() {
                self.prune(&mut leaf.page, LOOKED_AT).await?;
            }
            leaf.page.put(entry);
            if self.write(owner, &leaf).await? {
                return Ok(());
            }
            tries.again().await?;
        }
    }

    /// Whether an entry goes on the root.
    fn fits(&self, root: &Found, entry: &Entry, from: Option<&[u8; 32]>) -> bool {
        match from {
            Some(from) => !root.has_leaves() || root.page.has(from),
            None => root.page.size() + size_of_entry(entry) <= ROOM.min(self.service.max_value() / 2),
        }
    }

    /// After a record is gone. Should this fail, the entry goes when its time is over. What has a later use stays.
    pub(crate) async fn leave(&self, owner: &str, gone: &Entry) {
        let take_out = |entries: &mut Vec<Entry>, gone: &Entry| {
            entries.retain(|entry| entry.hash != gone.hash || entry.seen_ms > gone.seen_ms);
        };
        self.update(owner, gone, take_out).await;
    }

    /// Notes that a session is in use. Where nothing compares it may cost others their entries, and isn't done.
    pub(crate) async fn seen(&self, owner: &str, now: &Entry) {
        if self.service.is_atomic() {
            let note = |entries: &mut Vec<Entry>, now: &Entry| {
                for entry in entries.iter_mut().filter(|entry| entry.hash == now.hash) {
                    *entry = Entry { seen_ms: now.seen_ms.max(entry.seen_ms), ..now.clone() };
                }
            };
            self.update(owner, now, note).await;
        }
    }

    /// What need not be: nobody's request fails for it.
    async fn update(&self, owner: &str, entry: &Entry, change: fn(&mut Vec<Entry>, &Entry)) {
        if self.update_where_it_is(owner, entry, change).await.is_err() {
            self.sessions.tell("index_failed");
        }
    }

    async fn update_where_it_is(
        &self,
        owner: &str,
        entry: &Entry,
        change: fn(&mut Vec<Entry>, &Entry),
    ) -> Result<(), Error> {
        let root = self.update_on(owner, ROOT, entry, change).await?;
        if !root.page.has(&entry.hash) && root.has_leaves() {
            self.update_on(owner, leaf_of(entry), entry, change).await?;
        }
        Ok(())
    }

    /// Gives the page as it was before.
    async fn update_on(
        &self,
        owner: &str,
        number: u8,
        entry: &Entry,
        change: fn(&mut Vec<Entry>, &Entry),
    ) -> Result<Found, Error> {
        let mut tries = self.tries();
        loop {
            let mut found = self.read(owner, number).await?;
            if !found.page.has(&entry.hash) {
                return Ok(found);
            }
            let before = found.page.entries.clone();
            change(&mut found.page.entries, entry);
            if self.write(owner, &found).await? {
                found.page.entries = before;
                return Ok(found);
            }
            tries.again().await?;
        }
    }
}

/// Which leaf an entry belongs to: by the millisecond in which the session began.
fn leaf_of(entry: &Entry) -> u8 {
    let number = entry.created_ms % u64::from(LEAVES);
    u8::try_from(number).unwrap_or_default() + 1
}

/// Says that there is something on the leaves, for as long as the entry; with so much to spare that it is seldom written for this alone.
/// Gives whether that was not said already.
fn reach(leaves_ms: &mut u64, entry: &Entry) -> bool {
    if *leaves_ms >= entry.until_ms {
        return false;
    }
    *leaves_ms = entry.until_ms.saturating_add(entry.until_ms.saturating_sub(env::now_ms()));
    true
}
