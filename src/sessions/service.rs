//! A key-value service as the store sees it: an adapter's answers checked, its failures told apart from "there is none".

use std::time::Duration;

use crate::error::Error;
use crate::kv::{Capabilities, Condition, Found, Kv};
use crate::sessions::any_kv::AnyKv;
use crate::sessions::ask::ask;
use crate::sessions::time::{Deadline, Sleep, pause};
use crate::store::kv::is_mark;
use crate::store::options::Options;

/// Seconds for which a mark stays beyond the service's delay: longer than any request that began before it.
const MARK_TTL_S: u32 = 600;

/// The longest that JavaScript's timers take, which read the same options.
const LONGEST_TIMEOUT_MS: i64 = i32::MAX as i64;

/// Any adapter, its promises, and how long it is waited for.
pub(crate) struct Service {
    kv: Box<dyn AnyKv>,
    capabilities: Capabilities,
    pub(crate) timeout: Duration,
    pub(crate) sleep: Sleep,
}

/// A record as it was read.
#[derive(Clone)]
pub(crate) struct Record {
    pub(crate) value: Vec<u8>,
    pub(crate) version: Vec<u8>,
}

impl Service {
    /// Takes `timeout` in milliseconds; of the store's own options `idleTimeout` and `maxLifetime`.
    pub(crate) fn new(options: &Options<'_>, kv: impl Kv, sleep: Sleep) -> Result<Self, Error> {
        let takes = "a whole number of milliseconds, from 1 to 2147483647";
        let timeout = options.integer("timeout", 1, LONGEST_TIMEOUT_MS, takes)?.unwrap_or(10_000);
        let capabilities = Kv::capabilities(&kv);
        check(&capabilities, options)?;
        let timeout = Duration::from_millis(u64::try_from(timeout).unwrap_or(10_000));
        Ok(Self { kv: Box::new(kv), capabilities, timeout, sleep })
    }

    /// Whether a write of others is seen late, and may be written over unseen.
    pub(crate) fn is_late(&self) -> bool {
        !self.capabilities.atomic && self.capabilities.eventual
    }

    /// Whether it writes on the condition that nobody else has written since.
    pub(crate) const fn is_atomic(&self) -> bool {
        self.capabilities.atomic
    }

    /// The most bytes of a record.
    pub(crate) const fn max_value(&self) -> usize {
        self.capabilities.max_value
    }

    /// The longest time to live that it takes.
    pub(crate) const fn max_ttl_s(&self) -> u32 {
        self.capabilities.max_ttl_s
    }

    /// Whether a session's record is there, and not the mark of one that is over.
    pub(crate) async fn is_there(&self, key: &str) -> Result<bool, Error> {
        Ok(self.get(key).await?.is_some_and(|found| !is_mark(&found.value)))
    }

    /// Whether the mark of a session that is over is there.
    pub(crate) async fn is_marked(&self, key: &str) -> Result<bool, Error> {
        Ok(self.get(key).await?.is_some_and(|found| is_mark(&found.value)))
    }

    pub(crate) async fn pause(&self, tried: u32) {
        pause(&self.sleep, tried).await;
    }

    /// So many times as long as one answer is waited for.
    pub(crate) fn deadline(&self, times: u32) -> Deadline {
        Deadline::new(&self.sleep, self.timeout.saturating_mul(times))
    }

    pub(crate) async fn get(&self, key: &str) -> Result<Option<Record>, Error> {
        let found = ask("get", &self.sleep, self.timeout, |_| self.kv.get(key)).await?;
        match found {
            None => Ok(None),
            // Without versions the record itself is the version: it is sealed with a fresh nonce at every write.
            Some(Found { value, .. }) if !self.capabilities.atomic => {
                Ok(Some(Record { version: value.clone(), value }))
            }
            Some(Found { value, version: Some(version) }) => Ok(Some(Record { value, version })),
            Some(Found { version: None, .. }) => Err(Error::store(
                "kv.get: the adapter gave a record without a version, and declares atomic",
                false,
                None,
            )),
        }
    }

    /// Writes a record that must not be there yet.
    pub(crate) async fn create(&self, key: &str, value: &[u8], ttl_s: u32) -> Result<bool, Error> {
        if self.capabilities.atomic {
            return self.put_if(key, value, ttl_s, Condition::New).await;
        }
        self.put(key, value, ttl_s, Condition::Always).await
    }

    /// Writes over a record if it is still the one that was read. Where the service can't compare, it is read again: what comes between
    /// that and the write is not seen.
    pub(crate) async fn replace(
        &self,
        key: &str,
        value: &[u8],
        ttl_s: u32,
        version: Option<&[u8]>,
    ) -> Result<bool, Error> {
        let Some(version) = version else { return Ok(false) };
        if self.capabilities.atomic {
            return self.put_if(key, value, ttl_s, Condition::Version(version)).await;
        }
        let now = self.get(key).await?;
        if now.is_none_or(|now| now.value != version) {
            return Ok(false);
        }
        self.check_size(value)?;
        let ttl_s = self.ttl_s(ttl_s);
        ask("put", &self.sleep, self.timeout, |tried| {
            Box::pin(async move {
                // Nor is it written after a wait over what came meanwhile, a log-out perhaps: that is looked at again.
                if tried > 0 {
                    let now = self.kv.get(key).await?.map(|found| found.value);
                    if now.as_deref() != Some(version) {
                        return Ok(now.as_deref() == Some(value));
                    }
                }
                self.kv.put(key, value, ttl_s, Condition::Always).await
            })
        })
        .await
    }

    /// Ends a record, whatever it holds: its mark is to stand there for a while.
    pub(crate) async fn delete(&self, key: &str, mark: &[u8]) -> Result<(), Error> {
        if self.put(key, mark, self.mark_ttl_s(), Condition::Always).await? {
            return Ok(());
        }
        Err(Error::store(
            "kv.put: the adapter gave false without a condition: whether it wrote is not known",
            false,
            None,
        ))
    }

    /// The same at a log-out, which is to hold where there is no room for a mark, too: then the record goes without one. Not for who revokes: a
    /// record that is about to be written is kept out by its mark alone.
    pub(crate) async fn drop(&self, key: &str, mark: &[u8]) -> Result<(), Error> {
        let mut deadline = self.deadline(1);
        let Err(error) = self.delete(key, mark).await else { return Ok(()) };
        if deadline.is_over().await {
            return Err(error);
        }
        self.remove(key).await.map_err(|_| error)
    }

    /// Takes away a record of which nobody was told.
    pub(crate) async fn remove(&self, key: &str) -> Result<(), Error> {
        ask("delete", &self.sleep, self.timeout, |_| self.kv.delete(key)).await
    }

    /// Ends a record if it is still the one that was read: its mark is to stand there for a while. When the service fails without telling
    /// whether it wrote, reading the mark tells. `ttl_s`: what a record has that is as old as this one.
    pub(crate) async fn retire(
        &self,
        key: &str,
        version: Option<&[u8]>,
        mark: &[u8],
        ttl_s: u32,
    ) -> Result<bool, Error> {
        let mut deadline = self.deadline(1);
        let failure = match self.replace(key, mark, self.mark_ttl_s(), version).await {
            Ok(done) => return Ok(done),
            Err(failure) => failure,
        };
        for tried in 1.. {
            match self.is_retired(key, mark, ttl_s).await {
                Ok(Some(done)) => return Ok(done),
                Err(Unsure::NeverWill) => break,
                Ok(None) | Err(Unsure::Failed) if deadline.is_over().await => break,
                Ok(None) | Err(Unsure::Failed) => {}
            }
            self.pause(tried).await;
        }
        Err(failure)
    }

    /// Whether a mark stands there; nothing if another wrote meanwhile.
    async fn is_retired(&self, key: &str, mark: &[u8], ttl_s: u32) -> Result<Option<bool>, Unsure> {
        match self.get(key).await.map_err(|_| Unsure::Failed)? {
            Some(now) if now.value == mark => Ok(Some(true)),
            Some(now) if is_mark(&now.value) => Ok(Some(false)),
            // The write may still be on its way. Over a record that was written anew since it can't come.
            Some(now) if self.capabilities.atomic => {
                let again = self.put(key, &now.value, ttl_s, Condition::Version(&now.version)).await;
                if again.map_err(|_| Unsure::Failed)? { Err(Unsure::NeverWill) } else { Ok(None) }
            }
            _ => Err(Unsure::NeverWill),
        }
    }

    /// Seconds for which a mark stays: longer than any request that began before it.
    pub(crate) fn mark_ttl_s(&self) -> u32 {
        MARK_TTL_S.saturating_add(self.capabilities.delay_s)
    }

    fn ttl_s(&self, ttl_s: u32) -> u32 {
        let Capabilities { min_ttl_s, max_ttl_s, .. } = self.capabilities;
        ttl_s.max(min_ttl_s).min(max_ttl_s)
    }

    /// A "no" may be the answer to a write that was sent twice, by a client that resends by itself or by `ask`: then the first one is
    /// there. No two writes are of the same bytes, for each is sealed with a fresh nonce.
    async fn put_if(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, Error> {
        if self.put(key, value, ttl_s, only).await? {
            return Ok(true);
        }
        Ok(self.get(key).await?.is_some_and(|now| now.value == value))
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, Error> {
        self.check_size(value)?;
        let ttl_s = self.ttl_s(ttl_s);
        ask("put", &self.sleep, self.timeout, |_| self.kv.put(key, value, ttl_s, only)).await
    }

    fn check_size(&self, value: &[u8]) -> Result<(), Error> {
        let (length, most) = (value.len(), self.capabilities.max_value);
        if length > most {
            let message = format!("kv.put: the record is {length} bytes, the service takes {most}");
            return Err(Error::store(message, false, None));
        }
        Ok(())
    }
}

/// Why it can't be said whether a record was retired.
enum Unsure {
    /// The service failed once more.
    Failed,
    /// The write was not done, and can't be any more.
    NeverWill,
}

/// A record is kept for no longer than either limit asks, but for the slack that goes where the service takes no more: so only both can be too long for it.
fn check(capabilities: &Capabilities, options: &Options<'_>) -> Result<(), Error> {
    let &Capabilities { min_ttl_s, max_ttl_s, max_value, .. } = capabilities;
    if max_value == 0 || max_ttl_s < min_ttl_s {
        return Err(Error::config("kv: the adapter's capabilities leave no value, or no time to live, that it takes"));
    }
    let is_longer = |name| match options.integer(name, 1, i64::from(i32::MAX), "") {
        Ok(Some(seconds)) => seconds > i64::from(max_ttl_s),
        Ok(None) | Err(_) => false,
    };
    if is_longer("idleTimeout") && is_longer("maxLifetime") {
        let takes = format!("at most {max_ttl_s} seconds with this service, or maxLifetime does");
        return Err(options.wrong("idleTimeout", &takes));
    }
    Ok(())
}
