//! The flash: messages that outlive a redirect, and the page that shows them not (`Phoenix.Controller.fetch_flash/2`).
//!
//! ```
//! use waxseal::phoenix::flash::{self, Effect};
//! use waxseal::session::Session;
//! use waxseal::term;
//!
//! // put_flash(conn, :info, "Saved.") |> redirect(to: "/")
//! let mut session = Session::default();
//! let messages = term::to_vec(&[("info", "Saved.")].into_iter().collect::<std::collections::BTreeMap<_, _>>())?;
//! let effect = flash::at_send(true, false, 302);
//! assert_eq!(effect, Effect::Keep);
//! flash::apply(&mut session, effect, &messages[1..], false)?;
//! assert!(session.get_raw(flash::KEY).is_some());
//!
//! // The page that shows it.
//! flash::apply(&mut session, flash::at_send(false, true, 200), &[], false)?;
//! assert!(session.get_raw(flash::KEY).is_none());
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use crate::error::Error;
use crate::session::Session;

/// Where it stands in the session.
pub const KEY: &[u8] = b"phoenix_flash";

/// What becomes of it when the response is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The session stays as it is.
    Nothing,
    /// The messages are put into the session.
    Keep,
    /// They go, and the session is written.
    Delete,
}

/// The table of Phoenix's `before_send`. `was_nil`: the session had none when the flash was fetched; `is_empty`: there is none now.
#[must_use]
pub const fn at_send(was_nil: bool, is_empty: bool, status: u16) -> Effect {
    if was_nil && is_empty {
        Effect::Nothing
    } else if !is_empty && status >= 300 && status <= 308 {
        // A 304 is among them, as in Phoenix.
        Effect::Keep
    } else {
        Effect::Delete
    }
}

/// Does it, for the app whose flash it is: a layer in front that only looked at it leaves it to the app. `flash` is a map without a version byte. A visitor who has no session, and was shown all there was, is given none: here
/// Phoenix writes an empty one.
///
/// # Errors
/// The session was sent before.
pub fn apply(session: &mut Session, effect: Effect, flash: &[u8], is_stranger: bool) -> Result<(), Error> {
    match effect {
        Effect::Nothing => Ok(()),
        Effect::Keep => session.put_raw(KEY, flash),
        Effect::Delete if is_stranger => Ok(()),
        Effect::Delete => session.delete(KEY),
    }
}
