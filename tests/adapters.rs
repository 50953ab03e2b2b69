//! The suite for adapters of one's own: it passes one that keeps its promises, and finds each lie. On Redis and SQLite in `tests/native`.

#![cfg(all(not(target_arch = "wasm32"), feature = "conformance"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![allow(clippy::wildcard_enum_match_arm, reason = "each lie is one place's, and all others keep the promise")]

mod driver;

use std::collections::HashMap;
use std::future::{pending, poll_fn, ready};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use driver::{at_once, run};
use waxseal::kv::conformance::{Failure, Failures, Suite, is_unsure};
use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError, Memory};

/// What a service does that it should not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Lie {
    None,
    TakesNoValue,
    TakesNoTime,
    HasAllKeys,
    SaysFalse,
    KeepsTheFirst,
    ForgetsTheEmpty,
    TrimsZeros,
    IsUtf8,
    ReadsNumbers,
    TrimsJson,
    TrimsLines,
    HasSevenBits,
    TakesAHundredKilobytes,
    BreaksTheLast,
    ShortensKeys,
    KeepsTheDeleted,
    FailsToDeleteNothing,
    NeverAnswers,
    NeverForgets,
    ForgetsTooEarly,
    ForgetsAll,
    KeepsPlacesOfTheDead,
    GivesNoVersion,
    GivesVersionsAndDoesNotCompare,
    HasOneVersionPerValue,
    HasAVersionPerRead,
    TakesOldVersions,
    ComparesNothing,
    CreatesTwice,
    CreatesNone,
    CreatesOtherBytes,
    WritesWhereNothingIs,
    SaysTrueWhereNothingIs,
    CountsAnewAfterADeletion,
    KeepsPlacesOfTheDeleted,
    LosesWrites,
    LetsNobodyThrough,
    BreaksCounts,
}

struct Record {
    value: Vec<u8>,
    version: u64,
    until_s: u64,
}

/// A service in memory with a clock of its own, and a lie.
struct Service {
    lie: Lie,
    capabilities: Capabilities,
    records: Mutex<HashMap<String, Record>>,
    versions: AtomicU64,
    now_s: AtomicU64,
    /// How long the longest record is.
    longest: AtomicU32,
}

impl Service {
    fn new(lie: Lie) -> Self {
        let capabilities = match lie {
            Lie::TakesNoValue => Capabilities { max_value: 0, ..Capabilities::default() },
            Lie::TakesNoTime => Capabilities { min_ttl_s: 3601, max_ttl_s: 3600, ..Capabilities::default() },
            Lie::GivesVersionsAndDoesNotCompare => Capabilities { atomic: false, ..Capabilities::default() },
            Lie::TakesAHundredKilobytes => Capabilities::default(),
            // As much as shows the others: less takes less time.
            _ => Capabilities { max_value: 110_000, ..Capabilities::default() },
        };
        Self::with(lie, capabilities)
    }

    fn with(lie: Lie, capabilities: Capabilities) -> Self {
        let (records, versions, now_s) = (Mutex::default(), AtomicU64::new(1), AtomicU64::new(0));
        Self { lie, capabilities, records, versions, now_s, longest: AtomicU32::new(0) }
    }

    fn pass(&self, seconds: u32) {
        self.now_s.fetch_add(seconds.into(), Ordering::Relaxed);
    }

    /// What a lie makes of a key.
    fn key<'k>(&self, key: &'k str) -> &'k str {
        if self.lie == Lie::ShortensKeys { &key[..key.len().min(79)] } else { key }
    }

    /// What a lie makes of a value that is read.
    fn made_of(&self, value: &[u8]) -> Vec<u8> {
        let value = value.to_vec();
        match self.lie {
            Lie::TrimsZeros if value == [0] => Vec::new(),
            Lie::IsUtf8 => String::from_utf8_lossy(&value).into_owned().into_bytes(),
            Lie::ReadsNumbers if value == b"12345" => b"12345.0".to_vec(),
            Lie::TrimsJson if value.starts_with(b"{") => b"{\"a\": [null]}".to_vec(),
            Lie::TrimsLines => value.trim_ascii_end().to_vec(),
            Lie::HasSevenBits => value.iter().map(|byte| byte & 127).collect(),
            Lie::TakesAHundredKilobytes => value.into_iter().take(100 << 10).collect(),
            Lie::BreaksTheLast if value.len() > 1000 => {
                let (last, rest) = value.split_last().unwrap();
                [rest, &[!last]].concat()
            }
            Lie::CreatesOtherBytes if value.len() == 1 => vec![200],
            Lie::BreaksCounts if value.len() == 4 => vec![0; 5],
            _ => value,
        }
    }

    /// What a lie makes of a version.
    fn version(&self, record: &Record) -> Option<Vec<u8>> {
        match self.lie {
            Lie::GivesNoVersion => None,
            Lie::HasOneVersionPerValue => Some(record.value.clone()),
            Lie::GivesVersionsAndDoesNotCompare => Some(vec![1]),
            Lie::HasAVersionPerRead => Some(self.versions.fetch_add(1, Ordering::Relaxed).to_le_bytes().to_vec()),
            _ => Some(record.version.to_le_bytes().to_vec()).filter(|_| self.capabilities.atomic),
        }
    }
}

/// Others come in between.
async fn in_between() {
    let mut is_asked = false;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut is_asked, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

impl Kv for Service {
    fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        if self.lie == Lie::NeverAnswers {
            return pending().await;
        }
        in_between().await;
        let (now_s, key) = (self.now_s.load(Ordering::Relaxed), self.key(key));
        let records = self.records.lock().unwrap();
        let Some(record) = records.get(key).filter(|record| record.until_s > now_s) else {
            let is_there = self.lie == Lie::HasAllKeys;
            return Ok(is_there.then(|| Found { value: vec![1], version: Some(vec![1]) }));
        };
        if self.lie == Lie::ForgetsTheEmpty && record.value.is_empty() {
            return Ok(None);
        }
        Ok(Some(Found { value: self.made_of(&record.value), version: self.version(record) }))
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        if self.lie != Lie::NeverAnswers {
            in_between().await;
        }
        let Capabilities { atomic, min_ttl_s, max_ttl_s, max_value, .. } = self.capabilities;
        if self.lie != Lie::TakesNoTime && self.lie != Lie::TakesNoValue {
            assert!((min_ttl_s..=max_ttl_s).contains(&ttl_s) && value.len() <= max_value, "what it does not take");
            assert!(atomic || only == Condition::Always, "it is asked to compare, and can't");
        }
        let length = u32::try_from(value.len()).unwrap();
        self.longest.fetch_max(length, Ordering::Relaxed);
        let (now_s, key) = (self.now_s.load(Ordering::Relaxed), self.key(key));
        let mut records = self.records.lock().unwrap();
        let there = records.get(key).filter(|record| {
            record.until_s > now_s
                || self.lie == Lie::KeepsPlacesOfTheDead && record.value != b"gone"
                || self.lie == Lie::KeepsPlacesOfTheDeleted
        });
        let is_so = match (only, there) {
            (Condition::Always, _) => true,
            (Condition::New, there) => self.lie == Lie::CreatesTwice || there.is_none() && self.lie != Lie::CreatesNone,
            (Condition::Version(_), None) => {
                matches!(self.lie, Lie::WritesWhereNothingIs | Lie::SaysTrueWhereNothingIs)
            }
            (Condition::Version(version), Some(record)) => match self.lie {
                Lie::HasOneVersionPerValue => record.value == version,
                Lie::TakesOldVersions => &record.version.to_le_bytes()[..] >= version,
                Lie::ComparesNothing => true,
                Lie::LetsNobodyThrough => record.value.len() != 4 && record.version.to_le_bytes() == version,
                _ => record.version.to_le_bytes() == version,
            },
        };
        let loses = match self.lie {
            Lie::KeepsTheFirst => there.is_some(),
            Lie::SaysTrueWhereNothingIs => there.is_none() && matches!(only, Condition::Version(_)),
            Lie::LosesWrites => matches!(only, Condition::Version(_)) && value.len() == 4 && value[3] % 10 == 7,
            _ => false,
        };
        if is_so && !loses {
            let version = match there {
                Some(record) if self.lie == Lie::CountsAnewAfterADeletion => record.version + 1,
                None if self.lie == Lie::CountsAnewAfterADeletion => 1,
                _ => self.versions.fetch_add(1, Ordering::Relaxed),
            };
            let ttl_s = match self.lie {
                Lie::NeverForgets => 1_000_000,
                Lie::ForgetsTooEarly => ttl_s / 4,
                Lie::ForgetsAll => ttl_s.min(60),
                _ => ttl_s,
            };
            let record = Record { value: value.to_vec(), version, until_s: now_s + u64::from(ttl_s) };
            records.insert(key.to_owned(), record);
        }
        Ok(is_so && self.lie != Lie::SaysFalse)
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        if self.lie == Lie::NeverAnswers {
            return Ok(());
        }
        in_between().await;
        let mut records = self.records.lock().unwrap();
        match self.lie {
            Lie::KeepsTheDeleted => {}
            Lie::KeepsPlacesOfTheDeleted => {
                records.entry(key.to_owned()).and_modify(|record| record.until_s = 0);
            }
            Lie::FailsToDeleteNothing if !records.contains_key(key) => return Err(KvError::new("there is nothing")),
            _ => drop(records.remove(key)),
        }
        Ok(())
    }
}

fn found(service: &Service) -> Vec<Failure> {
    // A minute passes where an answer never comes.
    let waits = service.lie != Lie::NeverAnswers;
    let sleep = move |time: Duration| async move {
        assert!(time <= Duration::from_secs(60));
        if waits {
            at_once(time).await;
        }
    };
    let suite = Suite::new(service, sleep).advance(async |seconds| service.pass(seconds));
    run(suite.run()).err().map(|Failures(failures)| failures).unwrap_or_default()
}

#[test]
fn who_keeps_the_promises_passes() {
    let memory = Memory::new();
    assert_eq!(run(Suite::new(&memory, at_once).run()), Ok(19));
    assert!(!memory.is_empty(), "its records are left to their time");
    let small = Capabilities { min_ttl_s: 3600, max_ttl_s: 3600, max_value: 300, ..Capabilities::default() };
    for (capabilities, passed) in [
        (Capabilities::default(), [19, 21]),
        (Capabilities { atomic: false, ..Capabilities::default() }, [15, 16]),
        // Of these no time but an hour can be asked for, and not at all a longer one.
        (small, [19, 0]),
    ] {
        let service = Service::with(Lie::None, capabilities);
        assert_eq!(run(Suite::new(&service, at_once).run()), Ok(passed[0]));
        let longest = usize::try_from(service.longest.load(Ordering::Relaxed)).unwrap();
        assert_eq!(longest, capabilities.max_value.min(2_000_000), "as much as it declares to take is tried");
        if passed[1] > 0 {
            let suite = Suite::new(&service, at_once).advance(async |seconds| service.pass(seconds));
            assert_eq!(run(suite.run()), Ok(passed[1]));
        }
    }
    assert_eq!(format!("{:?}", Suite::new(&memory, at_once)), "Suite(..)");
}

#[test]
fn each_lie_is_found() {
    const WRITTEN: &str = "what was written is read, and says true";
    const DELETED: &str = "what was deleted is gone; what was never there can be deleted";
    const TIME: &str = "a record goes after its time to live, and not before";
    const VERSIONS: &str = "a version stays while nobody writes, and changes at every write";
    const CREATED: &str = "of many at once one creates a record";
    const NOTHING: &str = "a put with a version writes nothing where there is nothing";
    const ANEW: &str = "a version from before a deletion is refused after it was created again";
    const COUNTED: &str = "200 increments at once lose none";
    for (lie, test, why) in [
        (Lie::TakesNoValue, "its capabilities leave something that it takes", "max_value: 0"),
        (Lie::TakesNoTime, "its capabilities leave something that it takes", "min_ttl_s: 3601, max_ttl_s: 3600"),
        (Lie::HasAllKeys, "a key that was never written holds nothing", "get gives something"),
        (Lie::SaysFalse, WRITTEN, "put gives false"),
        (Lie::SaysFalse, "no bytes come back as they were", "put gives false"),
        (Lie::KeepsTheFirst, WRITTEN, "after a put: 3 bytes came back, not 5"),
        (Lie::ForgetsTheEmpty, "no bytes come back as they were", "after a put: there is nothing"),
        (Lie::TrimsZeros, "one zero comes back as it was", "after a put: 0 bytes came back, not 1"),
        (Lie::IsUtf8, "what is no UTF-8 comes back as it was", "bytes came back, not 7"),
        (Lie::ReadsNumbers, "what looks like a number comes back as it was", "7 bytes came back, not 5"),
        (Lie::TrimsJson, "what looks like JSON comes back as it was", "13 bytes came back, not 12"),
        (Lie::TrimsLines, "line ends come back as they were", "5 bytes came back, not 7"),
        (Lie::HasSevenBits, "all 256 bytes come back as they were", "after a put: other bytes came back"),
        (Lie::BreaksTheLast, "100 KB come back, or as much as it declares to take", "other bytes came back"),
        (
            Lie::TakesAHundredKilobytes,
            "2 MB come back, or as much as it declares to take",
            "102400 bytes came back, not 2000000",
        ),
        (Lie::ShortensKeys, "keys of up to 80 bytes, of a-z 0-9 . _ -, are told apart", "the keys differ at their end"),
        (Lie::KeepsTheDeleted, DELETED, "get gives something"),
        (Lie::FailsToDeleteNothing, DELETED, "delete failed: there is nothing"),
        (Lie::NeverAnswers, WRITTEN, "get did not answer within 60 s"),
        (Lie::NeverForgets, TIME, "it is there after its time"),
        (Lie::ForgetsTooEarly, TIME, "it is gone before its time"),
        (Lie::ForgetsAll, TIME, "one with more time is gone"),
        (Lie::KeepsPlacesOfTheDead, "a record whose time is over can be created again", "put gives false"),
        (Lie::GivesNoVersion, VERSIONS, "get gives no version"),
        (
            Lie::GivesVersionsAndDoesNotCompare,
            "it declares that it can't compare, and gives no versions",
            "get gives a version",
        ),
        (Lie::HasAVersionPerRead, VERSIONS, "it is another at the next get"),
        (Lie::HasOneVersionPerValue, VERSIONS, "an old version is taken"),
        (Lie::TakesOldVersions, VERSIONS, "an old version is taken"),
        (Lie::ComparesNothing, VERSIONS, "an old version is taken"),
        (Lie::ComparesNothing, COUNTED, "the sum: other bytes came back"),
        (Lie::CreatesTwice, CREATED, "20 create it"),
        (Lie::CreatesNone, CREATED, "0 create it"),
        (Lie::CreatesOtherBytes, CREATED, "it holds what that one wrote: other bytes came back"),
        (Lie::WritesWhereNothingIs, NOTHING, "put gives true"),
        (Lie::SaysTrueWhereNothingIs, NOTHING, "put gives true"),
        (Lie::CountsAnewAfterADeletion, ANEW, "the old version is taken"),
        (Lie::KeepsPlacesOfTheDeleted, ANEW, "it can't be created again"),
        (Lie::LosesWrites, COUNTED, "the sum: other bytes came back"),
        (Lie::LetsNobodyThrough, COUNTED, "one of 200 writers was not let through in 300 tries"),
        (Lie::BreaksCounts, COUNTED, "other bytes came back"),
    ] {
        let failures = found(&Service::new(lie));
        let is_told = |failure: &Failure| failure.test == test && failure.why.contains(why);
        assert!(failures.iter().any(is_told), "{lie:?}: {failures:#?}");
        let told = Failures(failures.clone()).to_string();
        assert_eq!(told.lines().count(), failures.len(), "a line each: {told}");
    }
    assert_eq!(found(&Service::new(Lie::None)), []);
}

/// Who meets others waits, each for another time, up to a second: else they meet again.
#[test]
fn writers_that_meet_wait_for_different_times() {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&waits);
    let service = Service::with(Lie::None, Capabilities::default());
    let suite = Suite::new(&service, move |time: Duration| {
        if time < Duration::from_secs(60) {
            told.lock().unwrap().push(time);
        }
        at_once(time)
    });
    assert_eq!(run(suite.run()), Ok(19));
    let mut waits = std::mem::take(&mut *waits.lock().unwrap());
    waits.sort();
    waits.dedup();
    assert!(waits.len() > 100 && waits[0] < Duration::from_millis(10), "{waits:?}");
    assert!((900..1000).contains(&waits.last().unwrap().as_millis()), "{waits:?}");
}

/// Answers each condition by what a test says.
struct Answering {
    atomic: bool,
    always: Result<bool, ()>,
    new: Result<bool, ()>,
}

impl Kv for Answering {
    fn capabilities(&self) -> Capabilities {
        Capabilities { atomic: self.atomic, ..Capabilities::default() }
    }

    async fn get(&self, _: &str) -> Result<Option<Found>, KvError> {
        Ok(None)
    }

    async fn put(&self, _: &str, _: &[u8], _: u32, only: Condition<'_>) -> Result<bool, KvError> {
        let answer = if only == Condition::New { self.new } else { self.always };
        answer.map_err(|()| KvError::new("who knows"))
    }

    async fn delete(&self, _: &str) -> Result<(), KvError> {
        ready(Ok(())).await
    }
}

#[test]
fn who_does_not_know_may_say_neither_yes_nor_no() {
    for (atomic, always, new, told) in [
        (true, Err(()), Err(()), None),
        (true, Ok(true), Err(()), Some("put Always has to fail, and gave true")),
        (true, Ok(false), Err(()), Some("put Always has to fail, and gave false")),
        (true, Err(()), Ok(true), Some("put New has to fail, and gave true")),
        // Nothing that can't compare is asked to.
        (false, Err(()), Ok(true), None),
        (false, Ok(true), Err(()), Some("put Always has to fail, and gave true")),
    ] {
        let said = run(is_unsure(&Answering { atomic, always, new }));
        assert_eq!(said.err().as_deref(), told);
    }
}

#[test]
fn memory_forgets_what_is_over_and_shows_nothing() {
    run(async {
        let memory = Memory::new();
        assert!(memory.is_empty() && memory.put("kept", b"secret", 60, Condition::New).await.unwrap());
        // A record of no time is over at once, and goes with the write.
        assert!(memory.put("over", b"value", 0, Condition::Always).await.unwrap());
        assert!(memory.get("over").await.unwrap().is_none());
        assert!(memory.put("other", b"value", 60, Condition::New).await.unwrap());
        assert_eq!((memory.len(), memory.is_empty()), (2, false));
        assert_eq!(format!("{memory:?}"), "Memory { records: 2 }");
        memory.delete("kept").await.unwrap();
        memory.delete("other").await.unwrap();
        assert!(memory.is_empty());

        let first = Memory::new();
        first.put("over", b"value", 0, Condition::Always).await.unwrap();
        assert_eq!(first.len(), 0, "it is the oldest");
    });
}

/// Such as the session of one who is remembered for months, which came before a day's visitors.
#[test]
fn memory_forgets_what_is_over_behind_what_lasts() {
    run(async {
        let memory = Memory::new();
        assert!(memory.put("lasts", b"value", u32::MAX, Condition::New).await.unwrap());
        for visitor in 0..1000 {
            assert!(memory.put(&visitor.to_string(), b"value", 0, Condition::New).await.unwrap());
        }
        assert_eq!(memory.len(), 1);
        assert!(memory.get("lasts").await.unwrap().is_some());
    });
}
