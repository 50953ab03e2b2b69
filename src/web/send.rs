//! Commits a session and puts its headers onto a response, which may carry its cookie already: the table of what wins is in
//! `src/plug/answer.rs`.

use http::HeaderMap;
use http::header::{HeaderValue, SET_COOKIE};

use crate::error::Error;
use crate::plug::{self, Carried, Merge};
use crate::session::shown::Shown;
use crate::session::{Action, Session};
use crate::sessions::handle::{Loaded, Written};
use crate::sessions::outlive::outlive;
use crate::sessions::{SessionHandle, Sessions};
use crate::store::times::Times;
use crate::web::guard::{delete_cookies, is_shared, keep_private, replace_cookie, vary_by_cookie};

/// What a response's headers say of the session's cookie.
#[derive(Default)]
struct Carries {
    /// Which of its Set-Cookie headers are about it.
    ours: Vec<bool>,
    /// What the last of these says.
    answer: Option<Answer>,
}

enum Answer {
    Deletion,
    /// As a Cookie header.
    Value(Vec<u8>),
}

impl Sessions {
    /// Commits, and puts the headers onto a response. What was not committed yet is, once.
    ///
    /// A response that carries this very cookie already (same name, domain and path) is the newer truth: another layer, or the app behind,
    /// wrote the session in this request. If nothing was changed here it stays as it is; else what was changed is put on it key by key,
    /// and one cookie goes out. A log-out on either side wins, a renewal on either side holds. A response with the session's cookie is made
    /// private where shared caches might store it, and varies by Cookie; so does one whose session was looked at.
    ///
    /// ```
    /// # use waxseal::sessions::Sessions;
    /// # use waxseal::store::value::Value;
    /// # let options = Value::object([("key", "_my_app_key".into()), ("secretKeyBase", "x".repeat(64).into()), ("signingSalt", "3kVbPzQ1".into())]);
    /// # async fn example(sessions: Sessions) -> Result<(), waxseal::error::Error> {
    /// let request = http::Request::get("https://app.example/cart").body(()).unwrap();
    /// let session = sessions.fetch(&request).await?;
    /// session.put("cart", &["tea"])?;
    /// let mut response = http::Response::new("one thing is in it");
    /// sessions.send(&session, response.headers_mut()).await?;
    /// assert!(response.headers()["set-cookie"].to_str().is_ok_and(|header| header.contains("; secure; ")));
    /// assert_eq!(response.headers()["vary"], "Cookie");
    /// # Ok(())
    /// # }
    /// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// # assert!(std::pin::pin!(example(Sessions::cookie(&options)?)).poll(&mut context).is_ready());
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`commit`](Sessions::commit). Then the headers are as they were.
    pub async fn send(&self, session: &SessionHandle, headers: &mut HeaderMap) -> Result<(), Error> {
        let mut carries = self.read_answer(session, headers)?;
        if session.is_shown_aside() {
            // What an app behind made of a session that was emptied for this request alone would stand in that session's place.
            delete_cookies(headers, &carries.ours);
            carries = Carries::default();
        }
        let Carries { ours, answer } = carries;
        let is_answered = answer.is_some();
        let set_cookie = if session.is_sent() {
            // An inner layer sent it already: what it set is on this response, or would be lost.
            session.sent_by_answer()?.filter(|_| !is_answered)
        } else if self.site.records.is_some() {
            let (sessions, handle) = (self.clone(), session.clone());
            let settle = async move { sessions.settle(&handle, answer).await };
            Box::pin(outlive(&self.hooks, "the commit", settle)).await?
        } else {
            self.settle(session, answer).await?
        };
        let set_cookie = set_cookie.map(HeaderValue::try_from).transpose();
        let set_cookie = set_cookie.map_err(|_| Error::encode("the Set-Cookie header holds what no header may"))?;
        self.guard(session, headers, &ours, set_cookie);
        Ok(())
    }

    /// `ours`: which of the response's Set-Cookie headers are about the session's cookie.
    pub(crate) fn guard(
        &self,
        session: &SessionHandle,
        headers: &mut HeaderMap,
        ours: &[bool],
        set_cookie: Option<HeaderValue>,
    ) {
        let carries = set_cookie.is_some() || ours.contains(&true);
        if let Some(set_cookie) = set_cookie {
            replace_cookie(headers, ours, set_cookie);
        }
        if carries && keep_private(headers) {
            self.tell("made_private");
        }
        let is_used = session.is_used();
        if !carries && is_used && is_shared(headers) {
            self.tell("shared_page");
        }
        if carries || is_used {
            vary_by_cookie(headers);
        }
    }

    fn read_answer(&self, session: &SessionHandle, headers: &HeaderMap) -> Result<Carries, Error> {
        let set_cookies: Vec<&[u8]> = headers.get_all(SET_COOKIE).iter().map(HeaderValue::as_bytes).collect();
        if set_cookies.is_empty() {
            return Ok(Carries { ours: Vec::new(), answer: None });
        }
        let cookie = &self.site.cookie;
        let conn = Self::conn(session.is_https());
        let answer = plug::answer(cookie, &conn, &set_cookies, session.path())?;
        Ok(Carries {
            answer: answer.value.map(|value| {
                if answer.is_deleted {
                    Answer::Deletion
                } else {
                    Answer::Value([cookie.key().as_bytes(), b"=", value].concat())
                }
            }),
            ours: answer.ours,
        })
    }

    /// Commits the session: by itself, or on what the response carries.
    async fn settle(&self, session: &SessionHandle, answer: Option<Answer>) -> Result<Option<String>, Error> {
        let Some(answer) = answer else {
            return self.commit_here(session).await.inspect(|_| session.answer());
        };
        let (committing, loaded) = session.begin(self)?;
        if session.was_put_after_drop() {
            self.tell("put_after_drop");
        }
        let merged = Box::pin(self.merge(loaded, session.shown(), session.is_https(), answer)).await?;
        let set_cookie = committing.done(merged);
        session.answer();
        Ok(set_cookie)
    }

    async fn merge(
        &self,
        (own, version): Loaded,
        shown: Option<Shown>,
        https: bool,
        answer: Answer,
    ) -> Result<Written, Error> {
        let action = action_on_found(&own);
        let mut base = None;
        let carried = match answer {
            Answer::Deletion => Carried::Deletion,
            Answer::Value(header) if action != Action::None || self.notes_use(&own) => {
                let (session, version) = self.load(&header, https).await?;
                let carried = if session.is_found() { Carried::Session } else { Carried::Foreign };
                base = Some((session, version));
                carried
            }
            Answer::Value(_) => Carried::Foreign,
        };
        match (plug::merge(action, carried), base) {
            // An app behind keeps the times that came with the request: that it was used now is put on its answer.
            (Merge::Stay, Some((mut base, version))) if action == Action::None && base.is_found() => {
                if own.is_touched() {
                    base.touch()?;
                }
                self.write((base, version), https).await
            }
            (Merge::Stay, _) => Ok(Written::default()),
            (Merge::StayDropped, _) => {
                self.tell("dropped_elsewhere");
                Ok(Written::default())
            }
            (Merge::StayForeign, _) | (Merge::Put, None) => {
                self.tell("foreign_cookie");
                Ok(Written::default())
            }
            (Merge::Put, Some((mut base, version))) => {
                put_on(&own, shown.as_ref(), &mut base)?;
                let written = self.write((base, version), https).await?;
                self.check_left(&own).await?;
                Ok(written)
            }
            (Merge::Delete, base) => {
                if let Some((mut base, base_version)) = base.filter(|_| carried == Carried::Session) {
                    base.configure(false, true, false)?;
                    self.write((base, base_version), https).await?;
                }
                // Its own last: should the first fail, the session is as it was, and can be sent again.
                self.write((own, version), https).await?;
                Ok(Written::new(Some(self.deletion_over(https)?), None))
            }
        }
    }

    /// Whether a session that is only read may say that it was used: in a service its record does, and there whoever writes it notes that.
    fn notes_use(&self, session: &Session) -> bool {
        self.site.records.is_none() && (session.is_touched() || Times::of_note(session.note()).is_some())
    }
}

/// What a session's action is on one that there is: what was only said of itself where there was none is said of that one.
fn action_on_found(own: &Session) -> Action {
    if own.action() == Action::None && own.states() { Action::Write } else { own.action() }
}

/// Puts on one session what a request did to another. What that one says of itself stays, unless this request says otherwise; and of an app that
/// was shown what was changed so does each value of its own.
fn put_on(own: &Session, shown: Option<&Shown>, base: &mut Session) -> Result<(), Error> {
    base.track();
    let is_cleared = own.was_cleared() && !shown.is_some_and(Shown::was_cleared);
    if is_cleared {
        base.clear()?;
    }
    let known = shown.filter(|shown| shown.is_known_in(base));
    let is_theirs = |key: &[u8]| known.is_some_and(|known| known.has(key)) && base.get_raw(key).is_some();
    let changed = own.changed().filter(|key| !is_theirs(key)).map(|key| (key, own.get_raw(key)));
    let cleared = shown.filter(|_| known.is_none()).into_iter().flat_map(Shown::cleared).map(|key| (key, None));
    let writes: Vec<_> = cleared.chain(changed).collect();
    base.write_all(&writes)?;
    base.state_as(own)?;
    if own.is_touched() {
        base.touch()?;
    }
    base.configure(own.action() == Action::Renew, false, false)
}
