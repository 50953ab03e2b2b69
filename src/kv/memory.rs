//! This process's memory: for tests, and for servers of one process. Strong, gone at a restart.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::env;
use crate::kv::{Capabilities, Condition, Found, Kv, KvError};

/// Records in this process's memory. Share it by an `Arc`, or as the sessions that have it.
///
/// ```
/// # use waxseal::kv::{Condition, Kv, Memory};
/// # async fn example() -> Result<(), waxseal::kv::KvError> {
/// let memory = Memory::new();
/// assert!(memory.is_empty());
/// memory.put("key", b"value", 60, Condition::New).await?;
/// assert_eq!((memory.len(), memory.get("key").await?.map(|found| found.value)), (1, Some(b"value".to_vec())));
/// # Ok(())
/// # }
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(std::pin::pin!(example()).poll(&mut context).is_ready());
/// ```
#[derive(Default)]
pub struct Memory {
    records: Mutex<Records>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").field("records", &self.len()).finish()
    }
}

#[derive(Default)]
struct Records {
    by_key: HashMap<String, Record>,
    /// By when each is over, and its version: what is past its time goes as new ones come.
    by_end: BTreeMap<(u64, u64), String>,
    version: u64,
}

struct Record {
    value: Vec<u8>,
    version: u64,
    until_ms: u64,
}

impl Memory {
    /// With nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many records there are, with those whose time is over and that were not asked for since.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().by_key.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records {
    /// The record under a key, if its time is not over.
    fn alive(&mut self, key: &str, now_ms: u64) -> Option<&Record> {
        if self.by_key.get(key).is_some_and(|record| record.until_ms <= now_ms) {
            self.remove(key);
        }
        self.by_key.get(key)
    }

    fn remove(&mut self, key: &str) {
        if let Some(record) = self.by_key.remove(key) {
            self.by_end.remove(&(record.until_ms, record.version));
        }
    }

    fn write(&mut self, key: &str, value: &[u8], now_ms: u64, ttl_s: u32) {
        self.remove(key);
        self.version += 1;
        let until_ms = now_ms + u64::from(ttl_s) * 1000;
        self.by_end.insert((until_ms, self.version), key.to_owned());
        self.by_key.insert(key.to_owned(), Record { value: value.to_vec(), version: self.version, until_ms });
        while let Some(first) = self.by_end.first_entry().filter(|first| first.key().0 <= now_ms) {
            self.by_key.remove(&first.remove());
        }
    }
}

impl Kv for Memory {
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        let mut records = self.lock();
        Ok(records
            .alive(key, env::now_ms())
            .map(|record| Found { value: record.value.clone(), version: Some(record.version.to_le_bytes().to_vec()) }))
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        let (mut records, now_ms) = (self.lock(), env::now_ms());
        let version = records.alive(key, now_ms).map(|record| record.version.to_le_bytes());
        let is_so = match only {
            Condition::Always => true,
            Condition::New => version.is_none(),
            Condition::Version(read) => version.is_some_and(|version| version == read),
        };
        if is_so {
            records.write(key, value, now_ms, ttl_s);
        }
        Ok(is_so)
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        self.lock().remove(key);
        Ok(())
    }
}
