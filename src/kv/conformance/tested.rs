//! An adapter under test that can't hold the suite up, its failures as sentences, and keys that nothing was written under yet.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use std::time::Duration;

use crate::env;
use crate::kv::{Capabilities, Condition, Found, Kv, KvError};

/// A runtime's timer.
pub(super) type Sleep = Box<dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Whether something was as it was to be; if not, what wasn't.
pub(super) type Verdict = Result<(), String>;

/// An hour: no record here is to go while its test runs.
pub(super) const TTL_S: u32 = 3600;

/// For 200 operations at once on a service far away, and for two megabytes.
const LONGEST: Duration = Duration::from_secs(60);

pub(super) struct Tested<'k, K> {
    kv: &'k K,
    sleep: Sleep,
    mark: u64,
    count: AtomicU32,
}

impl<'k, K: Kv> Tested<'k, K> {
    pub(super) fn new(kv: &'k K, sleep: Sleep) -> Self {
        let mut random = [0; 8];
        // Without randomness two runs on one service could meet.
        let _ = env::random(&mut random);
        Self { kv, sleep, mark: u64::from_le_bytes(random), count: AtomicU32::new(0) }
    }

    pub(super) fn capabilities(&self) -> Capabilities {
        self.kv.capabilities()
    }

    pub(super) fn fresh(&self) -> String {
        format!("conformance-{:016x}-{}", self.mark, self.count.fetch_add(1, Ordering::Relaxed))
    }

    pub(super) async fn get(&self, key: &str) -> Result<Option<Found>, String> {
        self.soon("get", self.kv.get(key)).await
    }

    pub(super) async fn value(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        Ok(self.get(key).await?.map(|found| found.value))
    }

    /// The version of what is there.
    pub(super) async fn version(&self, key: &str) -> Result<Vec<u8>, String> {
        self.get(key).await?.and_then(|found| found.version).ok_or_else(|| "get gives no version".to_owned())
    }

    pub(super) async fn put(&self, key: &str, value: &[u8], only: Condition<'_>) -> Result<bool, String> {
        self.put_for(key, value, TTL_S, only).await
    }

    pub(super) async fn put_for(
        &self,
        key: &str,
        value: &[u8],
        ttl_s: u32,
        only: Condition<'_>,
    ) -> Result<bool, String> {
        self.soon("put", self.kv.put(key, value, ttl_s, only)).await
    }

    pub(super) async fn delete(&self, key: &str) -> Verdict {
        self.soon("delete", self.kv.delete(key)).await
    }

    pub(super) async fn sleep(&self, time: Duration) {
        (self.sleep)(time).await;
    }

    async fn soon<T>(&self, operation: &str, asked: impl Future<Output = Result<T, KvError>>) -> Result<T, String> {
        let mut asked = pin!(asked);
        let mut timer = None;
        let answer = poll_fn(|context| {
            if let Poll::Ready(answer) = asked.as_mut().poll(context) {
                return Poll::Ready(Some(answer));
            }
            timer.get_or_insert_with(|| (self.sleep)(LONGEST)).as_mut().poll(context).map(|()| None)
        });
        match answer.await {
            Some(answer) => answer.map_err(|error| format!("{operation} failed: {error}")),
            None => Err(format!("{operation} did not answer within {} s", LONGEST.as_secs())),
        }
    }
}

pub(super) fn check(is_so: bool, what: impl Into<String>) -> Verdict {
    if is_so { Ok(()) } else { Err(what.into()) }
}

/// That these bytes came back.
pub(super) fn same(found: Option<&[u8]>, expected: &[u8], when: &str) -> Verdict {
    match found {
        None => Err(format!("{when}: there is nothing")),
        Some(found) if found.len() != expected.len() => {
            Err(format!("{when}: {} bytes came back, not {}", found.len(), expected.len()))
        }
        Some(found) => check(found == expected, format!("{when}: other bytes came back")),
    }
}

/// All of them at once, on one thread.
pub(super) async fn together<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut running: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    poll_fn(|context| {
        let mut is_done = true;
        for (future, done) in running.iter_mut().filter(|(_, done)| done.is_none()) {
            match future.as_mut().poll(context) {
                Poll::Ready(value) => *done = Some(value),
                Poll::Pending => is_done = false,
            }
        }
        if is_done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    running.into_iter().filter_map(|(_, done)| done).collect()
}
