//! Any adapter as one type, so that sessions are one type whatever keeps them.

use std::pin::Pin;

use crate::kv::{Condition, Found, Kv, KvError};

/// What an adapter will answer.
pub(crate) type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, KvError>> + Send + 'a>>;

/// [`Kv`], with futures of one size.
pub(crate) trait AnyKv: Send + Sync {
    fn get<'a>(&'a self, key: &'a str) -> Asked<'a, Option<Found>>;
    fn put<'a>(&'a self, key: &'a str, value: &'a [u8], ttl_s: u32, only: Condition<'a>) -> Asked<'a, bool>;
    fn delete<'a>(&'a self, key: &'a str) -> Asked<'a, ()>;
}

impl<K: Kv> AnyKv for K {
    fn get<'a>(&'a self, key: &'a str) -> Asked<'a, Option<Found>> {
        Box::pin(Kv::get(self, key))
    }

    fn put<'a>(&'a self, key: &'a str, value: &'a [u8], ttl_s: u32, only: Condition<'a>) -> Asked<'a, bool> {
        Box::pin(Kv::put(self, key, value, ttl_s, only))
    }

    fn delete<'a>(&'a self, key: &'a str) -> Asked<'a, ()> {
        Box::pin(Kv::delete(self, key))
    }
}
