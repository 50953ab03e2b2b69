//! Key-value services that sessions are kept in: three operations, and what the service can promise.
//!
//! [`Kv`] is what an adapter is, as `KvAdapter` in JavaScript. Here are [`Memory`] and, by their features, `Redis` and `Sqlite`, which
//! write the keys and values of the npm package's adapters: both can share one service. `conformance` proves one of your own.

#[cfg(feature = "conformance")]
pub mod conformance;
mod memory;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

pub use memory::Memory;
#[cfg(feature = "redis")]
pub use redis::Redis;
#[cfg(feature = "sqlite")]
pub use sqlite::Sqlite;

/// An adapter for a key-value service. Its methods can be written as `async fn`, if what they await is `Send`.
///
/// ```
/// use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError, Memory};
///
/// /// Another adapter, with a prefix for its keys.
/// struct Prefixed(Memory);
///
/// impl Kv for Prefixed {
///     fn capabilities(&self) -> Capabilities {
///         self.0.capabilities()
///     }
///     async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
///         self.0.get(&format!("app:{key}")).await
///     }
///     async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
///         self.0.put(&format!("app:{key}"), value, ttl_s, only).await
///     }
///     async fn delete(&self, key: &str) -> Result<(), KvError> {
///         self.0.delete(&format!("app:{key}")).await
///     }
/// }
/// ```
pub trait Kv: Send + Sync + 'static {
    /// What its service can promise.
    fn capabilities(&self) -> Capabilities;

    /// What is under a key; nothing if there is nothing, or its time is over. Keys are up to 80 bytes of a-z 0-9 . _ -
    ///
    /// # Errors
    ///
    /// The service failed.
    fn get(&self, key: &str) -> impl Future<Output = Result<Option<Found>, KvError>> + Send;

    /// Writes a value for `ttl_s` seconds; gives whether it did. A service that can't compare is given [`Condition::Always`] alone.
    ///
    /// # Errors
    ///
    /// The service failed, or whether it wrote is not known: never true or false then.
    fn put(
        &self,
        key: &str,
        value: &[u8],
        ttl_s: u32,
        only: Condition<'_>,
    ) -> impl Future<Output = Result<bool, KvError>> + Send;

    /// Takes away what is under a key, if anything.
    ///
    /// # Errors
    ///
    /// The service failed.
    fn delete(&self, key: &str) -> impl Future<Output = Result<(), KvError>> + Send;
}

impl<K: Kv> Kv for Arc<K> {
    fn capabilities(&self) -> Capabilities {
        (**self).capabilities()
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        (**self).get(key).await
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        (**self).put(key, value, ttl_s, only).await
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        (**self).delete(key).await
    }
}

/// When a value is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition<'a> {
    /// Whatever is there.
    Always,
    /// If there is nothing.
    New,
    /// If what is there is still of this version.
    Version(&'a [u8]),
}

/// What was under a key.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// The value, as it was put.
    pub value: Vec<u8>,
    /// Of a service that compares: by what it tells this write from any other, of the same bytes too.
    pub version: Option<Vec<u8>>,
}

/// Without the value.
impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found").field("value", &self.value.len()).finish_non_exhaustive()
    }
}

/// What a service can promise. The default is one that compares, and at once; write the others as `Capabilities { .. }` over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// It compares: `put` with a condition does nothing if that is not so, whoever else writes meanwhile.
    pub atomic: bool,
    /// A read may show what was there before a write that was acknowledged.
    pub eventual: bool,
    /// The shortest time to live that it takes, in seconds.
    pub min_ttl_s: u32,
    /// The longest, in seconds: it is given no more. A session that says of itself that it lasts longer is over after so long without use.
    pub max_ttl_s: u32,
    /// The most bytes of a value.
    pub max_value: usize,
    /// How late a write may be seen, in seconds.
    pub delay_s: u32,
}

impl Capabilities {
    /// Workers KV's: a write may be seen a minute late, and nothing is compared.
    ///
    /// ```
    /// # use waxseal::kv::Capabilities;
    /// assert!(!Capabilities::workers_kv().atomic && Capabilities::default().atomic);
    /// ```
    #[must_use]
    pub const fn workers_kv() -> Self {
        Self {
            atomic: false,
            eventual: true,
            min_ttl_s: 60,
            max_ttl_s: i32::MAX.cast_unsigned(),
            max_value: 25 << 20,
            delay_s: 60,
        }
    }
}

impl Default for Capabilities {
    fn default() -> Self {
        Self { atomic: true, eventual: false, min_ttl_s: 0, max_ttl_s: u32::MAX, max_value: usize::MAX, delay_s: 0 }
    }
}

/// A service's failure, which is none of "there is nothing" and "it was not written". Any error becomes one by `?`.
///
/// ```
/// # use waxseal::kv::KvError;
/// fn parsed(answer: &str) -> Result<u32, KvError> {
///     match answer {
///         "busy" => Err(KvError::new("the service is busy").passing()),
///         "too large" => Err(KvError::new("the value is too large").lasting()),
///         number => Ok(number.parse()?),
///     }
/// }
/// assert!(parsed("7").is_ok() && parsed("busy").is_err());
/// ```
pub struct KvError {
    pub(crate) source: Arc<dyn StdError + Send + Sync>,
    pub(crate) nature: Nature,
}

/// What is to be expected of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A later request may succeed.
    Failed,
    /// The same question may succeed a moment later.
    Passing,
    /// The same question fails again.
    Lasting,
}

impl KvError {
    /// A failure by a sentence, or another error.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { source: source.into().into(), nature: Nature::Failed }
    }

    /// One that the service itself calls passing: the question is asked again, later each time, within the sessions' `timeout`.
    #[must_use]
    pub fn passing(self) -> Self {
        Self { nature: Nature::Passing, ..self }
    }

    /// One that will not pass by asking again, such as a value that is too large.
    #[must_use]
    pub fn lasting(self) -> Self {
        Self { nature: Nature::Lasting, ..self }
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for KvError {
    fn from(error: E) -> Self {
        Self::new(error)
    }
}

impl fmt::Debug for KvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KvError").field("source", &self.source).field("nature", &self.nature).finish()
    }
}

impl fmt::Display for KvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}
