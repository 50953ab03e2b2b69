//! Forms that other sites may not send: `Plug.CSRFProtection`'s tokens, of a request's session.

use crate::error::Error;
use crate::plug::csrf_protection::{dump_state_from_session, mask, new_state, valid_state_and_csrf_token};
use crate::session::Session;
use crate::sessions::handle::SessionHandle;
use crate::term::Term;

/// Where Plug has the state.
const KEY: &str = "_csrf_token";

/// ```
/// # use waxseal::error::Error;
/// use waxseal::plug::csrf_protection::is_protected;
/// use waxseal::sessions::SessionHandle;
///
/// fn form(session: &SessionHandle) -> Result<String, Error> {
///     let token = session.csrf_token()?;
///     Ok(format!(r#"<form method="post"><input type="hidden" name="_csrf_token" value="{token}"><button>Send</button></form>"#))
/// }
///
/// /// Before a handler does anything. The token is the form's field, or a script's header `x-csrf-token`.
/// fn is_forged(session: &SessionHandle, method: &str, token: Option<&str>) -> bool {
///     is_protected(method.as_bytes()) && !token.is_some_and(|token| session.is_csrf_token(token))
/// }
/// ```
impl SessionHandle {
    /// A token for a form or a script of this session's pages: another text each time, which a Phoenix app takes as well. The session is given its state
    /// where it has none; [`clear`](SessionHandle::clear) takes that along.
    ///
    /// # Errors
    ///
    /// After the commit, where there is no state; no randomness.
    pub fn csrf_token(&self) -> Result<String, Error> {
        let state = match self.look(|_, session| state_of(session)) {
            Some(state) => state,
            None => self.change(made_state)?,
        };
        text(mask(&state)?)
    }

    /// Whether a token is one of this session's. Those for one host alone are in [`csrf_protection`](crate::plug::csrf_protection).
    #[must_use]
    pub fn is_csrf_token(&self, token: &str) -> bool {
        let state = self.look(|_, session| state_of(session));
        state.is_some_and(|state| valid_state_and_csrf_token(&state, token.as_bytes()))
    }
}

/// What is no state is none, as in Plug.
fn state_of(session: &Session) -> Option<Vec<u8>> {
    match session.get(KEY) {
        Ok(Some(Term::Binary(state))) => dump_state_from_session(&state).map(|state| state.to_vec()),
        _ => None,
    }
}

/// Another hand of the request may have made it meanwhile.
fn made_state(session: &mut Session) -> Result<Vec<u8>, Error> {
    if let Some(state) = state_of(session) {
        return Ok(state);
    }
    let state = text(new_state()?)?;
    session.put(KEY, &state)?;
    Ok(state.into_bytes())
}

fn text(base64: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(base64).map_err(|_| Error::encode("a CSRF token is no text"))
}
