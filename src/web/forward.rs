//! A request for an app behind: as it came, but with the session as it is by now. `pkg/plug/forward.js` in Rust.

use http::Request;
use http::header::{COOKIE, HeaderValue};

use crate::error::{Error, Reason};
use crate::plug::{self, Fetch};
use crate::session::{Action, Session, Sid};
use crate::sessions::handle::is_aside;
use crate::sessions::{Incoming, SessionHandle, Sessions};

/// What the app is to see of the session's cookie.
enum Seen {
    AsItCame,
    Nothing,
    Value(Vec<u8>),
}

impl Sessions {
    /// Puts the session as it is now into the Cookie header of a request for an app behind, such as the Phoenix app whose cookie it is. Other
    /// cookies stay as they came, and nothing is committed: what the app answers with goes through [`send`](Sessions::send) or the layer, and there is
    /// the base. Where the app has a value of its own for what was changed before, it knew of that, and its own stays: so one can `clear()` a
    /// session and pass the log-in on.
    ///
    /// Where the cookie is only an id, the app sees the record as it was read. Of a session that is dropped, of one that is emptied for this
    /// request alone (`clear()` and `ignore()`), and of a cookie whose session is over here the app sees nothing: it may know of no such end.
    ///
    /// ```
    /// # use waxseal::sessions::Sessions;
    /// # use waxseal::store::value::Value;
    /// # let options = Value::object([("key", "_my_app_key".into()), ("secretKeyBase", "x".repeat(64).into()), ("signingSalt", "3kVbPzQ1".into())]);
    /// # async fn example(sessions: Sessions) -> Result<(), waxseal::error::Error> {
    /// let mut request = http::Request::get("/cart").header("cookie", "theme=dark").body(()).unwrap();
    /// let session = sessions.fetch(&request).await?;
    /// session.put("visits", &1)?;
    /// sessions.forward(&session, &mut request)?;
    /// let behind = sessions.fetch(&request).await?;
    /// assert_eq!(behind.get("visits")?, Some(1));
    /// # Ok(())
    /// # }
    /// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// # assert!(matches!(std::pin::pin!(example(Sessions::cookie(&options)?)).poll(&mut context), std::task::Poll::Ready(Ok(()))));
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It was fetched by other sessions; no randomness. Then the request is as it was.
    pub fn forward<B>(&self, session: &SessionHandle, request: &mut Request<B>) -> Result<(), Error> {
        let value = match self.seen(&session.current(self)?, session.is_https())? {
            Seen::AsItCame => return Ok(()),
            Seen::Nothing => None,
            Seen::Value(value) => Some(value),
        };
        let came = Incoming::from(&*request).cookie;
        let cookies = cookies_with(&came, self.site.cookie.key().as_bytes(), value.as_deref());
        let before = plug::fetch(&self.site.cookie, &*self.site.store, &Self::conn(session.is_https()), &came)?;
        let header = HeaderValue::from_bytes(&cookies);
        let header = header.map_err(|_| Error::encode("the Cookie header holds what no header may"))?;
        request.headers_mut().remove(COOKIE);
        if !header.is_empty() {
            request.headers_mut().insert(COOKIE, header);
        }
        session.show(if let Fetch::Ready(before) = before { before } else { Session::default() });
        Ok(())
    }

    fn seen(&self, session: &Session, https: bool) -> Result<Seen, Error> {
        let (action, is_changed) = (session.action(), session.action() != Action::None);
        let is_over = matches!(session.reason(), Some(Reason::Expired | Reason::Revoked));
        // An id says nothing of what was put in the place of a session that is over: the app would see that one.
        let is_nothing = action == Action::Drop
            || is_over && !(is_changed && self.is_in_cookie())
            || is_aside(session) && !self.is_in_cookie();
        if is_nothing {
            return Ok(Seen::Nothing);
        }
        if !is_changed || !self.is_in_cookie() {
            return Ok(Seen::AsItCame);
        }
        let sid = if session.begins() { Sid::Nil } else { Sid::Term };
        Ok(Seen::Value(self.site.store.put(&Self::conn(https), &sid, session)?.cookie))
    }
}

/// A Cookie header with another value of one cookie, or without it.
fn cookies_with(header: &[u8], key: &[u8], value: Option<&[u8]>) -> Vec<u8> {
    // In front: of two cookies of one name the first counts, in Plug as here.
    let own = value.map(|value| [key, b"=", value].concat());
    let is_own = |pair: &[u8]| pair.split(|byte| *byte == b'=').next().is_some_and(|name| name.trim_ascii() == key);
    let others = header.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
    let others = others.filter(|pair| !pair.is_empty() && !is_own(pair)).map(<[u8]>::to_vec);
    own.into_iter().chain(others).collect::<Vec<_>>().join(&b"; "[..])
}
