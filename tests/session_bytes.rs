//! The session as one flat value: what was not put keeps its bytes, what was put is where Erlang puts it, and no bytes panic.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod vectors;

use std::collections::BTreeMap;

use vectors::{bytes, load, name};
use waxseal::error::Reason;
use waxseal::session::map::{self, EMPTY};
use waxseal::session::{Action, Session, Sid};
use waxseal::term::Term;
use waxseal::term::decode::{check, decode};
use waxseal::term::encode::{Otp, encode, encode_value};

/// A map with its version byte out of pairs that are written already.
fn map(pairs: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut map = [&[131, 116][..], &u32::try_from(pairs.len()).unwrap().to_be_bytes()].concat();
    for (key, value) in pairs {
        map.extend_from_slice(&string(key));
        map.extend_from_slice(value);
    }
    map
}

fn string(text: &[u8]) -> Vec<u8> {
    [&[109][..], &u32::try_from(text.len()).unwrap().to_be_bytes(), text].concat()
}

fn int(byte: u8) -> [u8; 2] {
    [97, byte]
}

fn session(map: &[u8]) -> Session {
    Session::new(&Sid::Term, map, &[], None)
}

#[test]
fn a_key_that_was_not_put_keeps_its_bytes_for_every_term() {
    let (mut terms, mut maps) = (0, 0);
    for case in load("external_term") {
        let name = name(&case);
        // What is refused is no session's, and is for `external_term.rs`.
        let etf = bytes(&case, "etf_b64");
        let Ok(checked) = check(&etf) else { continue };
        let value = &checked[1..];
        let mut session = session(&map(&[(b"k", value)]));
        let kept = |session: &Session, pairs: &[(&[u8], &[u8])]| {
            assert_eq!(session.map(), map(pairs), "{name}");
            assert_eq!(session.get_raw(b"k"), Some(value), "{name}");
        };
        session.put_raw(b"z", &int(1)).unwrap();
        kept(&session, &[(b"k", value), (b"z", &int(1))]);
        session.put_raw(b"a", value).unwrap();
        kept(&session, &[(b"a", value), (b"k", value), (b"z", &int(1))]);
        session.put_raw(b"a", &int(2)).unwrap();
        session.put_raw(b"z", value).unwrap();
        kept(&session, &[(b"a", &int(2)), (b"k", value), (b"z", value)]);
        session.delete(b"z").unwrap();
        session.delete(b"nothing").unwrap();
        session.delete(b"a").unwrap();
        session.configure(true, false, false).unwrap();
        kept(&session, &[(b"k", value)]);
        session.clear().unwrap();
        assert_eq!((session.map(), session.get_raw(b"k")), (EMPTY, None), "{name}");
        terms += 1;

        // The term as the session itself: whatever keys it has, they stay as they are.
        if map::is_map(&checked) {
            let mut session = self::session(&checked);
            session.put_raw(b"~waxseal", &int(3)).unwrap();
            assert_eq!(map::pairs(session.map()), map::pairs(&checked) + 1, "{name}");
            for (key, value) in map::string_entries(&checked) {
                assert_eq!(session.get_raw(key), Some(value), "{name}");
            }
            assert!(decode(session.map()).is_ok(), "{name}");
            session.delete(b"~waxseal").unwrap();
            assert_eq!(session.map(), &*checked, "{name}");
            maps += 1;
        }
    }
    assert_eq!((terms, maps), (236, 221));
}

/// A small generator (xorshift64*), always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % bound
    }

    /// A key out of `many`, some of them another's beginning.
    fn key(&mut self, many: usize) -> Vec<u8> {
        let number = self.below(many);
        match number {
            0 => Vec::new(),
            1 => b"__proto__".to_vec(),
            2 => vec![0xff, 0, 0x80],
            _ => format!("{:0width$}", number, width = 1 + number % 3).into_bytes(),
        }
    }

    fn value(&mut self) -> Vec<u8> {
        let value = match self.below(6) {
            0 => Term::Int(i64::try_from(self.below(1 << 30)).unwrap() - (1 << 29)),
            1 => Term::Binary(vec![b'x'; self.below(40)]),
            2 => Term::List(vec![Term::Int(1), Term::Atom("nil".to_owned())]),
            3 => Term::Map(vec![(Term::Binary(b"cart".to_vec()), Term::Tuple(Vec::new()))]),
            4 => Term::Float(0.5),
            _ => Term::Atom("true".to_owned()),
        };
        let mut bytes = Vec::new();
        encode_value(&value, Otp::Otp26, &mut bytes).unwrap();
        bytes
    }
}

#[test]
fn up_to_32_pairs_stand_where_term_to_binary_puts_them() {
    // Keys that no request can put stand before all strings.
    let other = |key| (key, Term::Int(0));
    let others = vec![
        other(Term::Int(-5)),
        other(Term::Float(0.5)),
        other(Term::Atom("zebra".to_owned())),
        other(Term::Tuple(vec![Term::Int(1)])),
        other(Term::Map(Vec::new())),
        other(Term::List(vec![Term::Int(300)])),
    ];
    let mut random = Random(7);
    let (mut small, mut large, mut shrunk) = (0, 0, 0);
    for round in 0..40 {
        let start = if round % 2 == 0 { Term::Map(Vec::new()) } else { Term::Map(others.clone()) };
        let mut session = session(&encode(&start, Otp::Otp26).unwrap());
        for step in 0..400 {
            let before = map::pairs(session.map());
            // Now it grows, now it shrinks.
            let key = random.key(60);
            if random.below(100) < if step / 100 % 2 == 0 { 80 } else { 20 } {
                session.put_raw(&key, &random.value()).unwrap();
            } else {
                session.delete(&key).unwrap();
            }
            let pairs = map::pairs(session.map());
            let decoded = decode(session.map()).unwrap();
            assert!(matches!(&decoded, Term::Map(found) if found.len() == pairs as usize));
            if pairs > 32 {
                large += 1;
                continue;
            }
            assert_eq!(session.map(), encode(&decoded, Otp::Otp26).unwrap(), "round {round}, step {step}");
            small += 1;
            shrunk += usize::from(before == 33);
        }
    }
    assert_eq!(small + large, 16_000);
    assert!(small > 8_000 && large > 2_000 && shrunk > 40, "{small} {large} {shrunk}");
}

#[test]
fn many_writes_at_once_are_the_same_as_one_after_the_other() {
    let mut random = Random(23);
    let mut crossed = 0;
    for round in 0..400 {
        let mut one_by_one = session(EMPTY);
        if round % 2 == 0 {
            one_by_one.track();
        }
        for _ in 0..random.below(70) {
            one_by_one.put_raw(&random.key(60), &random.value()).unwrap();
        }
        let mut at_once = one_by_one.clone();
        let before = map::pairs(one_by_one.map());
        let share = random.below(100);
        let writes: Vec<(Vec<u8>, Option<Vec<u8>>)> = (0..9 + random.below(150))
            .map(|_| {
                let key = random.key(60);
                (key, (random.below(100) < share).then(|| random.value()))
            })
            .collect();
        for (key, value) in &writes {
            match value {
                Some(value) => one_by_one.put_raw(key, value).unwrap(),
                None => one_by_one.delete(key).unwrap(),
            }
        }
        let writes: Vec<_> = writes.iter().map(|(key, value)| (&**key, value.as_deref())).collect();
        at_once.write_all(&writes).unwrap();
        assert_eq!(at_once, one_by_one, "round {round}");
        let mut rebased = at_once.clone();
        rebased.rebase(at_once.map(), b"");
        assert_eq!(rebased.map(), at_once.map(), "round {round}: onto itself");
        crossed += usize::from((before > 32) != (map::pairs(at_once.map()) > 32));
    }
    assert!(crossed > 50, "{crossed}");
}

#[test]
fn a_new_session_of_many_puts_is_the_same_as_by_one_put_after_the_other() {
    let mut random = Random(29);
    let (mut sorted, mut twice, mut deleted) = (0, 0, 0);
    for round in 0..600 {
        let mut one_by_one = session(if round % 7 == 0 { b"" } else { EMPTY });
        if round % 2 == 0 {
            one_by_one.track();
        }
        let mut at_once = one_by_one.clone();
        let writes: Vec<(Vec<u8>, Option<Vec<u8>>)> =
            (0..random.below(45)).map(|_| (random.key(90), (random.below(200) > 0).then(|| random.value()))).collect();
        for (key, value) in &writes {
            match value {
                Some(value) => one_by_one.put_raw(key, value).unwrap(),
                None => one_by_one.delete(key).unwrap(),
            }
        }
        deleted += usize::from(writes.iter().any(|(_, value)| value.is_none()));
        let writes: Vec<_> = writes.iter().map(|(key, value)| (&**key, value.as_deref())).collect();
        at_once.write_all(&writes).unwrap();
        assert_eq!(at_once, one_by_one, "round {round}");
        sorted += usize::from(writes.len() <= 32);
        twice += usize::from((map::pairs(at_once.map()) as usize) < writes.len());
    }
    assert!(sorted > 300 && twice > 100 && deleted > 20, "{sorted} {twice} {deleted}");
}

#[test]
fn an_empty_list_before_a_key_is_no_other_key() {
    let key = [&[108, 0, 0, 0, 0][..], &string(b"a")].concat();
    let map = [&[131, 116, 0, 0, 0, 1][..], &key, &int(1)].concat();
    for many in [0_usize, 20] {
        let mut session = session(&map);
        let more: Vec<_> = (0..many).map(|at| format!("k{at:02}").into_bytes()).collect();
        let mut writes: Vec<(&[u8], Option<&[u8]>)> = vec![(b"a", Some(&[97, 2]))];
        writes.extend(more.iter().map(|key| (&**key, Some(&[106_u8][..]))));
        session.write_all(&writes).unwrap();
        assert_eq!(session.get_raw(b"a"), Some(&int(2)[..]));
        assert_eq!(map::pairs(session.map()) as usize, 1 + many);
        check(session.map()).unwrap();
        session.delete(b"a").unwrap();
        assert_eq!(map::pairs(session.map()) as usize, many);
    }
}

#[test]
fn random_operations_do_what_a_map_does() {
    let mut random = Random(11);
    let mut operations = 0;
    for _ in 0..200 {
        let mut model: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
        let mut action = Action::None;
        let mut changed: Vec<Vec<u8>> = Vec::new();
        let mut cleared = false;
        let mut session = Session::new(&Sid::Id(b"sid".to_vec()), EMPTY, b"note", Some(Reason::Expired));
        session.track();
        for _ in 0..100 {
            let key = random.key(50);
            let mut write = |key: Option<&Vec<u8>>, action: &mut Action| {
                if *action == Action::None {
                    *action = Action::Write;
                }
                if let Some(key) = key.filter(|key| !changed.contains(key)) {
                    changed.push(key.clone());
                }
            };
            match random.below(20) {
                0..10 => {
                    let value = random.value();
                    session.put_raw(&key, &value).unwrap();
                    write(Some(&key), &mut action);
                    model.insert(key, value);
                }
                10..17 => {
                    session.delete(&key).unwrap();
                    write(Some(&key), &mut action);
                    model.remove(&key);
                }
                17 => {
                    session.clear().unwrap();
                    write(None, &mut action);
                    model.clear();
                    cleared = true;
                }
                _ => {
                    let [renew, drop, ignore] = [0; 3].map(|_: u8| random.below(3) == 0);
                    session.configure(renew, drop, ignore).unwrap();
                    let wanted = [(renew, Action::Renew), (drop, Action::Drop), (ignore, Action::Ignore)];
                    action = wanted.into_iter().find(|(given, _)| *given).map_or(action, |(_, wanted)| wanted);
                }
            }
            operations += 1;
            assert_eq!(session.action(), action);
            assert_eq!(session.was_cleared(), cleared);
            assert!(session.changed().eq(changed.iter().map(Vec::as_slice)));
            assert_eq!(map::pairs(session.map()) as usize, model.len());
            for number in 0..50 {
                let key = Random::key(&mut Random(number + 1), 50);
                assert_eq!(session.get_raw(&key), model.get(&key).map(Vec::as_slice));
            }
            for (key, value) in &model {
                assert_eq!(session.get_raw(key), Some(value.as_slice()));
            }
        }
        assert_eq!((session.sid(), session.note()), (Sid::Id(b"sid".to_vec()), &b"note"[..]));
        assert_eq!(session.as_bytes()[3], Reason::Expired as u8);
        // The flat value is all there is to it.
        assert_eq!(Session::from_bytes(session.as_bytes()), session);
        assert_eq!(session.clone().into_bytes(), session.as_bytes());
    }
    assert_eq!(operations, 20_000);
}

#[test]
fn nothing_is_tracked_unless_asked_for() {
    let mut session = session(EMPTY);
    session.put_raw(b"a", &int(1)).unwrap();
    session.delete(b"b").unwrap();
    assert_eq!(session.changed().count(), 0);
    session.track();
    session.put_raw(b"a", &int(2)).unwrap();
    session.put_raw(b"a", &int(3)).unwrap();
    session.delete(b"").unwrap();
    assert_eq!(session.changed().collect::<Vec<_>>(), [&b"a"[..], b""]);
}

#[test]
fn a_rebase_takes_others_keys_and_keeps_its_own() {
    let mut random = Random(13);
    let (mut cleared, mut kept) = (0, 0);
    for round in 0..2_000 {
        let mut first = BTreeMap::new();
        let mut session = {
            let mut session = session(EMPTY);
            for _ in 0..random.below(40) {
                let (key, value) = (random.key(30), random.value());
                session.put_raw(&key, &value).unwrap();
                first.insert(key, value);
            }
            Session::new(&Sid::Id(b"sid".to_vec()), session.map(), &[1; 16], None)
        };
        session.track();
        // What others wrote meanwhile.
        let mut theirs = self::session(session.map());
        let mut expected = first.clone();
        for _ in 0..random.below(6) {
            let (key, value) = (random.key(30), random.value());
            theirs.put_raw(&key, &value).unwrap();
            expected.insert(key, value);
            let key = random.key(30);
            theirs.delete(&key).unwrap();
            expected.remove(&key);
        }
        // What this request does.
        let mut own: Vec<(Vec<u8>, Option<Vec<u8>>)> = Vec::new();
        let mut clears = false;
        for _ in 0..random.below(6) {
            let key = random.key(30);
            match random.below(8) {
                0 => {
                    session.clear().unwrap();
                    clears = true;
                    own.clear();
                }
                1..4 => {
                    session.delete(&key).unwrap();
                    own.push((key, None));
                }
                _ => {
                    let value = random.value();
                    session.put_raw(&key, &value).unwrap();
                    own.push((key, Some(value)));
                }
            }
        }
        let action = session.action();
        session.rebase(theirs.map(), &[2; 16]);
        if clears {
            expected.clear();
            cleared += 1;
        }
        for (key, value) in own {
            match value {
                Some(value) => drop(expected.insert(key, value)),
                None => drop(expected.remove(&key)),
            }
        }
        for (key, value) in &expected {
            assert_eq!(session.get_raw(key), Some(value.as_slice()), "round {round}");
        }
        assert_eq!(map::pairs(session.map()) as usize, expected.len(), "round {round}");
        assert_eq!((session.note(), session.action()), (&[2; 16][..], action), "round {round}");
        assert!(decode(session.map()).is_ok(), "round {round}");
        kept += expected.len();
    }
    assert!(cleared > 500 && kept > 20_000, "{cleared} {kept}");
}

#[test]
fn after_the_commit_nothing_is_written() {
    let mut session = session(&map(&[(b"k", &int(1))]));
    session.mark_sent().unwrap();
    let sent = session.clone();
    let refused = [
        session.put_raw(b"a", &int(1)),
        session.delete(b"k"),
        session.clear(),
        session.configure(true, false, false),
        session.configure(false, false, false),
        session.mark_sent(),
    ];
    assert_eq!(refused.len(), 6);
    for error in refused {
        assert_eq!(error.unwrap_err().code(), "ERR_ALREADY_SENT");
    }
    assert_eq!(session, sent);
    assert_eq!(session.get_raw(b"k"), Some(&int(1)[..]), "reading goes on");
}

/// A key that is the empty string, in the other way to write it, is that key: put must not write it a second time.
#[test]
fn a_string_written_as_a_bitstring_is_the_same_key() {
    for key in [&[77, 0, 0, 0, 0, 0][..], &[77, 0, 0, 0, 1, 8, b'a']] {
        let text = &key[6..];
        let map = [&[131, 116, 0, 0, 0, 1][..], key, &int(1)].concat();
        assert!(decode(&map).is_ok());
        let mut session = session(&map);
        assert_eq!(session.get_raw(text), Some(&int(1)[..]));
        session.put_raw(text, &int(2)).unwrap();
        assert_eq!(session.map(), [&[131, 116, 0, 0, 0, 1][..], key, &int(2)].concat());
        session.delete(text).unwrap();
        assert_eq!(session.map(), EMPTY);
    }
}

/// All that can be asked of a session and done to it.
fn exercise(bytes: &[u8]) {
    let fresh = || Session::from_bytes(bytes);
    let session = fresh();
    let _ = (session.action(), session.sid(), session.note(), session.was_cleared(), session.changed().count());
    let _ = (session.get_raw(b"k"), map::string_entries(session.map()).count(), map::pairs(session.map()));
    for key in [&b""[..], b"k", b"\xff\xff"] {
        let mut session = fresh();
        session.track();
        let _ = session.put_raw(key, &int(1));
        let _ = session.delete(key);
        let _ = session.configure(true, true, true);
        session.rebase(&map(&[(b"k", &int(2))]), &[0; 16]);
        let _ = session.put_raw(key, &int(1));
        let _ = session.clear();
        let _ = session.mark_sent();
    }
    let mut session = fresh();
    session.rebase(bytes, bytes);
}

#[test]
fn no_bytes_panic() {
    let mut tried = 0;
    let mut session =
        Session::new(&Sid::Id(b"sid".to_vec()), &map(&[(b"k", &int(1)), (b"l", &int(2))]), &[7; 16], None);
    session.track();
    session.put_raw(b"m", &int(3)).unwrap();
    let good = session.as_bytes().to_vec();
    for end in 0..good.len() {
        exercise(&good[..end]);
        tried += 1;
    }
    for at in 0..good.len() {
        for byte in 0..=255 {
            let mut bad = good.clone();
            bad[at] = byte;
            exercise(&bad);
            tried += 1;
        }
    }
    let mut random = Random(17);
    for _ in 0..50_000 {
        let mut bad: Vec<u8> = (0..random.below(80)).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        if random.below(2) == 0 && bad.len() > 18 {
            // A plausible header, so that more of the rest is looked at.
            bad[..12].copy_from_slice(&[1, 3, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0]);
            bad[16..18].copy_from_slice(&[131, 116]);
        }
        exercise(&bad);
        tried += 1;
    }
    assert_eq!(tried, good.len() * 257 + 50_000);
}

#[test]
fn a_value_that_is_put_into_no_map_makes_one() {
    let wanted = map(&[(b"k", &int(1))]);
    for other in [&b""[..], b"\x83", b"\x83t", b"\x83t\0\0\0", b"\x83j", b"\x83m\0\0\0\x04abcd", b"tttttttt"] {
        let mut session = session(other);
        session.put_raw(b"k", &int(1)).unwrap();
        assert_eq!(session.map(), wanted, "{other:?}");
    }
}
