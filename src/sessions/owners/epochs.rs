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

/// A revoke that was written.
pub(super) struct Raised {
    epoch_ms: u64,
    /// Since when they had been revoked already.
    before_ms: u64,
    /// Whether this machine's clock is so far behind that nobody waits for it.
    is_far: bool,
}

impl Raised {
    /// From when on a session is good that began then; nothing if it had been revoked before.
    pub(super) fn excepted_ms(&self, created_ms: u64) -> Option<u64> {
        (created_ms > self.before_ms).then_some(self.epoch_ms.saturating_add(1))
    }
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
        self.now(owner, unknown).await
    }

    /// The same, as the service says now.
    pub(crate) async fn now(&self, owner: &str, unknown: impl FnOnce()) -> Result<u64, Error> {
        let at_ms = env::now_ms();
        let epoch_ms = match self.known(owner).await {
            Ok(epoch_ms) => epoch_ms,
            Err(error) if self.is_open && error.code() == "ERR_STORE" => {
                unknown();
                self.known_ms(owner)
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

    /// Revokes an owner's sessions, and gives from when on they are good again.
    pub(super) async fn revoke(&self, owner: &str) -> Result<Raised, Error> {
        let mut raised = self.raise(owner).await?;
        // A request that read what was there before may have begun a life while this was written; who asks from now on is told. Where nothing
        // compares, services take a write a second.
        if self.service.is_atomic() && env::now_ms() > raised.epoch_ms {
            let again = self.raise(owner).await?;
            let before_ms = if again.before_ms == raised.epoch_ms { raised.before_ms } else { again.before_ms };
            raised = Raised { before_ms, ..again };
        }
        self.wait_until_after(&raised).await;
        Ok(raised)
    }

    async fn raise(&self, owner: &str) -> Result<Raised, Error> {
        let mut deadline = self.service.deadline(PATIENCE);
        for tried in 1.. {
            let found = self.look(owner).await?;
            let now_ms = env::now_ms();
            // Later than the one before in any case, by whatever clock: a session that was excepted from that began right after it.
            let found_ms = found.epoch_ms.unwrap_or(0);
            let epoch_ms = now_ms.max(found_ms.max(self.known_ms(owner)).saturating_add(1));
            let sealed = self.owners.seal(owner.as_bytes(), PAGE, &epoch_ms.to_le_bytes())?;
            let ttl_s = TTL_S.min(self.service.max_ttl_s());
            let is_done = match &found.version {
                None => self.service.create(&found.key, &sealed, ttl_s).await?,
                Some(version) => self.service.replace(&found.key, &sealed, ttl_s, Some(version)).await?,
            };
            if is_done {
                self.keep(owner, Read { at_ms: env::now_ms(), epoch_ms });
                return Ok(Raised { epoch_ms, before_ms: found_ms, is_far: epoch_ms - now_ms >= WAIT_MS });
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
    async fn wait_until_after(&self, &Raised { epoch_ms, is_far, .. }: &Raised) {
        if is_far {
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

    use super::{Epochs, OWNERS, PAGE, Read};
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

    fn epochs(every_s: i64, sleep: impl Fn(Duration) + Send + Sync + 'static) -> Epochs {
        let options = Value::object([
            ("ownerSecret", "an owner secret of 32 bytes, ok!".into()),
            ("every", Value::Integer(every_s)),
        ]);
        let options = Options::inside(&options, "revocation.").unwrap();
        let sleep = Box::new(move |time: Duration| {
            sleep(time);
            Box::pin(at_once(time)) as _
        });
        Epochs::new(&options, "_app", Memory::new(), sleep).unwrap()
    }

    #[test]
    fn what_was_read_is_taken_for_true_for_so_long() {
        // A day, so that no machine is too slow for the first.
        let epochs = epochs(86_400, |_| ());
        for (ago_ms, is_read) in [(60_000_000, false), (86_400_001, true), (100_000_000, true)] {
            let asked_ms = env::now_ms();
            epochs.keep(OWNER, Read { at_ms: asked_ms - ago_ms, epoch_ms: 7 });
            assert_eq!(run(epochs.of(OWNER, || ())).unwrap(), 7, "never less than what was known before");
            assert_eq!(epochs.lock()[OWNER].at_ms >= asked_ms, is_read, "{ago_ms}");
        }
        // Of a clock that was put back nothing is known.
        epochs.keep(OWNER, Read { at_ms: env::now_ms() + 60_000, epoch_ms: 7 });
        run(epochs.of(OWNER, || ())).unwrap();
        assert!(epochs.lock()[OWNER].at_ms <= env::now_ms());
    }

    #[test]
    fn the_newest_is_kept_in_mind_and_of_so_many_owners() {
        let epochs = epochs(60, |_| ());
        assert_eq!(epochs.known_ms(OWNER), 0);
        for (epoch_ms, newest_ms) in [(5, 5), (3, 5), (9, 9)] {
            assert_eq!(epochs.keep(OWNER, Read { at_ms: 1, epoch_ms }), newest_ms);
            assert_eq!(epochs.known_ms(OWNER), newest_ms);
        }
        for at in 1..OWNERS {
            epochs.keep(&at.to_string(), Read { at_ms: 2, epoch_ms: 0 });
        }
        assert!(epochs.lock().len() == OWNERS && epochs.known_ms(OWNER) == 9);
        for (at, first) in [(OWNERS, OWNER), (OWNERS + 1, "")] {
            epochs.keep(&at.to_string(), Read { at_ms: 3, epoch_ms: 0 });
            assert!(epochs.lock().len() == OWNERS && !epochs.lock().contains_key(first), "the first goes first");
        }
    }

    /// Who logs in after a revoke begins later than it; where the clock that wrote the one before is far ahead, nobody waits for it.
    #[test]
    fn a_revoke_is_waited_for_until_the_next_millisecond_and_no_longer() {
        let waited = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let told = std::sync::Arc::clone(&waited);
        let epochs = epochs(60, move |time| {
            if time <= Duration::from_secs(5) {
                told.lock().unwrap().push(time);
                let now_ms = env::now_ms();
                while env::now_ms() == now_ms {}
            }
        });
        let begins_ms = run(epochs.revoke(OWNER)).unwrap().epoch_ms + 1;
        assert!(env::now_ms() > begins_ms);
        assert!(waited.lock().unwrap().iter().all(|time| *time == Duration::from_millis(1)));
        waited.lock().unwrap().clear();
        epochs.keep(OWNER, Read { at_ms: env::now_ms(), epoch_ms: env::now_ms() + 3_600_000 });
        run(epochs.revoke(OWNER)).unwrap();
        assert!(waited.lock().unwrap().is_empty());
    }

    /// What is excepted from a revoke begins right after it: the next one has to be later, though the clock that wrote the first is ahead.
    #[test]
    fn a_revoke_is_later_than_the_one_before_by_whatever_clock() {
        let epochs = epochs(60, |_| ());
        let ahead_ms = env::now_ms() + 3_600_000;
        let sealed = epochs.owners.seal(OWNER.as_bytes(), PAGE, &ahead_ms.to_le_bytes()).unwrap();
        let key = epochs.owners.key(OWNER.as_bytes(), PAGE).unwrap();
        assert!(run(epochs.service.create(&key, &sealed, 60)).unwrap());
        let begins = run(epochs.revoke(OWNER)).unwrap();
        let begins_ms = begins.excepted_ms(ahead_ms + 1).unwrap();
        assert_eq!((begins_ms, begins.excepted_ms(ahead_ms)), (ahead_ms + 2, None));
        assert!(run(epochs.revoke(OWNER)).unwrap().excepted_ms(begins_ms).unwrap() > begins_ms);
        assert!(run(epochs.of(OWNER, || ())).unwrap() >= begins_ms, "what was excepted then is revoked");
    }
}
