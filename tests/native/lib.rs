//! What the tests share: a service that is asked.

use redis::aio::ConnectionManager;

/// What the crate's documentation says of adapters: here their clients are.
#[cfg(doctest)]
#[doc = include_str!("../../src/kv/redis.md")]
#[doc = include_str!("../../src/kv/sqlite.md")]
pub struct Adapters;

/// The Redis whose address `run.js` gives.
///
/// # Panics
///
/// There is none.
pub async fn connect() -> ConnectionManager {
    let url =
        std::env::var("REDIS_URL").expect("REDIS_URL: node tests/native/run.js starts a Redis and runs these tests");
    let client = redis::Client::open(url).expect("an address");
    client.get_connection_manager().await.expect("a Redis")
}
