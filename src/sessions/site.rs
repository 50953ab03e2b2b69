//! Sessions of one configuration: their cookie, what keeps them, and who is told of what was noticed.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;
use crate::kv::Kv;
use crate::plug::SessionCookie;
use crate::sessions::owners::epochs::Epochs;
use crate::sessions::service::Service;
use crate::store::Store;
use crate::store::cookie::CookieStore;
use crate::store::kv::{KvStore, Owners};
use crate::store::options::Options;
use crate::store::serializer::Serializer;
use crate::store::value::Value;

/// Sessions of one configuration, for every request and task: a clone is the same sessions.
///
/// ```
/// # use waxseal::kv::Memory;
/// # use waxseal::plug::SessionCookie;
/// # use waxseal::sessions::{Event, Sessions};
/// # use waxseal::store::{cookie::CookieStore, options::Options, serializer::Serializer};
/// # use waxseal::store::value::Value;
/// # let options = Value::object([("key", "_my_app_key".into()), ("secretKeyBase", "x".repeat(64).into()), ("signingSalt", "3kVbPzQ1".into())]);
/// # async fn sleep(_: std::time::Duration) {}
/// # fn spawn(_: std::pin::Pin<Box<dyn Future<Output = ()> + Send>>) {}
/// // In the cookie.
/// let sessions = Sessions::cookie(&options)?.log(|Event { reason, key, store, .. }| eprintln!("{key} ({store}): {reason}"));
///
/// // In a service: here this process's memory. With tokio, sleep is tokio::time::sleep, and spawn tokio::spawn.
/// let options_of_kv = Value::object([("key", "sid".into()), ("timeout", 2000.into())]);
/// let sessions = Sessions::kv(&options_of_kv, Memory::new(), sleep)?.spawn(spawn);
///
/// // In a store of one's own.
/// let options = Options::new(&options)?;
/// let store = CookieStore::init(&options, Serializer::Json)?;
/// let sessions = Sessions::custom(SessionCookie::init(&options)?, store);
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Clone)]
pub struct Sessions {
    pub(crate) site: Arc<Site>,
    pub(crate) hooks: Hooks,
}

/// What clones share.
pub(crate) struct Site {
    pub(crate) cookie: SessionCookie,
    pub(crate) store: Box<dyn Store>,
    /// Of a store that keeps records.
    pub(crate) records: Option<Records>,
    /// Of sessions in cookies that can be revoked.
    pub(crate) epochs: Option<Epochs>,
    name: &'static str,
}

/// Where records are, and whose sessions there are.
pub(crate) struct Records {
    pub(crate) service: Service,
    pub(crate) owners: Owners,
}

type Log = dyn Fn(Event<'_>) + Send + Sync;
/// A task of its own.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()> + Send>>;
type Spawn = dyn Fn(Task) + Send + Sync;

#[derive(Clone, Default)]
pub(crate) struct Hooks {
    log: Option<Arc<Log>>,
    pub(crate) spawn: Option<Arc<Spawn>>,
}

/// Why there is no session, or what was noticed of one. Never a cookie, a sid, a key or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<'a> {
    /// A [`Reason`](crate::error::Reason)'s name; or `duplicate_cookie`, `rotated`, `put_after_drop`, `late_write`, `touch_failed`, `index_failed`,
    /// `revocation_unknown`, `dropped_elsewhere`, `foreign_cookie`, `made_private`, `shared_page`, as the npm package's `log` has them.
    pub reason: &'a str,
    /// The cookie's name.
    pub key: &'a str,
    /// The store's name: `cookie`, `kv` or `custom`.
    pub store: &'a str,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Site { cookie, name, .. } = &*self.site;
        f.debug_struct("Sessions").field("key", &cookie.key()).field("store", name).finish_non_exhaustive()
    }
}

impl Sessions {
    /// Sessions in the cookie itself: the options of [`CookieStore`] and [`SessionCookie`]. Nothing is ever waited for.
    ///
    /// # Errors
    ///
    /// What is missing or wrong, by its name.
    pub fn cookie(options: &Value) -> Result<Self, Error> {
        let (cookie, store) = cookie_store(&Options::new(options)?)?;
        Ok(Self::of("cookie", cookie, store, None, None))
    }

    /// Sessions in the cookie itself, of which an owner's can be [revoked](Sessions::revoke) all at once: with one small record an owner in a
    /// service that all machines share. Of a session that has an [owner](crate::sessions::SessionHandle::set_owner) it is looked up at the fetch; others are
    /// looked up nowhere.
    ///
    /// `options` are those of [`Sessions::cookie`]; `revocation` has `every`, the seconds for which what was read is taken for true, 60 if
    /// not given: for so long other machines let in who was revoked; `onError`, which is `throw`, or `allow` to let in who can't be looked
    /// up; `ownerSecret`, `prefix` and `timeout` as [`Sessions::kv`] has them.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use waxseal::kv::Memory;
    /// # use waxseal::sessions::{Revoke, Sessions};
    /// # use waxseal::store::value::Value;
    /// # async fn revoke(options: Value, sleep: fn(Duration) -> std::future::Ready<()>) -> Result<(), waxseal::error::Error> {
    /// let revocation = Value::object([("every", 60.into())]);
    /// let sessions = Sessions::revocable(&options, &revocation, Memory::new(), sleep)?;
    /// sessions.revoke("user:42", Revoke::all()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// What is missing or wrong, by its name.
    pub fn revocable<Timer>(
        options: &Value,
        revocation: &Value,
        kv: impl Kv,
        sleep: impl Fn(Duration) -> Timer + Send + Sync + 'static,
    ) -> Result<Self, Error>
    where
        Timer: Future<Output = ()> + Send + 'static,
    {
        let (cookie, store) = cookie_store(&Options::new(options)?)?;
        let revocation = Options::inside(revocation, "revocation.")?;
        let epochs = Epochs::new(&revocation, cookie.key(), kv, Box::new(move |time| Box::pin(sleep(time))))?;
        Ok(Self::of("cookie", cookie, store, None, Some(epochs)))
    }

    /// Sessions in a key-value service: the options of [`KvStore`] and [`SessionCookie`], and `timeout`, the longest that an answer of the
    /// service is waited for, in milliseconds, 10,000 if not given. `sleep` is the runtime's timer, such as `tokio::time::sleep`.
    ///
    /// # Errors
    ///
    /// What is missing or wrong, by its name.
    pub fn kv<Timer>(
        options: &Value,
        kv: impl Kv,
        sleep: impl Fn(Duration) -> Timer + Send + Sync + 'static,
    ) -> Result<Self, Error>
    where
        Timer: Future<Output = ()> + Send + 'static,
    {
        let options = Options::new(options)?;
        named(&options, &["kv", "memory", "ets"])?;
        check_otp(&options)?;
        let service = Service::new(&options, kv, Box::new(move |time| Box::pin(sleep(time))))?;
        let store = KvStore::init(&options)?.eventual(service.is_late());
        let records = Records { service, owners: store.owners().clone() };
        Ok(Self::of("kv", SessionCookie::init(&options)?, Box::new(store), Some(records), None))
    }

    /// Sessions in a store of one's own, which needs no record of a service: [`Store::get`] is always ready.
    #[must_use]
    pub fn custom(cookie: SessionCookie, store: impl Store + 'static) -> Self {
        Self::of("custom", cookie, Box::new(store), None, None)
    }

    fn of(
        name: &'static str,
        cookie: SessionCookie,
        store: Box<dyn Store>,
        records: Option<Records>,
        epochs: Option<Epochs>,
    ) -> Self {
        Self { site: Arc::new(Site { cookie, store, records, epochs, name }), hooks: Hooks::default() }
    }

    /// Told of each request without a session why that is so, and of what was noticed.
    #[must_use]
    pub fn log(mut self, log: impl Fn(Event<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.log = Some(Arc::new(log));
        self
    }

    /// How the runtime runs a task of its own, such as `tokio::spawn`. With it, a commit to a service that began goes on when its client goes
    /// away, and so does a [revoke](Sessions::revoke): else servers stop it where it stands, and a log-out may not reach the service.
    #[must_use]
    pub fn spawn<Handle>(
        mut self,
        spawn: impl Fn(Pin<Box<dyn Future<Output = ()> + Send>>) -> Handle + Send + Sync + 'static,
    ) -> Self {
        self.hooks.spawn = Some(Arc::new(move |task| drop(spawn(task))));
        self
    }

    pub(crate) fn tell(&self, reason: &str) {
        if let Some(log) = &self.hooks.log {
            log(Event { reason, key: self.site.cookie.key(), store: self.site.name });
        }
    }

    /// Whether all of a session is in its cookie.
    #[cfg(feature = "http")]
    pub(crate) fn is_in_cookie(&self) -> bool {
        self.site.name == "cookie"
    }

    /// Whether these are the same sessions.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.site, &other.site)
    }
}

/// The cookie store, by its options.
fn cookie_store(options: &Options<'_>) -> Result<(SessionCookie, Box<dyn Store>), Error> {
    named(options, &["cookie"])?;
    if options.has("revocation") {
        return Err(options.wrong("revocation", "a value of its own, beside these options: Sessions::revocable"));
    }
    check_otp(options)?;
    let store = CookieStore::init(options, Serializer::of(options)?)?;
    // Nobody gives a secret later: each request would fail for it.
    store.check(&Sessions::conn(false)).map_err(|_| {
        options.wrong(
            "secretKeyBase",
            "at least 64 bytes; is SECRET_KEY_BASE set? `openssl rand -base64 48` makes a new one",
        )
    })?;
    Ok((SessionCookie::init(options)?, Box::new(store)))
}

/// The npm package's option: it says how that one writes its terms.
fn check_otp(options: &Options<'_>) -> Result<(), Error> {
    options.integer("otp", 25, 26, "25 or 26").map(drop)
}

/// Options that name a store name this one.
fn named(options: &Options<'_>, names: &[&str]) -> Result<(), Error> {
    let takes = names.join(", ");
    match options.text("store", &takes)? {
        Some(name) if !names.contains(&name) => Err(options
            .wrong("store", &format!("{takes} here; for other stores there are Sessions::cookie, kv and custom"))),
        _ => Ok(()),
    }
}
