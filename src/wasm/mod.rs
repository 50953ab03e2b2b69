//! The border to JavaScript: `border` is how a call crosses it; `site` keeps configurations, `session` serves requests, `crypto`
//! the parts that stand alone, `phoenix` tokens, CSRF and the flash.

pub mod border;
pub mod crypto;
pub mod phoenix;
pub mod session;
pub mod site;

#[cfg(feature = "allocator")]
mod allocator;
