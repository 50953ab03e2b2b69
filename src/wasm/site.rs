//! Configurations at the border: a map of options becomes a [`Site`].

use std::collections::VecDeque;

use crate::crypto::secret_key_base::SecretKeyBase;
use crate::env;
use crate::error::Error;
use crate::plug::SessionCookie;
use crate::session::Session;
use crate::store::cookie::CookieStore;
use crate::store::kv::{KvStore, Owners};
use crate::store::life::Living;
use crate::store::options::Options;
use crate::store::serializer::Serializer;
use crate::store::value::Value;
use crate::store::{Conn, Lasts, Store};
use sha2::{Digest, Sha256};

/// How many sites are kept. JavaScript knows, and makes one again that was forgotten.
const SITES: usize = 1024;

/// One `createSessions`, or one `CookieStore.init`.
pub(crate) struct Site {
    pub(crate) cookie: SessionCookie,
    pub(crate) kind: Kind,
    /// A hash of what the options were.
    made_of: [u8; 32],
    pub(crate) conn_secret: Option<SecretKeyBase>,
}

/// What keeps the sessions.
pub(crate) enum Kind {
    Cookie(CookieStore),
    Kv(KvStore),
    /// The cookie store with a serializer of the user's, who is on the other side: payloads cross.
    Serialized(CookieStore),
    /// A store of the user's, on the other side.
    Users(Living),
}

impl Site {
    /// The connection as the border knows it.
    pub(crate) fn conn(&self, https: bool) -> Conn<'_> {
        // A record has times in any case, and they are of one moment.
        let now_ms = if let Kind::Kv(_) = self.kind { env::now_ms() } else { 0 };
        Conn { secret_key_base: self.conn_secret.as_ref(), https, now_ms }
    }

    /// The connection for a session: what has times is judged and written at one moment.
    pub(crate) fn conn_for(&self, https: bool, session: &Session) -> Conn<'_> {
        let conn = self.conn(https);
        if session.is_plain() { conn } else { Conn { now_ms: conn.at_ms(), ..conn } }
    }

    /// The cookie store, if it is that.
    pub(crate) fn cookie_store(&self) -> Result<&CookieStore, Error> {
        match &self.kind {
            Kind::Cookie(store) | Kind::Serialized(store) => Ok(store),
            Kind::Kv(_) | Kind::Users(_) => Err(Error::config("store: this is not the cookie store")),
        }
    }

    /// Where the indexes of its owners are.
    pub(crate) fn owners(&self) -> Result<&Owners, Error> {
        match &self.kind {
            Kind::Kv(store) => Ok(store.owners()),
            Kind::Cookie(_) | Kind::Serialized(_) | Kind::Users(_) => {
                Err(Error::config("owner: this store has no index"))
            }
        }
    }

    pub(crate) fn store(&self) -> Result<&dyn Store, Error> {
        match &self.kind {
            Kind::Kv(store) => Ok(store),
            Kind::Cookie(store) | Kind::Serialized(store) => Ok(store),
            Kind::Users(_) => Err(Error::config("store: this one is called from JavaScript")),
        }
    }

    /// The times of sessions that have no record.
    pub(crate) fn living(&self) -> Result<&Living, Error> {
        match &self.kind {
            Kind::Users(living) => Ok(living),
            Kind::Cookie(_) | Kind::Serialized(_) | Kind::Kv(_) => self.cookie_store().map(|store| &store.living),
        }
    }

    /// For how long the browser is to keep a session's cookie.
    pub(crate) fn lasts(&self, conn: &Conn<'_>, session: &Session) -> Lasts {
        match (&self.kind, self.store()) {
            (Kind::Users(living), _) => living.lasts(conn, session),
            (_, Ok(store)) => store.lasts(conn, session),
            _ => Lasts::AsConfigured,
        }
    }

    /// When a session began and when it is over.
    pub(crate) fn span_ms(&self, conn: &Conn<'_>, session: &Session) -> Option<(u64, Option<u64>)> {
        match &self.kind {
            Kind::Kv(store) => store.span_ms(conn, session),
            Kind::Cookie(_) | Kind::Serialized(_) | Kind::Users(_) => self.living().ok()?.span_ms(conn, session),
        }
    }
}

/// The newest ones; the first has the handle `forgotten`.
#[derive(Default)]
pub(crate) struct Sites {
    sites: VecDeque<Site>,
    forgotten: usize,
}

impl Sites {
    pub(crate) fn find(&self, handle: usize) -> Result<&Site, Error> {
        handle.checked_sub(self.forgotten).and_then(|at| self.sites.get(at)).ok_or_else(unknown)
    }

    pub(crate) fn find_mut(&mut self, handle: usize) -> Result<&mut Site, Error> {
        handle.checked_sub(self.forgotten).and_then(|at| self.sites.get_mut(at)).ok_or_else(unknown)
    }

    /// The handle of a site of these options: equal ones have one, as on Workers sessions are often created at each request.
    pub(crate) fn find_or_make(&mut self, options: &[u8], kind: u8) -> Result<usize, Error> {
        let made_of = Sha256::new_with_prefix([kind]).chain_update(options).finalize().into();
        if let Some(at) = self.sites.iter().position(|site| site.made_of == made_of) {
            return Ok(self.forgotten + at);
        }
        let site = make(&Options::new(&Value::of_term(options)?)?, kind, made_of)?;
        if self.sites.len() == SITES {
            self.sites.pop_front();
            self.forgotten += 1;
        }
        self.sites.push_back(site);
        Ok(self.forgotten + self.sites.len() - 1)
    }
}

fn unknown() -> Error {
    Error::config("these sessions were made by another copy of the package")
}

fn make(options: &Options<'_>, kind: u8, made_of: [u8; 32]) -> Result<Site, Error> {
    let kind = match kind {
        0 => Kind::Cookie(CookieStore::of_known(options, Serializer::of(options)?)?),
        1 => Kind::Serialized(CookieStore::of_known(options, Serializer::Term)?),
        2 => Kind::Kv(KvStore::of_known(options)?),
        _ => Kind::Users(Living::init(options)?),
    };
    options.integer("otp", 25, 26, "25 or 26")?;
    let cookie = SessionCookie::init(options)?;
    Ok(Site { cookie, kind, made_of, conn_secret: None })
}
