//! phx.gen.auth's `UserAuth`: what it leaves in a session. What its database does is the app's affair.
//!
//! ```
//! use waxseal::phoenix::user_auth::{self, LIVE_SOCKET_ID, LogIn, REMEMBER_ME, RETURN_TO, USER_TOKEN};
//! use waxseal::session::{Action, Session};
//!
//! let mut session = Session::default();
//! session.put(RETURN_TO, "/settings")?;
//! let token = [7; 32]; // Accounts.generate_user_session_token(user)
//! user_auth::log_in(&mut session, &token, LogIn { live: true, ..LogIn::default() })?;
//! assert_eq!(session.action(), Action::Renew);
//! assert_eq!(session.get::<[u8; 32]>(USER_TOKEN)?, Some(token));
//! assert_eq!(session.get::<String>(LIVE_SOCKET_ID)?.map(String::into_bytes), Some(user_auth::live_socket_id(&token)));
//! assert_eq!(session.get::<String>(RETURN_TO)?, None);
//!
//! user_auth::log_out(&mut session)?;
//! assert_eq!(session.get_raw(USER_TOKEN), None);
//!
//! // Out of the cookie that remembers.
//! user_auth::restore(&mut session, &token, false)?;
//! assert_eq!(session.get(REMEMBER_ME)?, Some(true));
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use crate::crypto::base64url;
use crate::error::Error;
use crate::session::Session;
use crate::term::Term;
use crate::term::encode::{Otp, encode_value};

/// The user's session token, raw bytes.
pub const USER_TOKEN: &[u8] = b"user_token";
/// Whether the user is remembered after the browser's end.
pub const REMEMBER_ME: &[u8] = b"user_remember_me";
/// Where to go after a log-in. Phoenix's `redirect(conn, to: …)` raises for what is no path of its own host: look before you send somebody there.
pub const RETURN_TO: &[u8] = b"user_return_to";
/// What `LiveView`'s sockets of this log-in are told by.
pub const LIVE_SOCKET_ID: &[u8] = b"live_socket_id";

/// How a log-in is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogIn {
    /// With a `live_socket_id`.
    pub live: bool,
    /// The user asked to be remembered.
    pub remember: bool,
    /// Whoever was logged in is the same user, whose session goes on: other tabs are open.
    pub same_user: bool,
}

/// `log_in_user`: renewed and cleared, but for the same user, and with the token.
///
/// # Errors
/// The session was sent before.
pub fn log_in(session: &mut Session, token: &[u8], how: LogIn) -> Result<(), Error> {
    let is_remembered = how.remember || session.get_raw(REMEMBER_ME).is_some_and(|value| value == written(&truth()));
    if how.same_user {
        session.delete(RETURN_TO)?;
    } else {
        log_out(session)?;
    }
    put_token(session, token, how.live)?;
    if is_remembered { session.put_raw(REMEMBER_ME, &written(&truth())) } else { Ok(()) }
}

/// `log_out_user`: renewed and empty.
///
/// # Errors
/// The session was sent before.
pub fn log_out(session: &mut Session) -> Result<(), Error> {
    session.configure(true, false, false)?;
    session.clear()
}

/// A token that remember-me held, into the session.
///
/// # Errors
/// The session was sent before.
pub fn restore(session: &mut Session, token: &[u8], live: bool) -> Result<(), Error> {
    put_token(session, token, live)?;
    session.put_raw(REMEMBER_ME, &written(&truth()))
}

fn put_token(session: &mut Session, token: &[u8], live: bool) -> Result<(), Error> {
    session.put_raw(USER_TOKEN, &written(&Term::Binary(token.to_vec())))?;
    if live { session.put_raw(LIVE_SOCKET_ID, &written(&Term::Binary(live_socket_id(token)))) } else { Ok(()) }
}

/// `users_sessions:`, and the token in base64url with its padding.
#[must_use]
pub fn live_socket_id(token: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    base64url::encode(token, &mut text);
    while text.len() % 4 > 0 {
        text.push(b'=');
    }
    [b"users_sessions:", &text[..]].concat()
}

fn truth() -> Term {
    Term::Atom("true".to_owned())
}

/// A term without a version byte.
fn written(term: &Term) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Bytes and `true` are terms whatever is in them.
    let _ = encode_value(term, Otp::Otp26, &mut bytes);
    bytes
}
