//! The time before which all of an owner's cookie sessions are revoked: one small record an owner, read at most once in so many seconds.
//! The same as `pkg/store/owner_epochs.js`.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::env;
use crate::error::Error;
use crate::kv::Kv;
use crate::sessions::service::Service;
use crate::sessions::time::Sleep;
use crate::store::kv::{Owners, owners_of_cookies};
use crate::store::options::Options;

/// The number of its page.
const PAGE: u8 = 255;

/// Ten years, in seconds: no cookie is taken to be older.
const TTL_S: u32 = 10 * 365 * 86_400;

/// Of so many owners it is kept in mind; who was asked about first is forgotten first.
const OWNERS: usize = 1000;

/// For how many times the service's timeout it is tried to write what others write at the same time.
const PATIENCE: u32 = 3;

/// Seconds: what is read less often than once a day is no revocation.
const LONGEST_S: i64 = 86_400;

/// How many milliseconds the clock's next one is waited for at most, should it be put back meanwhile.
const WAIT_MS: u64 = 50;

const NAMES: &[&str] = &["every", "onError", "ownerSecret", "prefix", "timeout"];

pub(crate) struct Epochs {
    service: Service,
    owners: Owners,
    every_ms: u64,
    /// Whether who can't be looked up is let in.
    is_open: bool,
    read: Mutex<HashMap<String, Read>>,
}

#[derive(Clone, Copy)]
struct Read {
    at_ms: u64,
    /// Milliseconds since 1970; 0 if they were never revoked.
    epoch_ms: u64,
}

/// What stands in the service.
struct Found {
    /// None if the record is no epoch.
    epoch_ms: Option<u64>,
    /// None if there is no record.
    version: Option<Vec<u8>>,
    key: String,
}

impl Epochs {
    /// Takes `every`, `onError`, `ownerSecret`, `prefix` and `timeout`. `key`: the cookie's name, by which the records are told from others.
    pub(crate) fn new(options: &Options<'_>, key: &str, kv: impl Kv, sleep: Sleep) -> Result<Self, Error> {
        options.check_names(&[NAMES])?;
        let every = options.integer("every", 0, LONGEST_S, "a whole number of seconds from 0 to 86400")?;
        let takes = "throw or allow";
        let is_open = match options.text("onError", takes)? {
            None | Some("throw") => false,
            Some("allow") => true,
            Some(_) => return Err(options.wrong("onError", takes)),
        };
        Ok(Self {
            owners: owners_of_cookies(options, key)?,
            service: Service::new(options, kv, sleep)?,
            every_ms: every.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(60) * 1000,
            is_open,
            read: Mutex::new(HashMap::new()),
        })
    }

    /// Since when an owner's sessions are revoked, in milliseconds; 0 if they never were. `unknown` is called where that could not be had and
    /// they are let in all the same.
    pub(crate) async fn of(&self, owner: &str, unknown: impl FnOnce()) -> Result<u64, Error> {
        let at_ms = env::now_ms();
        let last = self.lock().get(owner).copied();
        // A clock that was put back is no reason to trust what was read.
        if let Some(last) = last.filter(|last| last.at_ms <= at_ms && at_ms - last.at_ms < self.every_ms) {
            return Ok(last.epoch_ms);
        }
        let epoch_ms = match self.known(owner).await {
            Ok(epoch_ms) => epoch_ms,
            Err(error) if self.is_open && error.code() == "ERR_STORE" => {
                unknown();
                last.map_or(0, |last| last.epoch_ms)
            }
            Err(error) => return Err(error),
        };
        Ok(self.keep(owner, Read { at_ms, epoch_ms }))
    }

    async fn known(&self, owner: &str) -> Result<u64, Error> {
        let found = self.look(owner).await?;
        found.epoch_ms.ok_or_else(|| {
            let key = found.key;
            let message = format!(
                "since when the owner's sessions are revoked can't be read, as {key} holds something else: was it written with \
                 another ownerSecret? To revoke them puts it right"
            );
            Error::store(message, false, None)
        })
    }

    /// Gives the time from which on the owner's sessions are good again.
    pub(super) async fn revoke(&self, owner: &str) -> Result<u64, Error> {
        let mut deadline = self.service.deadline(PATIENCE);
        for tried in 1.. {
            let found = self.look(owner).await?;
            let now_ms = env::now_ms();
            // Later than the one before in any case, by whatever clock: a session that was excepted from that began right after it.
            let before_ms = found.epoch_ms.unwrap_or(0).max(self.known_ms(owner));
            let epoch_ms = now_ms.max(before_ms.saturating_add(1));
            let sealed = self.owners.seal(owner.as_bytes(), PAGE, &epoch_ms.to_le_bytes())?;
            let ttl_s = TTL_S.min(self.service.max_ttl_s());
            let is_done = match &found.version {
                None => self.service.create(&found.key, &sealed, ttl_s).await?,
                Some(version) => self.service.replace(&found.key, &sealed, ttl_s, Some(version)).await?,
            };
            if is_done {
                self.keep(owner, Read { at_ms: env::now_ms(), epoch_ms });
                self.wait_until_after(epoch_ms, now_ms).await;
                return Ok(epoch_ms.saturating_add(1));
            }
            self.service.pause(tried).await;
            if deadline.is_over().await {
                break;
            }
        }
        let message = "the owner's sessions were revoked by others each time this request tried to";
        Err(Error::store(message, true, None))
    }

    /// Who logs in from here on begins later, by this clock, than what was excepted from this and than a next revoke that is a millisecond
    /// later; where another machine's was ahead, once that time has come: nobody waits for it.
    async fn wait_until_after(&self, epoch_ms: u64, now_ms: u64) {
        if epoch_ms - now_ms >= WAIT_MS {
            return;
        }
        for _ in 0..WAIT_MS {
            if env::now_ms() > epoch_ms.saturating_add(1) {
                return;
            }
            (self.service.sleep)(Duration::from_millis(1)).await;
        }
    }

    async fn look(&self, owner: &str) -> Result<Found, Error> {
        let key = self.owners.key(owner.as_bytes(), PAGE)?;
        let Some(record) = self.service.get(&key).await? else {
            return Ok(Found { epoch_ms: Some(0), version: None, key });
        };
        let opened = self.owners.open(owner.as_bytes(), PAGE, &record.value)?;
        let epoch = opened.ok().and_then(|plain| plain.as_slice().try_into().ok());
        Ok(Found { epoch_ms: epoch.map(u64::from_le_bytes), version: Some(record.version), key })
    }

    /// Keeps the newest that was read in mind, and gives it.
    fn keep(&self, owner: &str, read: Read) -> u64 {
        let mut known = self.lock();
        // Two may read at once, and a revoke come between, or the service be late: a session that was revoked is never good again.
        let epoch_ms = known.get(owner).map_or(0, |last| last.epoch_ms).max(read.epoch_ms);
        known.insert(owner.to_owned(), Read { epoch_ms, ..read });
        if known.len() > OWNERS
            && let Some(first) = known.iter().min_by_key(|(_, read)| read.at_ms).map(|(owner, _)| owner.clone())
        {
            known.remove(&first);
        }
        epoch_ms
    }

    /// The newest that was read or written here; 0 if there was none.
    fn known_ms(&self, owner: &str) -> u64 {
        self.lock().get(owner).map_or(0, |last| last.epoch_ms)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Read>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Future, pending};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    use std::time::Duration;

    use super::{Epochs, PAGE};
    use crate::env;
    use crate::kv::Memory;
    use crate::store::options::Options;
    use crate::store::value::Value;

    const OWNER: &str = "user:42";

    /// Pauses are over at once, deadlines never.
    async fn at_once(time: Duration) {
        if time > Duration::from_secs(5) {
            pending::<()>().await;
        }
    }

    fn run<T>(future: impl Future<Output = T>) -> T {
        let mut context = Context::from_waker(Waker::noop());
        match pin!(future).poll(&mut context) {
            Poll::Ready(done) => done,
            Poll::Pending => panic!("it waits"),
        }
    }

    /// What is excepted from a revoke begins right after it: the next one has to be later, though the clock that wrote the first is ahead.
    #[test]
    fn a_revoke_is_later_than_the_one_before_by_whatever_clock() {
        let options = Value::object([("ownerSecret", "an owner secret of 32 bytes, ok!".into())]);
        let options = Options::inside(&options, "revocation.").unwrap();
        let epochs = Epochs::new(&options, "_app", Memory::new(), Box::new(|time| Box::pin(at_once(time)))).unwrap();
        let ahead_ms = env::now_ms() + 3_600_000;
        let sealed = epochs.owners.seal(OWNER.as_bytes(), PAGE, &ahead_ms.to_le_bytes()).unwrap();
        let key = epochs.owners.key(OWNER.as_bytes(), PAGE).unwrap();
        assert!(run(epochs.service.create(&key, &sealed, 60)).unwrap());
        let begins_ms = run(epochs.revoke(OWNER)).unwrap();
        assert_eq!(begins_ms, ahead_ms + 2);
        assert!(run(epochs.revoke(OWNER)).unwrap() > begins_ms);
        assert!(run(epochs.of(OWNER, || ())).unwrap() >= begins_ms, "what was excepted then is revoked");
    }
}
