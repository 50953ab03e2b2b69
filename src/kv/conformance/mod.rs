//! What the sessions need of an adapter: each promise of [`Kv`] as a test, for an adapter of one's own. `adapterSuite` in JavaScript.
//!
//! ```
//! use waxseal::kv::{Memory, conformance::Suite};
//!
//! # fn sleep(_: std::time::Duration) -> std::future::Ready<()> { std::future::ready(()) }
//! # async fn test() {
//! // In a test of yours, with tokio::time::sleep or another runtime's:
//! let passed = Suite::new(&Memory::new(), sleep).run().await.unwrap();
//! # assert!(passed > 10);
//! # }
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # let mut test = std::pin::pin!(test());
//! # while test.as_mut().poll(&mut context).is_pending() {}
//! ```

mod adapter;
mod comparisons;
mod tested;

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use crate::kv::Kv;
use crate::kv::conformance::tested::{Sleep, TTL_S, Tested, Verdict};

type Advance<'k> = dyn Fn(u32) -> Pin<Box<dyn Future<Output = ()> + Send + 'k>> + Send + Sync + 'k;

/// The tests of one adapter. They write under keys of their own, `conformance-…`, and leave what they wrote to its time.
pub struct Suite<'k, K> {
    tested: Tested<'k, K>,
    advance: Option<Box<Advance<'k>>>,
}

impl<K> fmt::Debug for Suite<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Suite(..)")
    }
}

/// What an adapter does not keep.
///
/// ```
/// # use waxseal::kv::{Kv, conformance::{Failure, Failures, Suite}};
/// # fn sleep(_: std::time::Duration) -> std::future::Ready<()> { std::future::ready(()) }
/// # async fn test(kv: impl Kv) {
/// // A service whose clock can be set has more to be tested for.
/// let suite = Suite::new(&kv, sleep).advance(async |seconds: u32| println!("{seconds} seconds later"));
/// if let Err(Failures(failures)) = suite.run().await {
///     for Failure { test, why } in failures {
///         eprintln!("{test}: {why}");
///     }
/// }
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failures(pub Vec<Failure>);

/// A test that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What was to be so.
    pub test: &'static str,
    /// What was not.
    pub why: String,
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Failure { test, why } in &self.0 {
            writeln!(f, "{test}: {why}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failures {}

impl<'k, K: Kv> Suite<'k, K> {
    /// Tests of this adapter. `sleep` is the runtime's timer: what the service doesn't answer within a minute is a failure.
    pub fn new<Timer>(kv: &'k K, sleep: impl Fn(Duration) -> Timer + Send + Sync + 'static) -> Self
    where
        Timer: Future<Output = ()> + Send + 'static,
    {
        let sleep: Sleep = Box::new(move |time| Box::pin(sleep(time)));
        Self { tested: Tested::new(kv, sleep), advance: None }
    }

    /// With a way to let the service's clock go on by so many seconds: records are to go after their time then.
    #[must_use]
    pub fn advance<Done>(mut self, advance: impl Fn(u32) -> Done + Send + Sync + 'k) -> Self
    where
        Done: Future<Output = ()> + Send + 'k,
    {
        self.advance = Some(Box::new(move |seconds| Box::pin(advance(seconds))));
        self
    }

    /// Runs them all, one after the other; gives how many passed.
    ///
    /// # Errors
    ///
    /// Those that failed.
    pub async fn run(self) -> Result<usize, Failures> {
        let mut report = Report::default();
        adapter::run(&self.tested, &mut report).await;
        if let Some(advance) = &self.advance {
            adapter::run_times(&self.tested, advance, &mut report).await;
        }
        comparisons::run(&self.tested, &mut report).await;
        if report.failed.is_empty() { Ok(report.passed) } else { Err(Failures(report.failed)) }
    }
}

/// That an adapter over a service which confirms nothing, or answers what can't be understood, fails: neither yes nor no.
///
/// ```
/// # use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError, conformance::is_unsure};
/// /// A service that is never there.
/// struct Away;
///
/// impl Kv for Away {
///     fn capabilities(&self) -> Capabilities {
///         Capabilities::default()
///     }
///     async fn get(&self, _: &str) -> Result<Option<Found>, KvError> {
///         Err(KvError::new("it is away"))
///     }
///     async fn put(&self, _: &str, _: &[u8], _: u32, _: Condition<'_>) -> Result<bool, KvError> {
///         Err(KvError::new("it is away"))
///     }
///     async fn delete(&self, _: &str) -> Result<(), KvError> {
///         Err(KvError::new("it is away"))
///     }
/// }
///
/// # async fn example() {
/// assert_eq!(is_unsure(&Away).await, Ok(()));
/// # }
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(std::pin::pin!(example()).poll(&mut context).is_ready());
/// ```
///
/// # Errors
///
/// What it said instead.
pub async fn is_unsure<K: Kv>(kv: &K) -> Result<(), String> {
    use crate::kv::Condition::{Always, New};
    for only in [Always, New] {
        if only == New && !kv.capabilities().atomic {
            continue;
        }
        if let Ok(said) = kv.put("conformance-unsure", b"unsure", TTL_S, only).await {
            return Err(format!("put {only:?} has to fail, and gave {said}"));
        }
    }
    Ok(())
}

/// What came of the tests so far.
#[derive(Default)]
struct Report {
    passed: usize,
    failed: Vec<Failure>,
}

impl Report {
    fn add(&mut self, test: &'static str, verdict: Verdict) {
        match verdict {
            Ok(()) => self.passed += 1,
            Err(why) => self.failed.push(Failure { test, why }),
        }
    }
}
