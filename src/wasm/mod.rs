//! The border to JavaScript: `border` is how a call crosses it; `configure` and `site` keep configurations, `session` serves requests, `owners`
//! seals their owners' indexes, `crypto` the parts that stand alone, `phoenix` tokens, CSRF and the flash.

pub mod border;
pub mod configure;
pub mod crypto;
pub mod owners;
pub mod phoenix;
pub mod session;
pub mod site;
#[cfg(feature = "test-exports")]
pub mod tested;

#[cfg(feature = "allocator")]
mod allocator;
