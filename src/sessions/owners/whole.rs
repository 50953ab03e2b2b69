//! All of an owner's sessions: listed, revoked, and what is over taken out.

use std::collections::{BTreeMap, BTreeSet};

use crate::env;
use crate::error::Error;
use crate::sessions::owners::index::{AT_ONCE, Index, LEAVES, ROOT};
use crate::sessions::time::together;
use crate::store::Entry;
use crate::store::kv::{Page, revoked_mark};

/// So many sessions are few: whether each is there is asked for at a list.
const MANY: usize = 256;

/// Sids, hashed.
type Hashes = BTreeSet<[u8; 32]>;

/// Which records are meant, by their keys in the service.
type Which<'w> = &'w (dyn Fn(&str) -> bool + Sync);

impl Index<'_> {
    /// The owner's sessions that there are, the last seen first.
    pub(super) async fn list(&self, owner: &str) -> Result<Vec<Entry>, Error> {
        let (pages, error) = self.each_page(|number| self.list_page(owner, number)).await;
        if let Some(error) = error {
            return Err(error);
        }
        let all: BTreeMap<_, _> = pages.into_iter().flatten().map(|entry| (entry.hash, entry)).collect();
        let mut all: Vec<Entry> = all.into_values().collect();
        all.sort_by_key(|entry| std::cmp::Reverse(entry.seen_ms));
        Ok(all)
    }

    /// What is there of a page, and whether there are leaves.
    async fn list_page(&self, owner: &str, number: u8) -> Result<(bool, Vec<Entry>), Error> {
        let mut found = self.read(owner, number).await?;
        let gone = self.gone(&found.page.entries, None).await?;
        let there = found.page.entries.iter().filter(|entry| !gone.contains(&entry.hash)).cloned().collect();
        // Another's change is as good: it prunes as well.
        if self.take_out(&mut found.page, &gone) {
            self.write(owner, &found).await?;
        }
        Ok((found.has_leaves(), there))
    }

    /// Ends the owner's sessions that are meant: a mark stands where each of them was, then its entry goes. What ends in between can be done
    /// again.
    pub(super) async fn revoke(&self, owner: &str, which: Which<'_>) -> Result<usize, Error> {
        let (pages, error) = self.each_page(|number| self.revoke_page(owner, number, which)).await;
        let marked: Hashes = pages.into_iter().flatten().collect();
        if !self.service.is_atomic() {
            // A log-in may have written over its mark in between.
            self.mark(&marked.iter().copied().collect::<Vec<_>>()).await?;
        }
        error.map_or(Ok(marked.len()), Err)
    }

    async fn revoke_page(&self, owner: &str, number: u8, which: Which<'_>) -> Result<(bool, Hashes), Error> {
        let mut marked = Hashes::new();
        let mut tries = self.tries();
        loop {
            let mut found = self.read(owner, number).await?;
            let meant = found.page.entries.iter().filter(|entry| which(&self.record_key(entry)));
            let gone: Hashes = meant.map(|entry| entry.hash).collect();
            let new: Vec<_> = gone.difference(&marked).copied().collect();
            self.mark(&new).await?;
            marked.extend(new);
            found.page.entries.retain(|entry| !gone.contains(&entry.hash));
            if gone.is_empty() || self.write(owner, &found).await? {
                return Ok((found.has_leaves(), marked));
            }
            tries.again().await?;
        }
    }

    async fn mark(&self, hashes: &[[u8; 32]]) -> Result<(), Error> {
        for part in hashes.chunks(AT_ONCE) {
            let mark = |hash: &[u8; 32]| {
                let key = self.key_of(hash);
                async move { self.service.delete(&key, &revoked_mark(env::now_ms())?).await }
            };
            for done in together(part.iter().map(mark).collect()).await {
                done?;
            }
        }
        Ok(())
    }

    /// The root, and the leaves if there are any; all of them where the root can't be read, as it may have been the only one that can't. Gives
    /// what was found, and the first thing that went wrong.
    async fn each_page<T, Looking: Future<Output = Result<(bool, T), Error>>>(
        &self,
        look: impl Fn(u8) -> Looking,
    ) -> (Vec<T>, Option<Error>) {
        let (mut all, mut error) = (Vec::new(), None);
        let has_leaves = match look(ROOT).await {
            Ok((has_leaves, root)) => {
                all.push(root);
                has_leaves
            }
            Err(failure) => {
                error = Some(failure);
                true
            }
        };
        let leaves: Vec<u8> = if has_leaves { (1..=LEAVES).collect() } else { Vec::new() };
        for part in leaves.chunks(AT_ONCE) {
            for looked in together(part.iter().map(|number| look(*number)).collect()).await {
                match looked {
                    Ok((_, leaf)) => all.push(leaf),
                    Err(failure) => error = error.or(Some(failure)),
                }
            }
        }
        (all, error)
    }

    /// Takes out what is over. `most`: of how many it is asked for.
    pub(super) async fn prune(&self, page: &mut Page, most: usize) -> Result<(), Error> {
        let gone = self.gone(&page.entries, Some(most)).await?;
        self.take_out(page, &gone);
        Ok(())
    }

    /// Those of which there is no record: of a log-in that is under way there is none yet. `most`: how many are looked at, of those that were
    /// not in use for their idle limit.
    async fn gone(&self, entries: &[Entry], most: Option<usize>) -> Result<Hashes, Error> {
        let now_ms = env::now_ms();
        let (alive, over): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.until_ms > now_ms);
        let mut gone: Hashes = over.iter().map(|entry| entry.hash).collect();
        let is_idle = |entry: &&Entry| entry.seen_ms.saturating_add(u64::from(entry.idle_s) * 1000) <= now_ms;
        let looked: Vec<_> = match most {
            // Of few, all: also those that were taken out by hand, or by a service that ran out of room.
            None if entries.len() <= MANY => alive,
            _ => alive.into_iter().filter(is_idle).take(most.unwrap_or(usize::MAX)).collect(),
        };
        for part in looked.chunks(AT_ONCE) {
            let ask = |entry: &&Entry| {
                let (hash, key) = (entry.hash, self.record_key(entry));
                async move { self.service.is_there(&key).await.map(|is_there| (hash, is_there)) }
            };
            for answer in together(part.iter().map(ask).collect()).await {
                let (hash, is_there) = answer?;
                if !is_there {
                    gone.insert(hash);
                }
            }
        }
        Ok(gone)
    }

    /// Takes out those that are gone, unless a request may be under way that is about to write their records; gives whether there were any.
    fn take_out(&self, page: &mut Page, gone: &Hashes) -> bool {
        let before = page.entries.len();
        let settled_ms = env::now_ms().saturating_sub(u64::from(self.service.mark_ttl_s()) * 1000);
        page.entries.retain(|entry| entry.seen_ms > settled_ms || !gone.contains(&entry.hash));
        page.entries.len() < before
    }
}
