//! The caller's part of the key-value store, one operation of the service at a time, as `pkg/plug/kv_sessions.js` does it; and a
//! service that compares versions.
#![allow(dead_code, reason = "each test file uses its part of this")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;

use waxseal::plug::{Commit, Fetch, SessionCookie, before_send, fetch, resume};
use waxseal::session::{Action, Session};
use waxseal::store::{Conn, Step, Store};

/// What a put asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum If {
    Any,
    Absent,
    Version(Option<u64>),
}

/// A key-value service with compare-and-set.
#[derive(Clone, Default)]
pub struct Service {
    records: BTreeMap<String, (u64, Vec<u8>)>,
    versions: u64,
    /// How many operations changed something.
    pub writes: usize,
}

impl Service {
    pub fn get(&self, key: &str) -> Option<(u64, Vec<u8>)> {
        self.records.get(key).cloned()
    }

    pub fn put(&mut self, key: &str, value: &[u8], condition: If) -> bool {
        let version = self.records.get(key).map(|(version, _)| *version);
        let holds = match condition {
            If::Any => true,
            If::Absent => version.is_none(),
            If::Version(wanted) => version.is_some() && version == wanted,
        };
        if holds {
            self.versions += 1;
            self.writes += 1;
            self.records.insert(key.to_owned(), (self.versions, value.to_vec()));
        }
        holds
    }

    pub fn delete(&mut self, key: &str) {
        self.writes += 1;
        self.records.remove(key);
    }

    /// All records.
    pub fn dump(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.records.iter().map(|(key, (_, value))| (key.as_str(), value.as_slice()))
    }
}

/// A mistake in the caller's part. The checks must find each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    None,
    /// A record is written over whatever was written meanwhile.
    UnconditionalPut,
    /// A renewed session's old record is deleted whatever was written to it meanwhile.
    UnconditionalRetire,
    /// Renew deletes the old record first, as Plug does.
    DeleteBeforeWrite,
    /// After a conflict the session is written again as it is.
    NoMerge,
    /// What was dropped meanwhile is written anew.
    Resurrection,
    /// A renew that failed leaves its new record behind.
    NoUndo,
    /// Where a session was dropped or renewed, nothing stands in its place.
    NoMark,
    /// The cookie is sent although the record was not written.
    CookieAnyway,
    /// A session that was only read is written over whatever was written meanwhile.
    UnconditionalTouch,
}

/// Who calls: the store and its cookie, the connection.
#[derive(Clone, Copy)]
pub struct Caller<'a> {
    pub cookie: &'a SessionCookie,
    pub store: &'a dyn Store,
    pub conn: Conn<'a>,
    pub mistake: Mistake,
}

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The service did.
    Service,
    /// The core refused, with this code.
    Core(&'static str),
}

/// One request, between two operations of the service.
#[derive(Clone)]
pub struct Request {
    header: Vec<u8>,
    work: fn(&mut Session, usize),
    index: usize,
    session: Session,
    version: Option<u64>,
    commit: Commit,
    created: Option<String>,
    next: Next,
    /// The operation, counted from 0, at which the service fails this request.
    pub fails_at: Option<usize>,
    pub operations: usize,
    /// How often its record had changed since it was read.
    pub conflicts: usize,
    /// The service failed when a new record was to go again: it lies there until its time is up, and nobody knows its sid.
    pub orphaned: bool,
    /// What the session held when it was fetched.
    pub fetched: Option<Session>,
}

#[derive(Clone, Debug)]
enum Next {
    Fetch(String),
    Step(usize),
    /// The record that was created goes again, for the reason given.
    Undo(Option<String>),
    Reload(String),
    Done(Result<Option<Vec<u8>>, Failure>),
}

impl Request {
    /// A request with this Cookie header, which does this to its session. `index` is handed to `work`.
    pub fn new(caller: &Caller<'_>, header: &[u8], index: usize, work: fn(&mut Session, usize)) -> Self {
        let mut request = Self {
            header: header.to_vec(),
            work,
            index,
            session: Session::default(),
            version: None,
            commit: Commit::default(),
            created: None,
            next: Next::Done(Ok(None)),
            fails_at: None,
            operations: 0,
            conflicts: 0,
            orphaned: false,
            fetched: None,
        };
        match fetch(caller.cookie, caller.store, &caller.conn, header).expect("a fetch") {
            Fetch::Ready(session) => request.handle(caller, session),
            Fetch::Need(key) => request.next = Next::Fetch(key),
        }
        request
    }

    /// The outcome, once there is nothing more to do: the Set-Cookie value.
    pub fn outcome(&self) -> Option<&Result<Option<Vec<u8>>, Failure>> {
        if let Next::Done(outcome) = &self.next { Some(outcome) } else { None }
    }

    /// Goes on to the end, alone.
    pub fn finish(mut self, caller: &Caller<'_>, service: &mut Service) -> Result<Option<Vec<u8>>, Failure> {
        loop {
            if let Next::Done(outcome) = self.next {
                return outcome;
            }
            self.step(caller, service);
        }
    }

    /// One operation of the service, and all that goes on without one after it.
    pub fn step(&mut self, caller: &Caller<'_>, service: &mut Service) {
        let fails = self.fails_at == Some(self.operations);
        self.operations += 1;
        match std::mem::replace(&mut self.next, Next::Done(Ok(None))) {
            Next::Done(outcome) => self.next = Next::Done(outcome),
            Next::Fetch(_) | Next::Reload(_) if fails => self.next = Next::Done(Err(Failure::Service)),
            Next::Fetch(key) => {
                let found = service.get(&key);
                self.version = found.as_ref().map(|(version, _)| *version);
                let record = found.as_ref().map(|(_, value)| value.as_slice());
                let session =
                    resume(caller.cookie, caller.store, &caller.conn, &self.header, record).expect("a resume");
                self.handle(caller, session);
            }
            Next::Step(at) => self.perform(at, caller, service, fails),
            Next::Undo(conflict) => {
                match self.created.take() {
                    Some(key) if !fails => service.delete(&key),
                    Some(_) => self.orphaned = true,
                    None => {}
                }
                self.next = conflict.map_or(Next::Done(Err(Failure::Service)), Next::Reload);
            }
            Next::Reload(key) => self.reload(&key, caller, service),
        }
    }

    fn handle(&mut self, caller: &Caller<'_>, mut session: Session) {
        self.fetched = Some(session.clone());
        (self.work)(&mut session, self.index);
        self.session = session;
        self.plan(caller);
    }

    fn plan(&mut self, caller: &Caller<'_>) {
        self.created = None;
        match before_send(caller.cookie, caller.store, &caller.conn, &self.session) {
            Ok(mut commit) => {
                if caller.mistake == Mistake::DeleteBeforeWrite {
                    commit.steps.reverse();
                }
                self.commit = commit;
                self.advance(0);
            }
            Err(error) => self.next = Next::Done(Err(Failure::Core(error.code()))),
        }
    }

    fn advance(&mut self, at: usize) {
        self.next =
            if at < self.commit.steps.len() { Next::Step(at) } else { Next::Done(Ok(self.commit.set_cookie.clone())) };
    }

    fn touches(&self) -> bool {
        self.session.action() == Action::None
    }

    fn perform(&mut self, at: usize, caller: &Caller<'_>, service: &mut Service, fails: bool) {
        if fails {
            return self.fail(caller);
        }
        let blind = caller.mistake == Mistake::UnconditionalPut
            || caller.mistake == Mistake::UnconditionalTouch && self.touches();
        let condition = if blind { If::Any } else { If::Version(self.version) };
        match self.commit.steps[at].clone() {
            Step::Delete { key, mark } => {
                service.put(&key, &mark, If::Any);
                if caller.mistake == Mistake::NoMark {
                    service.delete(&key);
                }
                self.advance(at + 1);
            }
            Step::Write { key, value, create: true, .. } => {
                assert!(service.put(&key, &value, If::Absent), "a new sid was taken already");
                self.created = Some(key);
                self.advance(at + 1);
            }
            Step::Write { key, value, create: false, .. } => {
                if service.put(&key, &value, condition) {
                    self.advance(at + 1);
                } else {
                    self.conflict(key, caller);
                }
            }
            Step::Enter { .. } | Step::Seen { .. } | Step::Leave { .. } => panic!("these sessions are nobody's"),
            Step::Retire { key, mark } => {
                let condition =
                    if caller.mistake == Mistake::UnconditionalRetire { If::Any } else { If::Version(self.version) };
                if service.put(&key, &mark, condition) {
                    if caller.mistake == Mistake::NoMark {
                        service.delete(&key);
                    }
                    self.advance(at + 1);
                } else if caller.mistake == Mistake::NoUndo {
                    self.next = Next::Reload(key);
                } else {
                    self.next = Next::Undo(Some(key));
                }
            }
        }
    }

    fn fail(&mut self, caller: &Caller<'_>) {
        self.next = if self.touches() {
            Next::Done(Ok(None))
        } else if caller.mistake == Mistake::CookieAnyway {
            Next::Done(Ok(self.commit.set_cookie.clone()))
        } else if self.created.is_some() && caller.mistake != Mistake::NoUndo {
            Next::Undo(None)
        } else {
            Next::Done(Err(Failure::Service))
        };
    }

    fn conflict(&mut self, key: String, caller: &Caller<'_>) {
        self.next = if self.touches() {
            Next::Done(Ok(None))
        } else if caller.mistake == Mistake::CookieAnyway {
            Next::Done(Ok(self.commit.set_cookie.clone()))
        } else {
            Next::Reload(key)
        };
    }

    fn reload(&mut self, key: &str, caller: &Caller<'_>, service: &mut Service) {
        self.conflicts += 1;
        let found = service.get(key);
        self.version = found.as_ref().map(|(version, _)| *version);
        if caller.mistake == Mistake::NoMerge && found.is_some() {
            return self.plan(caller);
        }
        if caller.mistake == Mistake::Resurrection && found.as_ref().is_none_or(|(_, record)| record[0] == 0) {
            let Some(Step::Write { value, .. }) = self.commit.steps.first() else { return };
            service.put(key, value, If::Any);
            self.next = Next::Done(Ok(self.commit.set_cookie.clone()));
            return;
        }
        let record = found.as_ref().map(|(_, value)| value.as_slice());
        match caller.store.rebase(&caller.conn, &mut self.session, record) {
            Ok(()) => self.plan(caller),
            Err(error) => self.next = Next::Done(Err(Failure::Core(error.code()))),
        }
    }
}
