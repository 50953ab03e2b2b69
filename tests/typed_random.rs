//! Types as terms against what stands beside them: real Erlang's bytes in `external_term.json`, trees of [`Term`], and bytes that are anything.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod vectors;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use vectors::{bytes, load, name, text};
use waxseal::session::Session;
use waxseal::term::decode::decode;
use waxseal::term::encode::{Otp, encode};
use waxseal::term::{Term, from_slice, to_vec};

/// What a type that takes anything is handed, part by part, and hands back.
#[derive(Debug, Clone, PartialEq)]
enum Any {
    Nil,
    Boolean(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Any>),
    Map(Vec<(Any, Any)>),
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Read)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Any;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_unit<E>(self) -> Result<Any, E> {
        Ok(Any::Nil)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Any, E> {
        Ok(Any::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Any, E> {
        Ok(Any::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Any, E> {
        Ok(Any::Integer(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Any, E> {
        Ok(Any::Integer(value))
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Any, E> {
        i128::try_from(value).map(Any::Integer).map_err(E::custom)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Any, E> {
        Ok(Any::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Any, E> {
        Ok(Any::Text(value.to_owned()))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Any, E> {
        Ok(Any::Bytes(value.to_vec()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Any, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Any::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Any, A::Error> {
        let mut map = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            map.push(pair);
        }
        Ok(Any::Map(map))
    }
}

impl Serialize for Any {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nil => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i128(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Bytes(value) => serializer.serialize_bytes(value),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(pairs) => serializer.collect_map(pairs.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// What [`Any`] is to be of a term; nothing if a part of it has no type that takes anything.
fn expected(term: &Term) -> Option<Any> {
    Some(match term {
        Term::Atom(name) => match name.as_str() {
            "nil" => Any::Nil,
            "true" => Any::Boolean(true),
            "false" => Any::Boolean(false),
            _ => Any::Text(name.clone()),
        },
        Term::Int(int) => Any::Integer((*int).into()),
        Term::Big(big) => Any::Integer(big.to_string().parse().ok()?),
        Term::Float(float) => Any::Float(*float),
        Term::Binary(bytes) => String::from_utf8(bytes.clone()).map_or_else(|_| Any::Bytes(bytes.clone()), Any::Text),
        Term::List(items) | Term::Tuple(items) => Any::List(items.iter().map(expected).collect::<Option<_>>()?),
        Term::Map(pairs) => {
            let pairs = pairs.iter().filter(|(key, _)| *key != Term::Atom("__struct__".to_owned()));
            Any::Map(pairs.map(|(key, value)| Some((expected(key)?, expected(value)?))).collect::<Option<_>>()?)
        }
        Term::Bits { .. } | Term::Improper(..) | Term::Opaque(_) => return None,
    })
}

/// Whether nothing of the term is another one in [`Any`]: an atom, a tuple.
fn is_kept(term: &Term) -> bool {
    match term {
        Term::Atom(name) => matches!(name.as_str(), "nil" | "true" | "false"),
        Term::List(items) => items.iter().all(is_kept),
        Term::Map(pairs) => pairs.iter().all(|(key, value)| is_kept(key) && is_kept(value)),
        Term::Int(_) | Term::Big(_) | Term::Float(_) | Term::Binary(_) => true,
        Term::Tuple(_) | Term::Bits { .. } | Term::Improper(..) | Term::Opaque(_) => false,
    }
}

#[test]
fn what_erlang_wrote_is_read_and_written_again() {
    let (mut whole, mut read, mut written, mut refused) = (0, 0, 0, 0);
    for case in load("external_term") {
        let (name, input) = (name(&case), bytes(&case, "etf_b64"));
        let Ok(term) = decode(&input) else {
            assert!(from_slice::<Term>(&input).is_err(), "{name}");
            assert!(from_slice::<Any>(&input).is_err(), "{name}");
            assert!(from_slice::<IgnoredAny>(&input).is_err(), "{name}: what nobody looks at is checked too");
            refused += 1;
            continue;
        };
        assert_eq!(format!("{:?}", from_slice::<Term>(&input).unwrap()), format!("{term:?}"), "{name}");
        let encoded = encode(&term, Otp::Otp26);
        if let Ok(encoded) = &encoded {
            assert_eq!(&to_vec(&term).unwrap(), encoded, "{name}");
            whole += 1;
        }
        let any = from_slice::<Any>(&input);
        let Some(wanted) = expected(&term) else {
            assert!(any.is_err(), "{name}");
            continue;
        };
        let any = match any {
            Ok(any) => any,
            Err(error) if name.contains("deep") || error.message().contains("128 levels") => continue,
            Err(error) => panic!("{name}: {error}"),
        };
        assert_eq!(format!("{any:?}"), format!("{wanted:?}"), "{name}");
        read += 1;
        if is_kept(&term) {
            assert_eq!(Some(to_vec(&any).unwrap()), encoded.ok(), "{name}");
            // The very bytes of OTP 27, where they depend on nothing but the term.
            if case["otp27"]["reencode_stable"] == true && text(&case, "outcome") == "ok" {
                written += 1;
            }
        }
    }
    // No case goes by unseen.
    assert_eq!((whole, refused), (236, 89));
    assert!(read > 180 && written > 90, "{read} read, {written} written");
}

/// xorshift64*; the seed is fixed, so each run is the same.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn many<T>(&mut self, most: u64, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most)).map(|_| one(self)).collect()
    }

    fn text(&mut self) -> String {
        const CHARS: [char; 8] = ['a', 'Z', '0', ':', '\0', 'ß', '€', '🔑'];
        self.many(12, |random| CHARS[usize::try_from(random.below(8)).unwrap()]).into_iter().collect()
    }

    fn integer(&mut self) -> i128 {
        let int = i128::from(self.next()) << 64 | i128::from(self.next());
        int >> self.below(128)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Kind {
    Plain,
    #[serde(rename = ":admin")]
    Admin,
    Since(i64),
    #[serde(rename = ":range")]
    Range(u16, u16),
    Of {
        tree: Option<Box<Everything>>,
    },
}

/// Something of each kind, in no order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Everything {
    zeta: bool,
    #[serde(rename = ":atom")]
    alpha: String,
    wide: i128,
    unsigned: u64,
    float: f64,
    optional: Option<u8>,
    unit: (),
    char: char,
    list: Vec<i16>,
    bytes: Vec<u8>,
    tuple: (u32, String),
    array: [i8; 3],
    by_name: HashMap<String, u32>,
    by_number: BTreeMap<i64, Kind>,
    kinds: Vec<Kind>,
}

fn kind(random: &mut Random, depth: u32) -> Kind {
    match random.below(if depth > 0 { 5 } else { 4 }) {
        0 => Kind::Plain,
        1 => Kind::Admin,
        2 => Kind::Since(random.next().cast_signed()),
        3 => Kind::Range(7, u16::MAX),
        _ => Kind::Of { tree: (random.below(2) > 0).then(|| Box::new(everything(random, depth - 1))) },
    }
}

fn everything(random: &mut Random, depth: u32) -> Everything {
    Everything {
        zeta: random.below(2) > 0,
        alpha: random.text(),
        wide: random.integer(),
        unsigned: random.next() >> random.below(64),
        float: f64::from(u32::try_from(random.below(1 << 32)).unwrap()) / 7.0 - 1e8,
        optional: (random.below(2) > 0).then_some(7),
        unit: (),
        char: random.text().chars().next().unwrap_or('x'),
        list: random.many(6, |random| (random.integer() & 0x7FFF).try_into().unwrap()),
        bytes: random.many(6, |random| u8::try_from(random.below(256)).unwrap()),
        tuple: (u32::MAX, random.text()),
        array: [1, -1, i8::MIN],
        by_name: random.many(40, |random| (random.text(), 1)).into_iter().collect(),
        by_number: random.many(5, |random| (random.next().cast_signed(), kind(random, depth))).into_iter().collect(),
        kinds: random.many(4, |random| kind(random, depth)),
    }
}

#[test]
fn what_is_written_is_a_term_as_erlang_has_it_and_is_read_back() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..400 {
        let value = everything(&mut random, 3);
        let written = to_vec(&value).unwrap();
        let term = decode(&written).unwrap();
        assert_eq!(encode(&term, Otp::Otp26).unwrap(), written, "round {round}");
        assert_eq!(from_slice::<Everything>(&written).unwrap(), value, "round {round}");
        // A tree in between changes nothing, and what takes anything is handed the same.
        assert_eq!(to_vec(&term).unwrap(), written, "round {round}");
        assert_eq!(from_slice::<Any>(&written).ok(), expected(&term), "round {round}");
        let mut session = Session::default();
        session.put("a", &value).unwrap();
        session.put("b", &term).unwrap();
        assert_eq!(session.get_raw(b"a"), session.get_raw(b"b"), "round {round}");
    }
}

#[test]
fn bytes_that_are_anything_are_read_or_refused() {
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    let seeds: Vec<Vec<u8>> =
        load("external_term").iter().map(|case| bytes(case, "etf_b64")).filter(|bytes| bytes.len() < 4096).collect();
    let mut read = 0;
    for round in 0..20_000 {
        let mut bytes = match round % 4 {
            0 => random.many(40, |random| u8::try_from(random.below(256)).unwrap()),
            1 => to_vec(&everything(&mut Random(round + 1), 1)).unwrap(),
            _ => seeds[usize::try_from(random.next()).unwrap() % seeds.len()].clone(),
        };
        for _ in 0..random.below(4) {
            if bytes.is_empty() {
                break;
            }
            let at = usize::try_from(random.next()).unwrap() % bytes.len();
            match random.below(3) {
                0 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
                1 => bytes.truncate(at),
                _ => bytes.insert(at, [97, 100, 104, 106, 107, 108, 109, 110, 116, 119, 131][at % 11]),
            }
        }
        read += usize::from(from_slice::<Everything>(&bytes).is_ok());
        read += usize::from(from_slice::<Any>(&bytes).is_ok());
        read += usize::from(from_slice::<Term>(&bytes).is_ok());
        read += usize::from(from_slice::<Kind>(&bytes).is_ok());
        read += usize::from(from_slice::<BTreeMap<String, Vec<Option<&str>>>>(&bytes).is_ok());
        read += usize::from(from_slice::<(String, u128, serde_json::Value)>(&bytes).is_ok());
        // What a session was given raw was checked by nobody.
        let mut session = Session::default();
        session.put_raw(b"k", bytes.get(1..).unwrap_or_default()).unwrap();
        read += usize::from(session.get::<Everything>("k").is_ok());
        read += usize::from(session.get::<Any>("k").is_ok());
        read += usize::from(session.get::<Vec<&str>>("k").is_ok());
    }
    assert!(read > 10_000, "{read} were read");
}
