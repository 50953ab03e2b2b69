//! From a request to its session: ask the core, await the service, answer the core.

use crate::cookies;
use crate::env;
use crate::error::{Error, Reason};
use crate::plug::{self, Fetch};
use crate::session::Session;
use crate::sessions::handle::{Loaded, SessionHandle};
use crate::sessions::incoming::Incoming;
use crate::sessions::service::Record;
use crate::sessions::site::Sessions;
use crate::store::times::Times;
use crate::store::{Conn, Lookup};

/// More cookies of one name are no accident of paths and domains.
const MOST_TWINS: usize = 3;

impl Sessions {
    /// The session of a request. A cookie that is wrong in any way is no session, never an error: [`SessionHandle::reason`] says why.
    ///
    /// ```
    /// # use waxseal::sessions::{Incoming, Sessions};
    /// # use waxseal::store::value::Value;
    /// # let options = Value::object([("key", "_my_app_key".into()), ("secretKeyBase", "x".repeat(64).into()), ("signingSalt", "3kVbPzQ1".into())]);
    /// # async fn example(sessions: Sessions) -> Result<(), waxseal::error::Error> {
    /// let session = sessions.fetch(Incoming { cookie: b"theme=dark"[..].into(), https: true, path: b"/cart"[..].into() }).await?;
    /// assert_eq!(session.reason().map(|reason| reason.as_str()), Some("no_cookie"));
    /// # Ok(())
    /// # }
    /// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// # assert!(std::pin::pin!(example(Sessions::cookie(&options)?)).poll(&mut context).is_ready());
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The service failed; wrong configuration.
    pub fn fetch<'a>(
        &'a self,
        request: impl Into<Incoming<'a>>,
    ) -> impl Future<Output = Result<SessionHandle, Error>> + Send {
        let Incoming { cookie, https, path } = request.into();
        async move {
            if cookies::find_each(&cookie, self.site.cookie.key().as_bytes()).nth(1).is_some() {
                self.tell("duplicate_cookie");
            }
            let (mut session, version) = self.load(&cookie, https).await?;
            match session.reason() {
                Some(reason) => self.tell(reason.as_str()),
                None if session.is_rotated() => self.tell("rotated"),
                None => {}
            }
            // A response may carry this cookie already: what changed is put on it key by key.
            session.track();
            Ok(SessionHandle::new(self.clone(), session, version, https, path.into_owned()))
        }
    }

    pub(crate) fn conn(https: bool) -> Conn<'static> {
        Conn { secret_key_base: None, https, now_ms: env::now_ms() }
    }

    /// What the store has for a Cookie header, unless it was revoked.
    pub(crate) async fn load(&self, header: &[u8], https: bool) -> Result<Loaded, Error> {
        let (session, version) = self.stored(header, https).await?;
        let Some((epochs, owner)) = self.site.epochs.as_ref().zip(session.kept_owner()) else {
            return Ok((session, version));
        };
        let revoked_ms = Box::pin(epochs.of(owner, || self.tell("revocation_unknown"))).await?;
        if Times::of_note(session.note()).is_some_and(|times| times.created > revoked_ms) {
            return Ok((session, version));
        }
        // Its cookie is there to be deleted.
        Ok((Session::nothing(&session.sid(), Reason::Revoked), None))
    }

    async fn stored(&self, header: &[u8], https: bool) -> Result<Loaded, Error> {
        let site = &*self.site;
        let key = match plug::fetch(&site.cookie, &*site.store, &Self::conn(https), header)? {
            Fetch::Ready(session) => return Ok((session, None)),
            Fetch::Need(key) => key,
        };
        let found = Box::pin(self.record(&key)).await?;
        let record = found.as_ref().map(|found| &*found.value);
        let session = plug::resume(&site.cookie, &*site.store, &Self::conn(https), header, record)?;
        if matches!(session.reason(), Some(Reason::Expired | Reason::UnknownSid))
            && Box::pin(self.is_shadowed(header, https)).await
        {
            return Ok((Session::nothing(&session.sid(), Reason::ShadowedCookie), None));
        }
        Ok((session, found.map(|found| found.version)))
    }

    pub(crate) async fn record(&self, key: &str) -> Result<Option<Record>, Error> {
        let records = self.site.records.as_ref();
        let records =
            records.ok_or_else(|| Error::config("store: it needs records, and there is no service to read them"))?;
        records.service.get(key).await
    }

    /// Whether a later cookie of the name is a session. That it can't be told is no reason to fail.
    async fn is_shadowed(&self, header: &[u8], https: bool) -> bool {
        let (store, name) = (&self.site.store, self.site.cookie.key().as_bytes());
        let twins: Vec<&[u8]> = cookies::find_each(header, name).skip(1).take(MOST_TWINS).collect();
        for twin in twins {
            let session = match store.get(&Self::conn(https), twin) {
                Ok(Lookup::Ready(session)) => Ok(session),
                Ok(Lookup::Need(key)) => match self.record(&key).await {
                    Ok(found) => store.resume(&Self::conn(https), twin, found.as_ref().map(|found| &*found.value)),
                    Err(error) => Err(error),
                },
                Err(error) => Err(error),
            };
            if session.is_ok_and(|session| session.reason().is_none()) {
                return true;
            }
        }
        false
    }
}
