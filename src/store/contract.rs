//! `Plug.Session.Store`, the contract, and nothing else.
//!
//! A store is given a cookie's value and answers with a sid and a session; it is given a session and answers with a cookie's
//! value. The core never waits, so a store that keeps its sessions elsewhere answers with a plan: the key that it
//! [needs](Lookup::Need), and the [steps](Step) by which a session is put or deleted. Who calls performs them.

use crate::crypto::secret_key_base::SecretKeyBase;
use crate::env;
use crate::error::{Error, Reason};
use crate::session::{Session, Sid};
use crate::store::entry::Entry;

/// What a store takes from the connection, and the time.
///
/// ```
/// # use waxseal::store::Conn;
/// let conn = Conn { secret_key_base: None, https: true, now_ms: 0 };
/// assert!(conn.at_ms() > 1_700_000_000_000);
/// assert_eq!(Conn { now_ms: 1_795_393_670_000, ..conn }.at_ms(), 1_795_393_670_000);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Conn<'a> {
    /// `conn.secret_key_base`.
    pub secret_key_base: Option<&'a SecretKeyBase>,
    /// `conn.scheme` is `:https`.
    pub https: bool,
    /// Milliseconds since 1970; 0 has the machine's clock asked, and only where a time is needed: most cookies' sessions have none.
    pub now_ms: u64,
}

impl Conn<'_> {
    /// Milliseconds since 1970, by the clock if [`Conn::now_ms`] doesn't say.
    #[must_use]
    pub fn at_ms(&self) -> u64 {
        if self.now_ms == 0 { env::now_ms() } else { self.now_ms }
    }
}

/// A store's first answer to a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// All is in the cookie: the session with its sid, or [none](Session::nothing).
    Ready(Session),
    /// The record under this key of the service is needed: [`Store::resume`] goes on with it.
    Need(String),
}

/// One thing for the caller to do, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Write the record.
    Write {
        /// The key in the service.
        key: String,
        /// The record.
        value: Vec<u8>,
        /// Seconds after which the service may forget it.
        ttl_s: u32,
        /// Only if there is none yet; else only if it has not changed since it was read.
        create: bool,
    },
    /// End the record, whatever it holds by now: no late write brings it back.
    Delete {
        /// The key in the service.
        key: String,
        /// What is to stand there for a while, longer than any request that began before.
        mark: Vec<u8>,
    },
    /// End the record if it has not changed since it was read.
    Retire {
        /// The key in the service.
        key: String,
        /// What is to stand there for a while; no other record holds the same.
        mark: Vec<u8>,
    },
    /// Put the session into its owner's index, so that whoever revokes the owner's sessions finds it.
    Enter {
        /// Whose it is.
        owner: String,
        /// What the index is to hold.
        entry: Entry,
        /// The hash of the sid in whose place it stands, or its own where it is brought up to date.
        from: Option<[u8; 32]>,
    },
    /// Note in its owner's index that the session is in use, if it is there.
    Seen {
        /// Whose it is.
        owner: String,
        /// What the index is to hold.
        entry: Entry,
    },
    /// Take the session out of its owner's index.
    Leave {
        /// Whose it was.
        owner: String,
        /// What the index holds of it, or did. What has a later use stays.
        entry: Entry,
    },
}

/// What `put` answers: the cookie's new value, and what is to be done before it may be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Put {
    /// The cookie's value.
    pub cookie: Vec<u8>,
    /// Whether the browser is to be sent it. One that it has already is sent again only before the browser forgets it.
    pub is_sent: bool,
    /// What is to be done first.
    pub steps: Vec<Step>,
}

/// Without the cookie.
impl std::fmt::Debug for Put {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Put")
            .field("cookie", &self.cookie.len())
            .field("is_sent", &self.is_sent)
            .field("steps", &self.steps)
            .finish()
    }
}

/// For how long a browser is to keep a session's cookie.
///
/// ```
/// # use waxseal::session::Session;
/// # use waxseal::store::{Conn, Lasts, Store, kv::KvStore, options::Options, value::Value};
/// # let options = Value::object([("key", "sid".into())]);
/// # let store = KvStore::init(&Options::new(&options)?)?;
/// # let conn = Conn { secret_key_base: None, https: true, now_ms: 0 };
/// let mut session = Session::default();
/// assert_eq!(store.lasts(&conn, &session), Lasts::AsConfigured);
/// session.set_max_age(Some(3600))?;
/// assert_eq!(store.lasts(&conn, &session), Lasts::Seconds(3600));
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// As the cookie's options say.
    AsConfigured,
    /// Until it closes.
    UntilClosed,
    /// So many seconds.
    Seconds(u32),
}

/// `Plug.Session.Store`. `init/1` is each store's own constructor. One store serves all requests, on whatever thread they run.
///
/// ```
/// use waxseal::error::{Error, Reason};
/// use waxseal::session::{Session, Sid, map};
/// use waxseal::store::{Conn, Lookup, Put, Step, Store};
///
/// /// Sessions in the cookie as they are, for a test.
/// struct Plain;
///
/// impl Store for Plain {
///     fn get(&self, _: &Conn<'_>, cookie: &[u8]) -> Result<Lookup, Error> {
///         let hex = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
///         let bytes: Option<Vec<u8>> = cookie.chunks(2).map(hex).collect();
///         let checked = bytes.as_deref().and_then(|bytes| waxseal::term::decode::check(bytes).ok());
///         Ok(Lookup::Ready(match checked.filter(|term| map::is_map(term)) {
///             Some(term) => Session::new(&Sid::Term, &term, b"", None),
///             None => Session::nothing(&Sid::Nil, Reason::Undecodable),
///         }))
///     }
///
///     fn put(&self, _: &Conn<'_>, _: &Sid, session: &Session) -> Result<Put, Error> {
///         let cookie = session.map().iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect();
///         Ok(Put { cookie, is_sent: true, steps: Vec::new() })
///     }
///
///     fn delete(&self, _: &Conn<'_>, _: &Sid) -> Result<Vec<Step>, Error> {
///         Ok(Vec::new()) // the cookie goes anyway
///     }
/// }
///
/// let conn = Conn { secret_key_base: None, https: true, now_ms: 0 };
/// let mut session = Session::default();
/// session.put("user", &7)?;
/// let put = Plain.put(&conn, &Sid::Nil, &session)?;
/// let Lookup::Ready(found) = Plain.get(&conn, &put.cookie)? else { unreachable!("all is in the cookie") };
/// assert_eq!(found.get("user")?, Some(7));
/// # Ok::<(), Error>(())
/// ```
pub trait Store: Send + Sync {
    /// `get/3`: a cookie's value to a sid and a session. The sid may be nil if the cookie identifies nothing; the session is
    /// then empty.
    ///
    /// # Errors
    ///
    /// Wrong configuration; never a wrong cookie.
    fn get(&self, conn: &Conn<'_>, cookie: &[u8]) -> Result<Lookup, Error>;

    /// The rest of `get/3` after [`Lookup::Need`]: `record` is what the service has under the key, if anything. A store that
    /// needs none is never asked.
    ///
    /// # Errors
    ///
    /// Wrong configuration; never a wrong record.
    fn resume(&self, _conn: &Conn<'_>, _cookie: &[u8], _record: Option<&[u8]>) -> Result<Session, Error> {
        Ok(Session::nothing(&Sid::Nil, Reason::UnknownSid))
    }

    /// `put/4`: stores the session under its sid and gives the cookie. With [`Sid::Nil`] a new sid is made.
    ///
    /// # Errors
    ///
    /// Wrong configuration, no randomness, what the serializer can't write.
    fn put(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error>;

    /// `delete/3`: what is to be done so that the sid is no more.
    ///
    /// # Errors
    ///
    /// Wrong configuration.
    fn delete(&self, conn: &Conn<'_>, sid: &Sid) -> Result<Vec<Step>, Error>;

    /// What is to be done in its owner's index once the session that was read is gone, or goes on under another sid.
    fn leave(&self, _conn: &Conn<'_>, _session: &Session) -> Option<Step> {
        None
    }

    /// What is to be done for a session that was only read, such as to note that it is in use.
    ///
    /// # Errors
    ///
    /// Wrong configuration, no randomness.
    fn touch(&self, _conn: &Conn<'_>, _sid: &Sid, _session: &Session) -> Result<Option<Put>, Error> {
        Ok(None)
    }

    /// For how long the browser is to keep the cookie of a session that is put now.
    fn lasts(&self, _conn: &Conn<'_>, _session: &Session) -> Lasts {
        Lasts::AsConfigured
    }

    /// When a session began and when it is over, in milliseconds since 1970, as it is, or would be after a commit now; nothing where
    /// the store does not say.
    fn span_ms(&self, _conn: &Conn<'_>, _session: &Session) -> Option<(u64, Option<u64>)> {
        None
    }

    /// A step found that the record had changed since it was read: takes what others wrote meanwhile into the session, key by
    /// key, so that it can be put again.
    ///
    /// # Errors
    ///
    /// [`Error::session_interrupted`] if the record is no more.
    fn rebase(&self, _conn: &Conn<'_>, _session: &mut Session, _record: Option<&[u8]>) -> Result<(), Error> {
        Ok(())
    }

    /// Whether the connection has what the store needs of it, asked where there is no cookie to be read: what is missing is told at the
    /// first request, and not at the first visitor who comes back.
    ///
    /// # Errors
    ///
    /// Wrong configuration.
    fn check(&self, _conn: &Conn<'_>) -> Result<(), Error> {
        Ok(())
    }

    /// Whether the store wants to know which keys changed ([`Session::changed`]).
    fn tracks_changes(&self) -> bool {
        false
    }
}
