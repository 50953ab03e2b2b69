//! The session's machine beside a model of it, and the merge of a request's changes with another's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use waxseal::plug::{Carried, Effect, Fetch, Merge, SessionCookie, before_send, effect, fetch, merge as table};
use waxseal::session::{Action, Session, Sid, map};
use waxseal::store::Conn;
use waxseal::store::cookie::CookieStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;
use waxseal::term::Term;
use waxseal::term::decode::check;
use waxseal::term::encode::{Otp, encode, encode_value};

use super::input::Input;

type Pairs = BTreeMap<Vec<u8>, Vec<u8>>;

/// One of a hundred keys; a few are others' beginnings, and one is empty.
fn key(input: &mut Input<'_>) -> Vec<u8> {
    match input.below(100) {
        0 => Vec::new(),
        1 => vec![0xff, 0],
        number => format!("{number:0width$}", width = 1 + number % 3).into_bytes(),
    }
}

/// A value's term.
fn value(input: &mut Input<'_>) -> Vec<u8> {
    let term = match input.below(5) {
        0 => Term::Int(i64::from(input.byte())),
        1 => Term::Binary(input.bytes().to_vec()),
        2 => Term::List(vec![Term::Atom("nil".to_owned()); input.below(4)]),
        3 => Term::Map(vec![(Term::Binary(b"k".to_vec()), Term::Tuple(Vec::new()))]),
        _ => Term::Atom("true".to_owned()),
    };
    let mut bytes = Vec::new();
    encode_value(&term, Otp::Otp26, &mut bytes).unwrap();
    bytes
}

fn pairs(map: &[u8]) -> Pairs {
    map::string_entries(map).map(|(key, value)| (key.to_vec(), value.to_vec())).collect()
}

/// A map of up to so many keys, and of some that are no strings.
fn stored(input: &mut Input<'_>, most: usize) -> Vec<u8> {
    let mut session = Session::new(&Sid::Nil, map::EMPTY, &[], None);
    if input.flag() {
        let others = [(Term::Int(1), Term::Int(2)), (Term::Atom("key".to_owned()), Term::Float(0.5))];
        let map = encode(&Term::Map(others.to_vec()), Otp::Otp26).unwrap();
        session = Session::new(&Sid::Nil, &map, &[], None);
    }
    for _ in 0..input.below(most) {
        session.put_raw(&key(input), &value(input)).unwrap();
    }
    session.map().to_vec()
}

/// A session as it should be.
struct Model {
    pairs: Pairs,
    action: Action,
    is_cleared: bool,
}

impl Model {
    fn write(&mut self) {
        if self.action == Action::None {
            self.action = Action::Write;
        }
    }
}

/// Does as the input says to a session and its model.
fn run(session: &mut Session, model: &mut Model, input: &mut Input<'_>, most: usize) {
    for _ in 0..most {
        match input.below(8) {
            0 => {
                if input.is_empty() {
                    return;
                }
                session.clear().unwrap();
                model.write();
                (model.pairs, model.is_cleared) = (Pairs::new(), true);
            }
            1 | 2 => {
                let (key, value) = (key(input), value(input));
                session.put_raw(&key, &value).unwrap();
                model.write();
                model.pairs.insert(key, value);
            }
            3 => {
                let key = key(input);
                session.delete(&key).unwrap();
                model.write();
                model.pairs.remove(&key);
            }
            4 | 5 => many(session, model, input),
            6 => {
                let [renew, drop, ignore] = [input.flag(), input.flag(), input.flag()];
                session.configure(renew, drop, ignore).unwrap();
                for (is_asked, action) in [(ignore, Action::Ignore), (drop, Action::Drop), (renew, Action::Renew)] {
                    if is_asked {
                        model.action = action;
                    }
                }
            }
            _ => {
                let key = key(input);
                assert_eq!(session.get_raw(&key), model.pairs.get(&key).map(Vec::as_slice));
            }
        }
    }
}

fn many(session: &mut Session, model: &mut Model, input: &mut Input<'_>) {
    let writes: Vec<_> =
        (0..input.below(64)).map(|_| (key(input), (input.below(3) > 0).then(|| value(input)))).collect();
    let given: Vec<_> = writes.iter().map(|(key, value)| (key.as_slice(), value.as_deref())).collect();
    let mut one_by_one = session.clone();
    session.write_all(&given).unwrap();
    for (key, value) in given {
        match value {
            Some(value) => one_by_one.put_raw(key, value).unwrap(),
            None => one_by_one.delete(key).unwrap(),
        }
    }
    assert_eq!(session.as_bytes(), one_by_one.as_bytes());
    for (key, value) in writes {
        model.write();
        match value {
            Some(value) => model.pairs.insert(key, value),
            None => model.pairs.remove(&key),
        };
    }
}

fn is_as(session: &Session, model: &Model) {
    assert_eq!(pairs(session.map()), model.pairs);
    assert_eq!((session.action(), session.was_cleared()), (model.action, model.is_cleared));
    assert!(check(session.map()).is_ok_and(|map| map.len() == session.map().len()));
}

/// As an app has it: once.
static APP: LazyLock<(SessionCookie, CookieStore)> = LazyLock::new(|| {
    let json = r#"{"key":"_k","signingKey":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]}"#;
    let options: Value = serde_json::from_str(json).unwrap();
    let options = Options::new(&options).unwrap();
    (SessionCookie::init(&options).unwrap(), CookieStore::init(&options, Serializer::Term).unwrap())
});

pub fn machine(data: &[u8]) {
    let mut input = Input::new(data);
    let (cookie, store) = &*APP;
    let conn = Conn { secret_key_base: None, https: true, now_ms: 1_800_000_000_000 };
    let mut header = Vec::new();
    let mut known = Pairs::new();
    // One request after the other, with what the browser has.
    for _ in 0..4 {
        let Fetch::Ready(mut session) = fetch(cookie, store, &conn, &header).unwrap() else { panic!("no record") };
        if input.flag() {
            session.track();
        }
        let mut model = Model { pairs: known.clone(), action: Action::None, is_cleared: false };
        is_as(&session, &model);
        run(&mut session, &mut model, &mut input, 24);
        is_as(&session, &model);
        let has_sid = session.sid() != Sid::Nil;
        let commit = match before_send(cookie, store, &conn, &session) {
            Ok(commit) => commit,
            Err(error) => {
                assert_eq!(error.code(), "ERR_COOKIE_OVERFLOW");
                continue;
            }
        };
        assert!(commit.steps.is_empty());
        session.mark_sent().unwrap();
        assert!(session.put_raw(b"late", &[97, 1]).is_err() && session.configure(true, true, true).is_err());
        let set = commit.set_cookie.map(|set| set.split(|byte| *byte == b';').next().unwrap().to_vec());
        match effect(model.action, has_sid) {
            Effect::Nothing => assert_eq!(set, None),
            Effect::Delete => {
                assert_eq!(set.as_deref(), Some(&b"_k="[..]));
                (header, known) = (Vec::new(), Pairs::new());
            }
            Effect::Put | Effect::PutNew | Effect::PutNewThenDelete => (header, known) = (set.unwrap(), model.pairs),
        }
        if input.is_empty() {
            return;
        }
    }
}

pub fn merge(data: &[u8]) {
    let mut input = Input::new(data);
    // The table: a log-out on either side wins, a renewal holds, what nobody opens stays.
    let actions = [Action::None, Action::Write, Action::Drop, Action::Renew, Action::Ignore];
    let action = actions[input.below(5)];
    let carried = [Carried::Deletion, Carried::Session, Carried::Foreign][input.below(3)];
    let writes = matches!(action, Action::Write | Action::Renew);
    let expected = match carried {
        _ if action == Action::Drop => Merge::Delete,
        _ if !writes => Merge::Stay,
        Carried::Deletion => Merge::StayDropped,
        Carried::Session => Merge::Put,
        Carried::Foreign => Merge::StayForeign,
    };
    assert_eq!(table(action, carried), expected);

    // What this request changed, put on what another wrote meanwhile.
    let (before, theirs) = (stored(&mut input, 48), stored(&mut input, 48));
    let note = [7; 24];
    let mut session = Session::new(&Sid::Id(b"id".to_vec()), &before, &note, None);
    session.track();
    let mut model = Model { pairs: pairs(&before), action: Action::None, is_cleared: false };
    run(&mut session, &mut model, &mut input, 24);
    is_as(&session, &model);
    let changed: Vec<Vec<u8>> = session.changed().map(<[u8]>::to_vec).collect();
    let mut merged = if model.is_cleared { Pairs::new() } else { pairs(&theirs) };
    for key in &changed {
        match model.pairs.get(key) {
            Some(value) => merged.insert(key.clone(), value.clone()),
            None => merged.remove(key),
        };
    }
    // What differs from before was changed.
    let before = pairs(&before);
    for key in before.keys().chain(model.pairs.keys()) {
        assert!(model.is_cleared || before.get(key) == model.pairs.get(key) || changed.contains(key));
    }
    session.rebase(&theirs, &[9; 24]);
    model.pairs = merged;
    is_as(&session, &model);
    assert_eq!((session.note(), session.sid()), (&[9; 24][..], Sid::Id(b"id".to_vec())));
    let others = |map: &[u8]| map::pairs(map) as usize - pairs(map).len();
    assert_eq!(others(session.map()), if model.is_cleared { 0 } else { others(&theirs) });
}

/// A flat value that is none, or a broken one.
pub fn bytes(data: &[u8]) {
    let mut input = Input::new(data);
    let other = input.bytes();
    let mut session = if input.flag() {
        let map = input.bytes();
        Session::new(&Sid::Unknown(other.to_vec()), map, other, None)
    } else {
        Session::from_bytes(input.bytes())
    };
    let _ = (session.sid(), session.reason(), session.note(), session.action(), session.changed().count());
    for _ in 0..16 {
        let (key, value) = (key(&mut input), value(&mut input));
        match input.below(6) {
            0 => drop(session.put_raw(&key, &value)),
            1 => drop(session.delete(&key)),
            2 => drop(session.write_all(&vec![(key.as_slice(), Some(value.as_slice())); input.below(20)])),
            3 => session.rebase(other, &value),
            4 => drop(session.clear()),
            _ => session.track(),
        }
        let _ = (session.get_raw(&key), session.map().len(), session.changed().count());
    }
}
