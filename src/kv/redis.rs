//! Redis and Valkey, alone, as a cluster or behind sentinels: one command on one key an operation.
//!
//! A value is its version, 16 random bytes, and then the record; what compares is a script, which Redis runs as one. The same as
//! `redisKV` of the npm package.

use redis::aio::ConnectionLike;
use redis::{Cmd, ErrorKind, FromRedisValue, RedisError, RetryMethod, Value, cmd};

use crate::env;
use crate::kv::{Capabilities, Condition, Found, Kv, KvError};

const VERSION: usize = 16;

/// Replaces a value if it still begins with a version.
const REPLACE: &str = r#"if redis.call("GETRANGE", KEYS[1], 0, 15) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
return 1"#;

/// Sessions in Redis, over any connection of the `redis` crate that can be cloned: best a `ConnectionManager`, which connects again
/// when the server was away. It has to read from the primary.
///
#[cfg_attr(not(doctest), doc = include_str!("redis.md"))]
#[derive(Clone)]
pub struct Redis<C> {
    connection: C,
}

impl<C> std::fmt::Debug for Redis<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redis(..)")
    }
}

impl<C: ConnectionLike + Clone + Send + Sync + 'static> Redis<C> {
    /// Over a connection, each clone of which sends commands by itself.
    pub const fn new(connection: C) -> Self {
        Self { connection }
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, KvError> {
        command.query_async(&mut self.connection.clone()).await.map_err(failed)
    }
}

/// What passes: the server is away, loads its data or runs a long script, or another node has become the primary.
fn failed(error: RedisError) -> KvError {
    let is_passing = error.code() == Some("BUSY")
        || !matches!(error.retry_method(), RetryMethod::NoRetry) && error.kind() != ErrorKind::AuthenticationFailed;
    let error = KvError::new(error);
    if is_passing { error.passing() } else { error }
}

impl<C: ConnectionLike + Clone + Send + Sync + 'static> Kv for Redis<C> {
    fn capabilities(&self) -> Capabilities {
        // 512 MB is the most that a string holds: https://redis.io/docs/latest/develop/data-types/strings/
        Capabilities { min_ttl_s: 1, max_value: 512 * 1024 * 1024 - VERSION, ..Capabilities::default() }
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        let found: Option<Vec<u8>> = self.ask(cmd("GET").arg(key)).await?;
        let Some(mut version) = found else { return Ok(None) };
        // What somebody else wrote there is no session, and a log-out ends it: what is too short for a version is one without a record.
        let value = version.split_off(VERSION.min(version.len()));
        Ok(Some(Found { value, version: Some(version) }))
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        let mut bytes = vec![0; VERSION];
        env::random(&mut bytes)?;
        bytes.extend_from_slice(value);
        let mut command = cmd("SET");
        match only {
            Condition::Version(version) => {
                command = cmd("EVAL");
                command.arg(REPLACE).arg(1).arg(key).arg(version).arg(bytes).arg(ttl_s);
            }
            Condition::Always => _ = command.arg(key).arg(bytes).arg("EX").arg(ttl_s),
            Condition::New => _ = command.arg(key).arg(bytes).arg("EX").arg(ttl_s).arg("NX"),
        }
        match (self.ask(&command).await?, only) {
            (Value::Okay, Condition::Always | Condition::New) | (Value::Int(1), Condition::Version(_)) => Ok(true),
            (Value::Nil, Condition::New) | (Value::Int(0), Condition::Version(_)) => Ok(false),
            _ => Err(KvError::new("Redis gave an answer for a write that says neither yes nor no").lasting()),
        }
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        self.ask(cmd("DEL").arg(key)).await
    }
}
