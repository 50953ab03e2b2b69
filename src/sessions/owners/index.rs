//! The pages of an owner's index in the service: read, and written if nobody else changed them meanwhile.
//!
//! All of most owners' sessions stand on page 0, the root; where that is full, new ones go to one of the leaves, each to the one of its
//! beginning, which a renewal keeps. An entry never moves from page to page, so that who goes through them misses none. The same as
//! `pkg/store/owner_index.js`.

use crate::env;
use crate::error::Error;
use crate::sessions::service::Service;
use crate::sessions::site::{Records, Sessions};
use crate::sessions::time::Deadline;
use crate::store::Entry;
use crate::store::kv::{Owners, Page};

pub(super) const ROOT: u8 = 0;
pub(super) const LEAVES: u8 = 64;

/// How many questions are asked at once.
pub(super) const AT_ONCE: usize = 32;

/// For how many times the service's timeout a page is tried that others change at the same time.
const PATIENCE: u32 = 6;

/// The indexes of the owners of some sessions.
#[derive(Clone, Copy)]
pub(crate) struct Index<'s> {
    pub(super) sessions: &'s Sessions,
    pub(crate) service: &'s Service,
    owners: &'s Owners,
}

/// A page as it was read.
pub(super) struct Found {
    number: u8,
    pub(super) page: Page,
    /// None if there was no such page.
    version: Option<Vec<u8>>,
}

impl Found {
    /// Whether there may be something on the leaves.
    pub(super) fn has_leaves(&self) -> bool {
        self.page.leaves_ms > env::now_ms()
    }
}

impl<'s> Index<'s> {
    pub(super) const fn new(sessions: &'s Sessions, records: &'s Records) -> Self {
        Self { sessions, service: &records.service, owners: &records.owners }
    }

    /// The key of a session's record in the service.
    pub(super) fn record_key(&self, entry: &Entry) -> String {
        self.key_of(&entry.hash)
    }

    /// The same, by the hash of its sid.
    pub(super) fn key_of(&self, hash: &[u8; 32]) -> String {
        self.owners.record_key(hash)
    }

    pub(super) async fn read(&self, owner: &str, number: u8) -> Result<Found, Error> {
        let key = self.owners.key(owner.as_bytes(), number)?;
        let Some(record) = self.service.get(&key).await? else {
            return Ok(Found { number, page: Page::default(), version: None });
        };
        let opened = self.owners.open(owner.as_bytes(), number, &record.value)?;
        let Some(page) = opened.ok().and_then(|plain| Page::parse(&plain)) else {
            let message = format!(
                "the index of the owner's sessions can't be read, as {key} holds something else: was it written with another \
                 ownerSecret? Deleted, it is made anew, without the sessions that there are"
            );
            return Err(Error::store(message, false, None));
        };
        Ok(Found { number, page, version: Some(record.version) })
    }

    /// Gives false if another changed it meanwhile.
    pub(super) async fn write(&self, owner: &str, found: &Found) -> Result<bool, Error> {
        let sealed = self.owners.seal(owner.as_bytes(), found.number, &found.page.to_bytes())?;
        let most = self.service.max_value();
        if sealed.len() > most {
            let message =
                format!("the owner has more sessions than the service takes in one record, {most} bytes: revoke some");
            return Err(Error::store(message, false, None));
        }
        let left_s = found.page.until_ms().saturating_sub(env::now_ms()).div_ceil(1000);
        let ttl_s = u32::try_from(left_s).unwrap_or(u32::MAX).min(self.service.max_ttl_s());
        let ttl_s = ttl_s.max(self.service.mark_ttl_s());
        let key = self.owners.key(owner.as_bytes(), found.number)?;
        match &found.version {
            None => self.service.create(&key, &sealed, ttl_s).await,
            Some(version) => self.service.replace(&key, &sealed, ttl_s, Some(version)).await,
        }
    }

    pub(super) fn tries(&self) -> Tries<'s> {
        Tries { service: self.service, deadline: self.service.deadline(PATIENCE), tried: 0 }
    }
}

/// How often a page was tried to be changed.
pub(super) struct Tries<'s> {
    service: &'s Service,
    deadline: Deadline,
    tried: u32,
}

impl Tries<'_> {
    /// Another changed it meanwhile: waits a moment.
    pub(super) async fn again(&mut self) -> Result<(), Error> {
        self.tried += 1;
        self.service.pause(self.tried).await;
        if !self.deadline.is_over().await {
            return Ok(());
        }
        Err(Error::store(
            "the index of the owner's sessions was changed by others each time this request tried to change it",
            true,
            None,
        ))
    }
}
