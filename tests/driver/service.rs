//! A service in memory whose writes a test can see, and can let fail.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError};
use waxseal::sessions::Sessions;
use waxseal::store::value::Value;

use super::{Clock, KEY};

/// What the first byte of a value tells: a mark, a record, a record that says something of itself, a page of an owner's.
pub const MARK: u8 = 0;
pub const RECORD: u8 = 1;
pub const OWNED: u8 = 2;
pub const PAGE: u8 = 16;

/// What becomes of a write.
pub enum Write {
    /// As it should be.
    Done,
    /// It fails, for a moment, and is not done.
    Passing,
    /// It fails, and is not done.
    Failed,
    /// It is done, and fails all the same.
    DoneAndFailed,
    /// The same, for a moment.
    DoneAndPassing,
    /// It is said not to be done, and isn't.
    Refused,
    /// Another writes first.
    After(Box<dyn FnOnce(&Service) + Send>),
    /// It is done, and another writes next.
    Before(Box<dyn FnOnce(&Service) + Send>),
    /// Another writes, and it fails.
    FailedAfter(Box<dyn FnOnce(&Service) + Send>),
}

#[derive(Default)]
pub struct Rows {
    pub values: HashMap<String, (u64, Vec<u8>)>,
    pub writes: u64,
    /// For how many seconds what was written that began so.
    pub asked: Vec<(u8, u32)>,
    pub reads: usize,
    /// Reads fail from one on, so many times.
    pub fails: usize,
    /// What becomes of the next writes of values that begin so.
    pub next: VecDeque<(u8, Write)>,
}

/// A service whose writes a test can see, and can let fail.
#[derive(Clone)]
pub struct Service {
    pub rows: Arc<Mutex<Rows>>,
    pub capabilities: Capabilities,
}

impl Service {
    pub fn new(capabilities: Capabilities) -> Self {
        Self { rows: Arc::default(), capabilities }
    }

    pub fn atomic() -> Self {
        Self::new(Capabilities::default())
    }

    pub fn next(&self, first: u8, write: Write) {
        self.rows.lock().unwrap().next.push_back((first, write));
    }

    /// For how many seconds values that begin so were written since this was asked last.
    pub fn seconds(&self, first: u8) -> Vec<u32> {
        let asked = std::mem::take(&mut self.rows.lock().unwrap().asked);
        asked.into_iter().filter(|(begins, _)| *begins == first).map(|(_, seconds)| seconds).collect()
    }

    /// How often was written since this was asked last.
    pub fn writes(&self) -> usize {
        std::mem::take(&mut self.rows.lock().unwrap().asked).len()
    }

    pub fn reads(&self) -> usize {
        std::mem::take(&mut self.rows.lock().unwrap().reads)
    }

    pub fn set(&self, key: &str, value: &[u8]) {
        let mut rows = self.rows.lock().unwrap();
        rows.writes += 1;
        let version = rows.writes;
        rows.values.insert(key.to_owned(), (version, value.to_vec()));
    }

    pub fn keys(&self, first: u8) -> Vec<String> {
        let rows = self.rows.lock().unwrap();
        rows.values.iter().filter(|(_, (_, value))| value.first() == Some(&first)).map(|(key, _)| key.clone()).collect()
    }

    pub fn value(&self, key: &str) -> Option<Vec<u8>> {
        self.rows.lock().unwrap().values.get(key).map(|(_, value)| value.clone())
    }
}

impl Kv for Service {
    fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        let mut rows = self.rows.lock().unwrap();
        rows.reads += 1;
        if rows.fails > 0 {
            rows.fails -= 1;
            return Err(KvError::new("it is away"));
        }
        let version = |version: u64| Some(version.to_le_bytes().to_vec()).filter(|_| self.capabilities.atomic);
        let found = rows.values.get(key);
        Ok(found.map(|(written, value)| Found { value: value.clone(), version: version(*written) }))
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        assert!(self.capabilities.atomic || only == Condition::Always, "it can't compare");
        let begins = value.first().copied().unwrap();
        let write = {
            let mut rows = self.rows.lock().unwrap();
            rows.asked.push((begins, ttl_s));
            match rows.next.front() {
                Some((first, _)) if *first == begins => rows.next.pop_front().map(|(_, write)| write),
                _ => None,
            }
        };
        let is_so = || {
            let now = self.rows.lock().unwrap().values.get(key).map(|(version, _)| version.to_le_bytes());
            match only {
                Condition::Always => true,
                Condition::New => now.is_none(),
                Condition::Version(read) => now.is_some_and(|now| now == read),
            }
        };
        let done = |is_so: bool| {
            if is_so {
                self.set(key, value);
            }
            is_so
        };
        match write.unwrap_or(Write::Done) {
            Write::Done => Ok(done(is_so())),
            Write::Passing => Err(KvError::new("a moment").passing()),
            Write::Failed => Err(KvError::new("it is away")),
            Write::DoneAndFailed => {
                done(is_so());
                Err(KvError::new("the connection ended"))
            }
            Write::DoneAndPassing => {
                done(is_so());
                Err(KvError::new("the connection ended").passing())
            }
            Write::Refused => Ok(false),
            Write::After(other) => {
                other(self);
                Ok(done(is_so()))
            }
            Write::Before(other) => {
                let is_done = done(is_so());
                other(self);
                Ok(is_done)
            }
            Write::FailedAfter(other) => {
                other(self);
                Err(KvError::new("the connection ended"))
            }
        }
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        self.rows.lock().unwrap().values.remove(key);
        Ok(())
    }
}

pub fn options(more: &[(&'static str, i64)]) -> Value {
    let more = more.iter().map(|(name, number)| ((*name).to_owned().into(), Value::Integer(*number)));
    Value::Object([("key".to_owned().into(), KEY.into())].into_iter().chain(more).collect())
}

pub fn sessions_of(service: &Service, more: &[(&'static str, i64)], clock: &Clock) -> Sessions {
    let clock = clock.clone();
    Sessions::kv(&options(more), service.clone(), move |time| clock.clone().sleep(time)).unwrap()
}

pub fn sessions(service: &Service) -> Sessions {
    sessions_of(service, &[], &Clock::default())
}
