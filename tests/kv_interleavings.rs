//! Every order in which the storage operations of three concurrent requests can come, over a service that compares versions.
//!
//! A request reads, writes, renews, drops or touches one session, or creates one of its own. Of two requests, the service fails
//! one at each of its operations as well. What must hold is checked after every operation. And it is shown that the checks find
//! something: with each of the known mistakes in the caller or the store, they must fail.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod requests;

use requests::{Caller, Failure, If, Mistake, Request, Service};
use waxseal::error::Error;
use waxseal::plug::{Fetch, SessionCookie, fetch};
use waxseal::session::map::EMPTY;
use waxseal::session::{Session, Sid};
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Lookup, Put, Step, Store};
use waxseal::term::Term;
use waxseal::term::encode::{Otp, encode};

const KEY: &str = "sid";
const START_MS: u64 = 1_795_393_670_000;
const LIFETIME_S: u32 = 1000;
/// Late enough in the idle window, which is as long as the lifetime, for a touch.
const NOW_MS: u64 = START_MS + LIFETIME_S as u64 * 500;
const END_MS: u64 = START_MS + LIFETIME_S as u64 * 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Operation {
    /// In its idle window's second half, so that it touches.
    Touch,
    /// A read that ends without a touch.
    Read,
    Write,
    Renew,
    Drop,
    /// Without a cookie.
    Create,
}

use Operation::{Create, Drop, Read, Renew, Touch, Write};

const OPERATIONS: [Operation; 6] = [Touch, Read, Write, Renew, Drop, Create];

impl Operation {
    fn work(self) -> fn(&mut Session, usize) {
        match self {
            Touch => |_, _| {},
            Read => |session, _| session.configure(false, false, true).unwrap(),
            Write | Create => |session, index| session.put_raw(own_key(index), &[97, 1]).unwrap(),
            Renew => |session, index| {
                session.put_raw(own_key(index), &[97, 1]).unwrap();
                session.configure(true, false, false).unwrap();
            },
            Drop => |session, _| session.configure(false, true, false).unwrap(),
        }
    }
}

/// The key that the request of this index puts, and no other.
fn own_key(index: usize) -> &'static [u8] {
    [&b"k0"[..], b"k1", b"k2"][index]
}

/// A state between two operations.
#[derive(Clone)]
struct State {
    service: Service,
    requests: Vec<Request>,
    /// Which of the requests had ended when it was last looked.
    ended: Vec<bool>,
}

struct World<'a> {
    caller: Caller<'a>,
    operations: Vec<Operation>,
    /// The Cookie header of the session that there is at the start.
    header: Vec<u8>,
}

/// What is explored, and how much of it.
#[derive(Debug, Default, PartialEq)]
struct Explored {
    sets: usize,
    orders: usize,
    operations: usize,
    conflicts: usize,
    interrupted: usize,
    failed: usize,
}

/// What a cookie opens now: nothing, or the session.
fn look(caller: &Caller<'_>, service: &Service, header: &[u8], now_ms: u64) -> Option<Session> {
    let conn = Conn { now_ms, ..caller.conn };
    let session = match fetch(caller.cookie, caller.store, &conn, header).unwrap() {
        Fetch::Ready(session) => session,
        Fetch::Need(key) => {
            let found = service.get(&key);
            let record = found.as_ref().map(|(_, record)| record.as_slice());
            waxseal::plug::resume(caller.cookie, caller.store, &conn, header, record).unwrap()
        }
    };
    found(&session).then_some(session)
}

/// Whether a session was found.
fn found(session: &Session) -> bool {
    matches!(session.sid(), Sid::Id(_))
}

/// The Cookie header for a Set-Cookie that sets one.
fn cookie_header(set_cookie: &[u8]) -> Option<Vec<u8>> {
    let pair = set_cookie.split(|byte| *byte == b';').next().unwrap_or_default();
    (pair.len() == KEY.len() + 1 + 43).then(|| pair.to_vec())
}

impl World<'_> {
    /// The session at the start has one key and was used half an idle window ago.
    fn start(&mut self) -> State {
        let mut session = Session::new(&Sid::Nil, EMPTY, &[], None);
        session.put_raw(b"a", &[97, 7]).unwrap();
        let conn = Conn { now_ms: START_MS, ..self.caller.conn };
        let put = self.caller.store.put(&conn, &Sid::Nil, &session).unwrap();
        let mut service = Service::default();
        for step in put.steps {
            let Step::Write { key, value, create: true, .. } = step else { panic!("{step:?}") };
            assert!(service.put(&key, &value, If::Absent));
        }
        self.header = [KEY.as_bytes(), b"=", &put.cookie].concat();
        let requests = self.operations.iter().enumerate().map(|(index, operation)| {
            let header = if *operation == Create { &[][..] } else { &self.header };
            Request::new(&self.caller, header, index, operation.work())
        });
        State { service, requests: requests.collect(), ended: vec![false; self.operations.len()] }
    }

    /// Goes through every order, a failure at one request's operation among them. Gives what was explored, or the first
    /// thing that is wrong.
    fn explore(&mut self, fails: Option<(usize, usize)>, explored: &mut Explored) -> Result<(), String> {
        let mut start = self.start();
        if let Some((index, at)) = fails {
            start.requests[index].fails_at = Some(at);
        }
        let mut open = vec![(start, Vec::new())];
        while let Some((state, order)) = open.pop() {
            let mut is_over = true;
            for index in 0..self.operations.len() {
                if state.requests[index].outcome().is_some() {
                    continue;
                }
                is_over = false;
                let mut next = state.clone();
                next.requests[index].step(&self.caller, &mut next.service);
                explored.operations += 1;
                let order: Vec<usize> = order.iter().copied().chain([index]).collect();
                if order.len() > 60 {
                    return Err(format!("{:?} never end: {order:?}", self.operations));
                }
                self.check(&mut next).map_err(|wrong| {
                    format!("{wrong}: {:?} in the order {order:?}, failing at {fails:?}", self.operations)
                })?;
                open.push((next, order));
            }
            if is_over {
                explored.orders += 1;
                self.check_end(&state, explored).map_err(|wrong| {
                    format!("{wrong}: {:?} in the order {order:?}, failing at {fails:?}", self.operations)
                })?;
            }
        }
        Ok(())
    }

    fn look(&self, service: &Service, header: &[u8]) -> Option<Session> {
        look(&self.caller, service, header, NOW_MS)
    }

    /// Whether a request ended as it was meant to, and did what it was to do to the session that there was.
    fn did(&self, state: &State, index: usize, operation: Operation) -> bool {
        let request = &state.requests[index];
        self.operations[index] == operation
            && matches!(request.outcome(), Some(Ok(_)))
            && request.fetched.as_ref().is_some_and(found)
    }

    fn anyone_did(&self, state: &State, operation: Operation) -> bool {
        (0..self.operations.len()).any(|index| self.did(state, index, operation))
    }

    /// What holds after every operation.
    fn check(&self, state: &mut State) -> Result<(), String> {
        let is_gone = self.look(&state.service, &self.header).is_none();
        if (self.anyone_did(state, Drop) || self.anyone_did(state, Renew)) && !is_gone {
            return Err("a session that was dropped or renewed is there again".to_owned());
        }
        for index in 0..self.operations.len() {
            let Some(outcome) = state.requests[index].outcome() else { continue };
            if std::mem::replace(&mut state.ended[index], true) {
                continue;
            }
            let set_cookie = outcome.as_ref().ok().and_then(Option::as_ref);
            if let Some(header) = set_cookie.and_then(|set_cookie| cookie_header(set_cookie)) {
                // That of the session at the start may be dropped by now, by another.
                let stored = self.look(&state.service, &header);
                if stored.is_none() && (header != self.header || !self.is_dropped_or_renewed(state)) {
                    return Err("a cookie was sent for a record that is not stored".to_owned());
                }
                if stored.is_some_and(|session| session.get_raw(own_key(index)).is_none()) {
                    return Err("a cookie was sent for a record without what was put".to_owned());
                }
            }
            if matches!(outcome, Err(Failure::Core(_))) && !is_gone {
                return Err("a request was interrupted although nobody dropped the session".to_owned());
            }
            let fetched = state.requests[index].fetched.as_ref();
            let read_something = fetched.filter(|session| found(session));
            if read_something.is_some_and(|session| session.get_raw(b"a") != Some(&[97, 7])) {
                return Err("a request read another session".to_owned());
            }
        }
        Ok(())
    }

    /// A tombstone or nothing is where the session was. A drop or a renew may be half done, or fail after it.
    fn is_dropped_or_renewed(&self, state: &State) -> bool {
        let Ok(Fetch::Need(key)) = fetch(self.caller.cookie, self.caller.store, &self.caller.conn, &self.header) else {
            panic!("a key")
        };
        state.service.get(&key).is_none_or(|(_, record)| record[0] == 0)
    }

    /// What holds when all have ended.
    fn check_end(&self, state: &State, explored: &mut Explored) -> Result<(), String> {
        let mut live = vec![self.header.clone()];
        for (index, request) in state.requests.iter().enumerate() {
            let outcome = request.outcome().expect("an end");
            explored.interrupted += usize::from(matches!(outcome, Err(Failure::Core(_))));
            explored.failed += usize::from(matches!(outcome, Err(Failure::Service)));
            explored.conflicts += request.conflicts;
            if let Err(Failure::Core(code)) = outcome
                && *code != "ERR_SESSION_INTERRUPTED"
            {
                return Err(format!("{code} for nothing"));
            }
            let set_cookie = outcome.as_ref().ok().and_then(Option::as_ref);
            live.extend(
                set_cookie.and_then(|set_cookie| cookie_header(set_cookie)).filter(|header| *header != self.header),
            );
            // Only what makes a session sends a new sid.
            let is_new =
                set_cookie.and_then(|header| cookie_header(header)).is_some_and(|header| header != self.header);
            let found_one = request.fetched.as_ref().is_some_and(found);
            let makes_one = self.operations[index] == Create || self.operations[index] == Renew && found_one;
            if is_new && !makes_one {
                return Err("a late request got a new sid, which would stand in a new log-in's place".to_owned());
            }
            if set_cookie.is_some_and(|header| cookie_header(header).as_ref() == Some(&self.header)) {
                return Err("a sid that stays was sent again".to_owned());
            }
        }
        if (0..self.operations.len()).filter(|index| self.did(state, *index, Renew)).count() > 1 {
            return Err("one session was renewed twice".to_owned());
        }
        // One sid, one record: what is stored was given to someone, and each sid opens its own.
        let sessions: Vec<_> = live.iter().filter_map(|header| self.look(&state.service, header)).collect();
        let stored = state.service.dump().filter(|(_, record)| record[0] != 0).count();
        if stored != sessions.len() + state.requests.iter().filter(|request| request.orphaned).count() {
            return Err(format!("{stored} records and {} sessions", sessions.len()));
        }
        // What was put is in the session that goes on, if one does; what failed is nowhere.
        for (index, request) in state.requests.iter().enumerate() {
            let holds = |session: &&Session| session.get_raw(own_key(index)).is_some();
            let holding = sessions.iter().filter(holds).count();
            let puts = matches!(self.operations[index], Write | Renew | Create);
            let acknowledged = matches!(request.outcome(), Some(Ok(_)));
            if (!puts || !acknowledged) && holding > 0 {
                return Err("a failed request left something behind".to_owned());
            }
            // The session from the start goes on under its own sid, or under that of a renew.
            let goes_on = sessions.iter().find(|session| session.get_raw(b"a").is_some());
            let found_one = request.fetched.as_ref().is_some_and(found);
            if acknowledged
                && puts
                && found_one
                && goes_on.is_some_and(|session| session.get_raw(own_key(index)).is_none())
            {
                return Err("a write that was acknowledged is lost".to_owned());
            }
        }
        let ended = self.anyone_did(state, Drop) || self.anyone_did(state, Renew);
        if !ended && self.look(&state.service, &self.header).is_none() && !self.someone_half_ended(state) {
            return Err("a session is gone and nobody ended it".to_owned());
        }
        // No expiry past the absolute limit, whoever wrote last and under whatever sid.
        for header in &live {
            let late = look(&self.caller, &state.service, header, END_MS);
            if late.is_some_and(|session| session.get_raw(b"a").is_some()) {
                return Err("a session is open after its absolute limit".to_owned());
            }
        }
        Ok(())
    }

    /// A drop whose deletion was done is a drop, whatever its client was told.
    fn someone_half_ended(&self, state: &State) -> bool {
        (0..self.operations.len()).any(|index| {
            let failed = matches!(state.requests[index].outcome(), Some(Err(Failure::Service)));
            failed && self.operations[index] == Drop && state.requests[index].operations > 2
        })
    }
}

fn options(pairs: &[(&str, Term)]) -> Term {
    let text = |text: &str| Term::Binary(text.as_bytes().to_vec());
    Term::Map(pairs.iter().map(|(name, value)| (text(name), value.clone())).collect())
}

fn site() -> (SessionCookie, KvStore) {
    let seconds = Term::Int(LIFETIME_S.into());
    let key = Term::Binary(KEY.as_bytes().to_vec());
    let given = options(&[("key", key), ("idleTimeout", seconds.clone()), ("maxLifetime", seconds)]);
    let given = Value::of_term(&encode(&given, Otp::Otp26).unwrap()).unwrap();
    let given = Options::new(&given).unwrap();
    (SessionCookie::init(&given).unwrap(), KvStore::init(&given).unwrap())
}

/// All sets of so many operations (the order among them says nothing), without a failure or with one at each operation of each.
fn explore_all(store: &dyn Store, mistake: Mistake, size: usize, with_failures: bool) -> Result<Explored, String> {
    let (cookie, _) = site();
    let conn = Conn { secret_key_base: None, https: false, now_ms: NOW_MS };
    let mut sets: Vec<Vec<Operation>> = vec![Vec::new()];
    for _ in 0..size {
        let longer = |set: &Vec<Operation>| {
            let from = set.last().copied().unwrap_or(Touch);
            let set = set.clone();
            OPERATIONS.into_iter().filter(move |next| *next >= from).map(move |next| [&set[..], &[next]].concat())
        };
        sets = sets.iter().flat_map(longer).collect();
    }
    let mut explored = Explored { sets: sets.len(), ..Explored::default() };
    for operations in sets {
        let caller = Caller { cookie: &cookie, store, conn, mistake };
        let mut world = World { caller, operations, header: Vec::new() };
        if !with_failures {
            world.explore(None, &mut explored)?;
            continue;
        }
        for index in 0..size {
            // No request needs more operations than that: it is interrupted, or done.
            for at in 0..12 {
                world.explore(Some((index, at)), &mut explored)?;
            }
        }
    }
    Ok(explored)
}

#[test]
fn every_order_of_three_requests() {
    let explored = explore_all(&site().1, Mistake::None, 3, false).unwrap();
    // That much was there to be explored, and the rare outcomes were among it.
    let (orders, operations, conflicts, interrupted) = (77_126, 356_063, 189_738, 88_825);
    let expected = Explored { sets: 56, orders, operations, conflicts, interrupted, failed: 0 };
    assert_eq!(explored, expected);
}

#[test]
fn every_order_of_two_requests_of_which_the_service_fails_one() {
    let explored = explore_all(&site().1, Mistake::None, 2, true).unwrap();
    let (orders, operations, conflicts, interrupted, failed) = (2_728, 9_961, 782, 488, 430);
    let expected = Explored { sets: 21, orders, operations, conflicts, interrupted, failed };
    assert_eq!(explored, expected);
}

/// A store with a mistake of its own around the one that has none.
struct Wrong {
    store: KvStore,
    what: WrongIn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WrongIn {
    /// Which keys changed is not kept, so that a merge has nothing to go by.
    Tracking,
    /// A renewed session begins a new life.
    Age,
    /// A record that is gone is taken for one that is empty.
    Rebase,
    /// Renew leaves the old record.
    Delete,
}

impl Store for Wrong {
    fn get(&self, conn: &Conn<'_>, cookie: &[u8]) -> Result<Lookup, Error> {
        self.store.get(conn, cookie)
    }

    fn resume(&self, conn: &Conn<'_>, cookie: &[u8], record: Option<&[u8]>) -> Result<Session, Error> {
        self.store.resume(conn, cookie, record)
    }

    fn put(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Put, Error> {
        if self.what == WrongIn::Age {
            return self.store.put(conn, sid, &Session::new(sid, session.map(), &[], None));
        }
        self.store.put(conn, sid, session)
    }

    fn delete(&self, conn: &Conn<'_>, sid: &Sid) -> Result<Vec<Step>, Error> {
        if self.what == WrongIn::Delete { Ok(Vec::new()) } else { self.store.delete(conn, sid) }
    }

    fn touch(&self, conn: &Conn<'_>, sid: &Sid, session: &Session) -> Result<Option<Put>, Error> {
        self.store.touch(conn, sid, session)
    }

    fn rebase(&self, conn: &Conn<'_>, session: &mut Session, record: Option<&[u8]>) -> Result<(), Error> {
        let rebased = self.store.rebase(conn, session, record);
        if self.what == WrongIn::Rebase { Ok(()) } else { rebased }
    }

    fn tracks_changes(&self) -> bool {
        self.what != WrongIn::Tracking
    }
}

#[test]
fn each_mistake_is_found() {
    let store = site().1;
    let mistakes = [
        (Mistake::UnconditionalPut, 3, "is lost"),
        (Mistake::UnconditionalRetire, 3, "is lost"),
        (Mistake::NoMerge, 3, "is lost"),
        (Mistake::Resurrection, 3, "is there again"),
        (Mistake::UnconditionalTouch, 3, "is lost"),
        (Mistake::CookieAnyway, 3, "is lost"),
        (Mistake::NoUndo, 3, "records and"),
        (Mistake::NoMark, 3, "got a new sid"),
        (Mistake::DeleteBeforeWrite, 2, "nobody ended it"),
    ];
    for (mistake, size, wanted) in mistakes {
        let wrong =
            explore_all(&store, mistake, size, size == 2).map(drop).expect_err(&format!("{mistake:?} was not found"));
        assert!(wrong.contains(wanted), "{mistake:?}: {wrong}");
    }
    let wrongs = [
        (WrongIn::Tracking, "is lost"),
        (WrongIn::Age, "after its absolute limit"),
        (WrongIn::Rebase, "is there again"),
        (WrongIn::Delete, "is there again"),
    ];
    for (what, wanted) in wrongs {
        let store = Wrong { store: site().1, what };
        let wrong =
            explore_all(&store, Mistake::None, 3, false).map(drop).expect_err(&format!("{what:?} was not found"));
        assert!(wrong.contains(wanted), "{what:?}: {wrong}");
    }
}
