//! A cookie session's times, its own lifetime and its owner: under one key of the session's, if the store's options or the session ask
//! for it. Other apps that read the cookie, such as a Phoenix app, find a text under one more key, and leave it alone.
//!
//! ```text
//! "_waxseal_life" => "1.CREATED.TOUCHED.MAXAGE.IDLE.OWNER"
//!
//! CREATED, TOUCHED   milliseconds since 1970, in decimal: when the session began, when its cookie was written last
//! MAXAGE, IDLE       what `session/own.rs` keeps: seconds in decimal; nothing if the session has none of its own
//! OWNER              the rest: whose it is, or nothing
//! ```

use std::fmt::Write as _;

use crate::session::map;
use crate::session::own::{LONGEST, Own, Tag};
use crate::store::times::Times;

/// The reserved key.
pub(crate) const KEY: &[u8] = b"_waxseal_life";

const VERSION: &str = "1.";

const BINARY_EXT: u8 = 109;

/// The text in a session's map, if there is one; nothing in it if something else is there.
pub(crate) fn find(map: &[u8]) -> Option<&[u8]> {
    Some(match map::get(map, KEY)? {
        [BINARY_EXT, _, _, _, _, text @ ..] => text,
        _ => &[],
    })
}

/// A session's map without the key.
pub(crate) fn without(map: &[u8]) -> Vec<u8> {
    let mut map = map.to_vec();
    map::delete(&mut map, 0, KEY);
    map
}

/// A session's map with the key.
pub(crate) fn with(map: &[u8], text: &str) -> Vec<u8> {
    let mut term = vec![BINARY_EXT];
    term.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    term.extend_from_slice(text.as_bytes());
    let mut map = map.to_vec();
    map::put(&mut map, 0, KEY, &term);
    map
}

/// What a text says, if it is one of this version.
pub(crate) fn parse(text: &[u8]) -> Option<(Times, Own)> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix(VERSION)?;
    let mut parts = text.splitn(5, '.');
    let mut next = || parts.next();
    let times = Times { created: number(next()?)?, touched: number(next()?)? };
    let mut own = Own::default();
    for tag in [Tag::MaxAge, Tag::IdleTimeout] {
        let seconds = next()?;
        if !seconds.is_empty() {
            let seconds = u32::try_from(number(seconds)?).ok()?;
            own = own.with(tag, Some(&seconds.to_le_bytes()));
        }
    }
    let owner = next().filter(|owner| owner.len() <= LONGEST)?;
    if !owner.is_empty() {
        own = own.with(Tag::Owner, Some(owner.as_bytes()));
    }
    Own::parse(own.as_bytes()).map(|own| (times, own))
}

/// Digits, as many as a u64 can have.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The text.
pub(crate) fn text(times: Times, own: &Own) -> String {
    let mut text = format!("{VERSION}{}.{}", times.created, times.touched);
    for seconds in [own.max_age_s(), own.idle_timeout_s()] {
        text.push('.');
        if let Some(seconds) = seconds {
            let _ = write!(text, "{seconds}");
        }
    }
    text.push('.');
    text.push_str(own.owner().unwrap_or_default());
    text
}
