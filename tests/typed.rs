//! Any type as a term, and back: what becomes of what, borrowed parts, errors with their path, and no type that overflows the stack.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::items_after_statements,
    reason = "a test fails by panicking, and has its types where they are used"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use waxseal::error::Error;
use waxseal::session::Session;
use waxseal::term::decode::{BIGNUM, NODES};
use waxseal::term::encode::{Otp, encode};
use waxseal::term::typed::LEVELS;
use waxseal::term::{Term, from_slice, to_vec};

fn atom(name: &str) -> Term {
    Term::Atom(name.to_owned())
}

fn text(text: &str) -> Term {
    Term::Binary(text.into())
}

fn map(pairs: &[(Term, Term)]) -> Term {
    Term::Map(pairs.to_vec())
}

fn bytes(term: &Term) -> Vec<u8> {
    encode(term, Otp::Otp26).unwrap()
}

/// The value is written as this term, byte for byte, and read from it as it was.
#[track_caller]
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, term: &Term) {
    let written = to_vec(value).unwrap();
    assert_eq!(written, bytes(term), "{value:?}");
    assert_eq!(&from_slice::<T>(&written).unwrap(), value);
    // And in a session, under a key.
    let mut session = Session::default();
    session.put("k", value).unwrap();
    assert_eq!(session.get::<T>("k").unwrap().as_ref(), Some(value));
    assert_eq!(session.get_raw(b"k"), written.get(1..));
}

/// The term is read as this value, however that is written.
#[track_caller]
fn reads<T: DeserializeOwned + PartialEq + Debug>(term: &Term, value: &T) {
    assert_eq!(&from_slice::<T>(&bytes(term)).unwrap(), value, "{term:?}");
}

#[track_caller]
fn refuses<T: DeserializeOwned + Debug>(term: &Term, message: &str) -> Error {
    let error = from_slice::<T>(&bytes(term)).expect_err(message);
    assert_eq!((error.message(), error.code()), (message, "ERR_DECODE"), "{term:?}");
    error
}

#[test]
fn numbers() {
    same(&0_u8, &Term::Int(0));
    same(&255_u8, &Term::Int(255));
    same(&-1_i8, &Term::Int(-1));
    same(&256_u16, &Term::Int(256));
    same(&i32::MIN, &Term::Int(i32::MIN.into()));
    same(&u32::MAX, &Term::Int(u32::MAX.into()));
    same(&i64::MIN, &Term::Int(i64::MIN));
    same(&u64::MAX, &Term::from(u64::MAX));
    for int in [i128::MIN, i128::from(i64::MIN) - 1, -1, 0, 1 << 63, i128::from(u64::MAX) + 1, i128::MAX] {
        same(&int, &Term::parse_integer(&int.to_string()).unwrap());
    }
    for int in [0, 1 << 32, u128::MAX - 1, u128::MAX] {
        same(&int, &Term::parse_integer(&int.to_string()).unwrap());
    }
    same(&-0.0_f64, &Term::Float(-0.0));
    same(&f64::MAX, &Term::Float(f64::MAX));
    same(&1.5_f32, &Term::Float(1.5));
    // JavaScript writes 1.0 as 1.
    reads(&Term::Int(-7), &-7.0_f64);
    refuses::<u8>(&Term::Int(256), "got an integer of another value, takes u8");
    refuses::<u32>(&Term::Int(-1), "got an integer of another value, takes u32");
    refuses::<i64>(&Term::from(u64::MAX), "got an integer of another value, takes i64");
    refuses::<u64>(&Term::parse_integer("18446744073709551616").unwrap(), "got an integer of 128 bits, takes u64");
    refuses::<u32>(&Term::Float(1.0), "got a float, takes u32");
    let large = Term::parse_integer(&"9".repeat(100)).unwrap();
    refuses::<u128>(&large, "got an integer of more than 128 bits, takes u128");
    refuses::<i128>(
        &Term::parse_integer(&format!("-{}", u128::MAX)).unwrap(),
        "got an integer of more than 128 bits, takes i128",
    );
    // Any size at all is a term.
    same(&vec![large.clone()], &Term::List(vec![large]));
    for float in [f64::NAN, f64::INFINITY] {
        assert_eq!(to_vec(&float).unwrap_err().message(), "is infinite or not a number");
    }
}

#[test]
fn text_and_bytes() {
    same(&"käse".to_owned(), &text("käse"));
    same(&'ä', &text("ä"));
    for (charlist, wanted) in [
        (Term::List(vec![Term::Int(104), Term::Int(233)]), "hé"),
        (Term::List(vec![Term::Int(104), Term::Int(0x1_F511)]), "h🔑"),
        (Term::List(vec![]), ""),
        (Term::List(vec![Term::Int(97)]), "a"),
    ] {
        reads(&charlist, &wanted.to_owned());
    }
    reads(&atom("admin"), &"admin".to_owned());
    refuses::<String>(&atom("nil"), "got nil, takes a string");
    refuses::<String>(&atom("true"), "got a boolean, takes a string");
    refuses::<String>(&Term::Binary(vec![255]), "got bytes that are not text, takes a string");
    refuses::<String>(&Term::List(vec![Term::Int(0xD800)]), "got a list, takes a string");
    refuses::<String>(&Term::List(vec![text("a")]), "got a list, takes a string");
    refuses::<char>(&text("ab"), "got a string of another value, takes a character");

    // A binary is bytes, and a sequence of u8 but of nothing else.
    let token = Term::Binary(vec![0, 255, 7]);
    reads(&token, &vec![0_u8, 255, 7]);
    reads(&token, &[0_u8, 255, 7]);
    refuses::<[u8; 2]>(&token, "got more bytes than it takes");
    refuses::<[u8; 4]>(&token, "got 3 parts, takes an array of length 4");
    refuses::<Vec<u32>>(&text("abc"), "got a binary, takes a list, each item u32");
    refuses::<Vec<String>>(&text("abc"), "got a binary, takes a list, each item a string");
    // A list of bytes, which is written as a string is read as one too.
    same(&vec![1_u8, 2, 3], &Term::List((1..4).map(Term::Int).collect()));
    reads(&Term::List((1..4).map(Term::Int).collect()), &vec![Some(1_u64), Some(2), Some(3)]);
    same(&Bytes(vec![0, 255, 7]), &token);
    same(&Bytes(vec![]), &Term::Binary(vec![]));
    reads(&Term::List((1..4).map(Term::Int).collect()), &Bytes(vec![1, 2, 3]));
}

/// As `serde_bytes` does it.
#[derive(Debug, PartialEq)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_byte_buf(Visitor)
    }
}

#[test]
fn text_and_bytes_are_lent() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Lent<'a> {
        name: &'a str,
        token: &'a [u8],
        list: &'a [u8],
        kind: &'a str,
    }
    let list = Term::List((1..4).map(Term::Int).collect());
    let pairs = [("name", text("Ada")), ("token", Term::Binary(vec![255])), ("list", list), ("kind", atom("admin"))];
    let bytes = bytes(&Term::Map(pairs.map(|(name, value)| (text(name), value)).into()));
    let lent: Lent = from_slice(&bytes).unwrap();
    assert_eq!(lent, Lent { name: "Ada", token: &[255], list: &[1, 2, 3], kind: "admin" });
    let range = bytes.as_ptr_range();
    for part in [lent.name.as_bytes(), lent.token, lent.list, lent.kind.as_bytes()] {
        assert!(range.contains(&part.as_ptr()), "a copy");
    }
    // What was compressed is gone: it can be copied, and not lent. term_to_binary(<<"k">>, [compressed]), as a block that is stored.
    let compressed = [131, 80, 0, 0, 0, 6, 120, 1, 1, 6, 0, 249, 255, 109, 0, 0, 0, 1, b'k', 3, 1, 0, 218];
    assert_eq!(from_slice::<String>(&compressed).unwrap(), "k");
    assert_eq!(from_slice::<&str>(&compressed).unwrap_err().message(), "got a string, takes a borrowed string");
}

#[test]
fn options_units_and_tuples() {
    same(&None::<u8>, &atom("nil"));
    same(&Some(7), &Term::Int(7));
    same(&(), &atom("nil"));
    same(&true, &atom("true"));
    same(&false, &atom("false"));
    same(&(1_u8, "a".to_owned()), &Term::Tuple(vec![Term::Int(1), text("a")]));
    same(&[1.0, 2.0], &Term::Tuple(vec![Term::Float(1.0), Term::Float(2.0)]));
    same(&vec![Some(true), None], &Term::List(vec![atom("true"), atom("nil")]));
    same(&Vec::<u32>::new(), &Term::List(vec![]));
    same(&vec![300_u32; 3], &Term::List(vec![Term::Int(300); 3]));
    same(&vec![7_u32; 70_000], &Term::List(vec![Term::Int(7); 70_000]));
    same(&BTreeSet::from(["a".to_owned(), "b".to_owned()]), &Term::List(vec![text("a"), text("b")]));
    reads(&Term::List(vec![Term::Int(1), text("a")]), &(1_u8, "a".to_owned()));
    reads(&Term::Tuple(vec![Term::Int(1), Term::Int(2)]), &vec![1_u8, 2]);
    refuses::<(u8, u8)>(&Term::Tuple(vec![Term::Int(1); 3]), "got more parts than it takes");
    refuses::<(u8, u8)>(&Term::Tuple(vec![Term::Int(1)]), "got 1 parts, takes a tuple of size 2");
    refuses::<Vec<u8>>(&Term::Improper(vec![Term::Int(1)], Box::new(Term::Int(2))), "got an improper list");
    refuses::<()>(&Term::Int(1), "got an integer, takes unit");
    refuses::<bool>(&atom("yes"), "got an atom, takes a boolean");
    // nil and what is not there are one, as in Plug, unless the type tells them apart.
    let mut session = Session::default();
    session.put("user_id", &None::<u64>).unwrap();
    assert_eq!(session.get::<u64>("user_id").unwrap(), None);
    assert_eq!(session.get::<Option<u64>>("user_id").unwrap(), Some(None));
    assert_eq!(session.get::<Option<u64>>("other").unwrap(), None);
}

#[derive(Debug, Serialize, Deserialize, PartialEq, Default)]
struct Item {
    id: u32,
    #[serde(rename = "Name")]
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Strict {
    #[serde(rename = ":id")]
    id: u32,
    plain: bool,
}

#[test]
fn structs_and_maps() {
    let item = Item { id: 1, name: "tea".to_owned(), note: None };
    same(&item, &map(&[(text("Name"), text("tea")), (text("id"), Term::Int(1))]));
    // As Phoenix writes it: atoms, a struct, other keys beside.
    let point = map(&[
        (atom("__struct__"), atom("Elixir.MyApp.Item")),
        (atom("id"), Term::Int(1)),
        (text("Name"), text("tea")),
        (Term::Int(0), Term::Int(9)),
        (atom("note"), atom("nil")),
        (Term::Tuple(vec![]), map(&[])),
    ]);
    reads(&point, &item);
    let twice = map(&[(atom("id"), Term::Int(1)), (text("id"), Term::Int(1)), (text("Name"), text("tea"))]);
    refuses::<Item>(&twice, "id is there twice");
    refuses::<Item>(&map(&[(text("id"), Term::Int(1))]), "Name is not there");
    refuses::<Item>(&Term::List(vec![]), "got an empty list, takes struct Item");

    let strict = Strict { id: 1, plain: true };
    same(&strict, &map(&[(atom("id"), Term::Int(1)), (text("plain"), atom("true"))]));
    let module = (atom("__struct__"), atom("Elixir.MyApp.Strict"));
    reads(&map(&[module, (text("id"), Term::Int(1)), (atom("plain"), atom("true"))]), &strict);
    // An atom is the field that is one, text the other.
    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    struct Both {
        #[serde(rename = ":id")]
        atom: u32,
        #[serde(rename = "id")]
        text: u32,
    }
    same(&Both { atom: 1, text: 2 }, &map(&[(atom("id"), Term::Int(1)), (text("id"), Term::Int(2))]));
    // Atoms are in the order of OTP 26, in which a month comes before its day.
    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    struct Date {
        #[serde(rename = ":day")]
        day: u32,
        #[serde(rename = ":month")]
        month: u32,
    }
    let date = Date { day: 29, month: 11 };
    same(&date, &map(&[(atom("month"), Term::Int(11)), (atom("day"), Term::Int(29))]));
    assert!(to_vec(&date).unwrap().starts_with(b"\x83t\0\0\0\x02w\x05month"));
    for other in [text("secret-of-9"), atom("secret"), Term::Int(0), Term::Binary(vec![255]), Term::List(vec![])] {
        let more = map(&[(atom("id"), Term::Int(1)), (text("plain"), atom("true")), (other, Term::Int(1))]);
        let error = from_slice::<Strict>(&bytes(&more)).unwrap_err();
        assert!(!error.message().contains("secret"), "{error}");
    }

    same(
        &BTreeMap::from([(1, "a".to_owned()), (300, "b".to_owned())]),
        &map(&[(Term::Int(1), text("a")), (Term::Int(300), text("b"))]),
    );
    let tuple = |x, y| Term::Tuple(vec![Term::Int(x), Term::Int(y)]);
    same(
        &BTreeMap::from([((1, 2), 0), ((3, 4), 0)]),
        &map(&[(tuple(1, 2), Term::Int(0)), (tuple(3, 4), Term::Int(0))]),
    );
    same(&BTreeMap::from([(vec!["k".to_owned()], 1)]), &map(&[(Term::List(vec![text("k")]), Term::Int(1))]));
    same(&HashMap::from([(Vec::<u8>::new(), 1)]), &map(&[(Term::List(vec![]), Term::Int(1))]));
    reads(
        &map(&[(atom("__struct__"), atom("Elixir.P")), (atom("x"), Term::Int(1))]),
        &HashMap::from([("x".to_owned(), 1)]),
    );
    // In Erlang's order, whatever the map's.
    let many: HashMap<String, u8> = (0..30).map(|at| (format!("k{at:02}"), at)).collect();
    same(&many, &Term::Map((0..30).map(|at| (text(&format!("k{at:02}")), Term::Int(at))).collect()));
    let large: HashMap<u32, u32> = (0..500).map(|at| (at, at)).collect();
    assert_eq!(from_slice::<HashMap<u32, u32>>(&to_vec(&large).unwrap()).unwrap(), large);

    /// Two keys of it are written alike.
    #[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
    #[serde(untagged)]
    enum Key {
        One(u8),
        Other(u64),
    }
    let error = to_vec(&BTreeMap::from([("m", BTreeMap::from([(Key::One(1), 1), (Key::Other(1), 2)]))])).unwrap_err();
    assert_eq!((error.message(), error.code()), ("m: has the same key twice", "ERR_ENCODE"));
    struct Twice;
    impl Serialize for Twice {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_map([("a", 1), ("a", 2)])
        }
    }
    assert_eq!(to_vec(&Twice).unwrap_err().message(), "has the same key twice");
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
enum Shape {
    Nothing,
    Round(f64),
    Corners(u8, u8),
    Named { name: String },
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
enum Elixir {
    #[serde(rename = ":none")]
    Nothing,
    #[serde(rename = ":round")]
    Round(f64),
    #[serde(rename = ":corners")]
    Corners(u8, u8),
    #[serde(rename = ":named")]
    Named {
        #[serde(rename = ":name")]
        name: String,
    },
}

#[test]
fn enums() {
    let one = |name, value| map(&[(text(name), value)]);
    let corners = || Term::Tuple(vec![Term::Int(1), Term::Int(2)]);
    let name = || map(&[(text("name"), text("x"))]);
    same(&Shape::Nothing, &text("Nothing"));
    same(&Shape::Round(1.5), &one("Round", Term::Float(1.5)));
    same(&Shape::Corners(1, 2), &one("Corners", corners()));
    same(&Shape::Named { name: "x".to_owned() }, &one("Named", name()));
    let tuple = |items: &[Term]| Term::Tuple(items.to_vec());
    same(&Elixir::Nothing, &atom("none"));
    same(&Elixir::Round(1.5), &tuple(&[atom("round"), Term::Float(1.5)]));
    same(&Elixir::Corners(1, 2), &tuple(&[atom("corners"), Term::Int(1), Term::Int(2)]));
    same(&Elixir::Named { name: "x".to_owned() }, &tuple(&[atom("named"), map(&[(atom("name"), text("x"))])]));
    // Each form is read as either.
    reads(&atom("Nothing"), &Shape::Nothing);
    reads(&one("Nothing", atom("nil")), &Shape::Nothing);
    reads(&tuple(&[atom("Nothing")]), &Shape::Nothing);
    reads(&text("none"), &Elixir::Nothing);
    reads(&tuple(&[text("Round"), Term::Int(2)]), &Shape::Round(2.0));
    reads(&map(&[(atom("round"), Term::Float(1.5))]), &Elixir::Round(1.5));
    reads(&tuple(&[atom("Corners"), Term::Int(1), Term::Int(2)]), &Shape::Corners(1, 2));
    reads(&one("corners", Term::List(vec![Term::Int(1), Term::Int(2)])), &Elixir::Corners(1, 2));
    reads(&tuple(&[atom("Named"), name()]), &Shape::Named { name: "x".to_owned() });
    let known = "takes Nothing, Round, Corners, Named";
    refuses::<Shape>(&text("Secret"), &format!("got a name that is no variant, {known}"));
    refuses::<Shape>(&text("Round"), "got a variant's name alone, takes its data too");
    refuses::<Shape>(&one("Nothing", Term::Int(1)), "Nothing: got a variant with data, takes its name alone");
    refuses::<Shape>(
        &tuple(&[text("Round"), Term::Int(1), Term::Int(2)]),
        "got a variant with 2 parts, takes another number",
    );
    refuses::<Shape>(&tuple(&[atom("Corners"), Term::Int(1), text("x")]), "[2]: got a string, takes u8");
    refuses::<Shape>(&map(&[]), "got a map, takes enum Shape");
    refuses::<Shape>(&Term::Int(0), "got an integer, takes enum Shape");
    refuses::<Shape>(&Term::Tuple(vec![]), "got a tuple, takes enum Shape");

    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Tagged {
        LogIn { user: u64 },
        LogOut,
    }
    same(&Tagged::LogOut, &one("type", text("log_out")));
    reads(&map(&[(atom("type"), atom("log_in")), (atom("user"), Term::Int(7))]), &Tagged::LogIn { user: 7 });

    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    #[serde(untagged)]
    enum Either {
        Number(i64),
        Text(String),
        Many(Vec<Either>),
    }
    same(
        &Either::Many(vec![Either::Number(-1), Either::Text("a".to_owned())]),
        &Term::List(vec![Term::Int(-1), text("a")]),
    );
    assert!(from_slice::<Either>(&bytes(&Term::Float(0.5))).is_err());

    // By way of serde's buffer, which knows of no atoms.
    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    #[serde(tag = "type")]
    enum Buffered {
        Inside {
            #[serde(rename = ":id", alias = "id")]
            id: u8,
        },
    }
    same(&Buffered::Inside { id: 1 }, &map(&[(atom("id"), Term::Int(1)), (text("type"), text("Inside"))]));
    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    #[serde(untagged)]
    enum Plain {
        One {
            #[serde(rename = ":id", alias = "id")]
            id: u8,
        },
    }
    same(&Plain::One { id: 1 }, &map(&[(atom("id"), Term::Int(1))]));

    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    struct Flat {
        id: u8,
        #[serde(flatten)]
        rest: BTreeMap<String, i64>,
    }
    let flat = Flat { id: 1, rest: BTreeMap::from([("x".to_owned(), 2)]) };
    same(&flat, &map(&[(text("id"), Term::Int(1)), (text("x"), Term::Int(2))]));
    reads(
        &map(&[(atom("__struct__"), atom("Elixir.F")), (atom("id"), Term::Int(1)), (atom("x"), Term::Int(2))]),
        &flat,
    );
}

#[test]
fn any_term_is_a_term() {
    let pid = from_slice::<Term>(b"\x83X\x77\x01a\0\0\0\x01\0\0\0\0\0\0\0\0").unwrap();
    let module = map(&[(atom("__struct__"), atom("Elixir.P")), (atom("x"), Term::Float(0.5))]);
    let bits = Term::Bits { bytes: vec![128], bits: 1 };
    let terms =
        vec![pid, module.clone(), bits, atom("admin"), Term::Improper(vec![Term::Int(1)], Box::new(Term::Int(2)))];
    for term in &terms {
        same(term, term);
    }
    same(&terms, &Term::List(terms.clone()));
    same(&vec![Some(module.clone()), None], &Term::List(vec![module.clone(), atom("nil")]));
    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    struct With {
        term: Term,
        keys: Vec<(Term, u8)>,
    }
    let with = With { term: module.clone(), keys: vec![(atom("a"), 1)] };
    let keys = Term::List(vec![Term::Tuple(vec![atom("a"), Term::Int(1)])]);
    same(&with, &map(&[(text("keys"), keys), (text("term"), module.clone())]));
    // A key too.
    #[derive(Serialize)]
    struct Wrong(Term);
    assert_eq!(to_vec(&Wrong(Term::Float(f64::NAN))).unwrap_err().message(), "is refused by its type");
    // In another format it is its bytes.
    let json = serde_json::to_string(&module).unwrap();
    assert_eq!(json, serde_json::to_string(&bytes(&module)).unwrap());
    let error = serde_json::from_str::<Term>("true").unwrap_err().to_string();
    assert!(error.contains("expected a term"), "{error}");
}

#[test]
fn an_error_says_where_and_not_what() {
    #[derive(Debug, Serialize, Deserialize)]
    struct Cart {
        items: Vec<Line>,
        by_name: BTreeMap<String, Line>,
    }
    #[derive(Debug, Serialize, Deserialize)]
    struct Line {
        quantity: u8,
        price: Option<f64>,
    }
    let line = |quantity: Term| map(&[(atom("quantity"), quantity)]);
    let cart = |item: Term, name: &str, named: Term| {
        map(&[
            (text("by_name"), map(&[(text(name), named)])),
            (atom("items"), Term::List(vec![line(Term::Int(1)), item])),
        ])
    };
    let good = || line(Term::Int(1));
    let path = |term: &Term| {
        let error = from_slice::<Cart>(&bytes(term)).unwrap_err();
        assert!(
            error.message().starts_with(&format!("{}: ", error.path())) && !error.message().contains("s3cret"),
            "{error}"
        );
        error.path().to_owned()
    };
    assert_eq!(path(&cart(line(text("s3cret")), "a", good())), "items[1].quantity");
    assert_eq!(path(&cart(line(Term::Int(999)), "a", good())), "items[1].quantity");
    assert_eq!(path(&cart(good(), "tea", line(text("s3cret")))), "by_name.tea.quantity");
    assert_eq!(path(&cart(good(), "s3cret", line(text("s3cret")))), "by_name.(…).quantity");
    assert_eq!(path(&cart(text("s3cret"), "a", good())), "items[1]");
    let mut session = Session::default();
    session.put("cart", &cart(good(), "a", line(atom("s3cret")))).unwrap();
    let error = session.get::<Cart>("cart").unwrap_err();
    assert_eq!(error.to_string(), "cart.by_name.a.quantity: got an atom, takes u8");

    let before = session.clone();
    let line = |price| Line { quantity: 1, price };
    let wrong = Cart { items: vec![line(None)], by_name: BTreeMap::from([("tea".to_owned(), line(Some(f64::NAN)))]) };
    let error = session.put("cart", &wrong).unwrap_err();
    assert_eq!((error.path(), error.code()), ("cart.by_name.tea.price", "ERR_ENCODE"));
    assert_eq!(session, before, "the session is as it was");
    assert_eq!(to_vec(&wrong).unwrap_err().path(), "by_name.tea.price");

    /// It says the value itself.
    #[derive(Debug, Deserialize)]
    #[serde(try_from = "String")]
    struct Loud;
    impl TryFrom<String> for Loud {
        type Error = String;

        fn try_from(text: String) -> Result<Self, String> {
            Err(format!("no {text}"))
        }
    }
    refuses::<Vec<Loud>>(&Term::List(vec![text("s3cret")]), "[0]: is refused by its type");
    session.mark_sent().unwrap();
    assert_eq!(session.put("a", &1).unwrap_err().code(), "ERR_ALREADY_SENT");
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Nest(Vec<Nest>);

#[derive(Debug, Serialize, Deserialize, PartialEq)]
enum Chain {
    End,
    More(Box<Chain>),
    Side { left: Option<Box<Chain>>, right: BTreeMap<String, Chain> },
}

/// It reads itself without a byte of progress.
#[derive(Debug, Serialize, Deserialize)]
struct Endless(Option<Box<Endless>>);

#[test]
fn depth_is_bounded_before_the_stack_is() {
    // What Rust's threads and tokio's are given. Without optimisation a level takes some KB of it.
    let run = || {
        let nested = |levels: usize| (1..levels).fold(Term::List(vec![]), |inside, _| Term::List(vec![inside]));
        // A level for each list and one for each newtype.
        assert!(from_slice::<Nest>(&bytes(&nested(LEVELS / 2))).is_ok());
        for levels in [LEVELS, 2_000] {
            let error = from_slice::<Nest>(&bytes(&nested(levels))).unwrap_err();
            assert!(error.message().ends_with("nests deeper than 128 levels"), "{error}");
            // What nobody looks at may be as deep as any term.
            assert_eq!(from_slice::<serde::de::IgnoredAny>(&bytes(&nested(levels))).unwrap(), serde::de::IgnoredAny);
            assert_eq!(from_slice::<Term>(&bytes(&nested(levels))).unwrap(), nested(levels));
        }
        let tree = |levels| (1..levels).fold(Nest(vec![]), |inside, _| Nest(vec![inside]));
        assert!(to_vec(&tree(LEVELS / 2)).is_ok());
        assert!(to_vec(&tree(LEVELS)).unwrap_err().message().ends_with("nests deeper than 128 levels"));
        let chain = |levels| {
            (0..levels).fold(Chain::End, |inside, at| match at % 3 {
                0 => Chain::More(Box::new(inside)),
                1 => Chain::Side { left: Some(Box::new(inside)), right: BTreeMap::new() },
                _ => Chain::Side { left: None, right: BTreeMap::from([("a".to_owned(), inside)]) },
            })
        };
        let deep = to_vec(&chain(40)).unwrap();
        assert_eq!(from_slice::<Chain>(&deep).unwrap(), chain(40));
        assert!(to_vec(&chain(120)).is_err());
        assert!(from_slice::<Endless>(b"\x83a\x01").unwrap_err().message().ends_with("nests deeper than 128 levels"));
        let untagged = bytes(&nested(2_000));
        assert!(from_slice::<serde_json::Value>(&untagged).is_err());
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let error = to_vec(&vec![0_u8; NODES + 1]).unwrap_err();
    assert_eq!((error.code(), error.message()), ("ERR_ENCODE", "term has more than 100,000 parts (at byte 0)"));
    let integer = Term::integer(false, &vec![1; BIGNUM + 1]);
    assert!(to_vec(&integer).unwrap_err().message().contains("more than 8 KiB"));
    // A term in a value: together they nest too deep.
    let deep = (0..2_047).fold(Term::List(vec![]), |inside, _| Term::List(vec![inside]));
    assert!(to_vec(&vec![vec![deep]]).is_err());
    let mut session = Session::default();
    let before = session.clone();
    assert_eq!(session.put("k", &vec![0_u8; NODES + 1]).unwrap_err().path(), "k");
    assert_eq!(session, before);
}

#[test]
fn a_tuple_struct_is_a_tuple_and_a_unit_struct_is_nil() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Pair(u8, String);
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Unit;
    let pair = Term::Tuple(vec![Term::Int(1), text("a")]);
    same(&Pair(1, "a".into()), &pair);
    same(&vec![Pair(1, "a".into()), Pair(1, "a".into())], &Term::List(vec![pair.clone(), pair]));
    same(&Unit, &atom("nil"));
    same(
        &(0_i128, i128::from(i64::MIN), 1_u128 << 100),
        &Term::Tuple(vec![
            Term::Int(0),
            Term::Int(i64::MIN),
            Term::parse_integer("1267650600228229401496703205376").unwrap(),
        ]),
    );
}

/// So many beside each other are no depth.
#[test]
fn siblings_take_no_levels() {
    let many: Vec<_> = (0..2 * u32::try_from(LEVELS).unwrap()).map(|at| (at, vec![at])).collect();
    let written = to_vec(&many).unwrap();
    assert_eq!(from_slice::<Vec<(u32, Vec<u32>)>>(&written).unwrap(), many);
}

#[test]
fn what_a_type_says_of_its_parts_must_be_so() {
    use serde::ser::{
        SerializeMap as _, SerializeTuple as _, SerializeTupleStruct as _, SerializeTupleVariant as _, Serializer,
    };
    struct Tuple(usize);
    impl Serialize for Tuple {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut parts = to.serialize_tuple(self.0)?;
            parts.serialize_element(&1)?;
            parts.end()
        }
    }
    struct Named(usize);
    impl Serialize for Named {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut parts = to.serialize_tuple_struct("Named", self.0)?;
            parts.serialize_field(&1)?;
            parts.end()
        }
    }
    struct Variant(usize);
    impl Serialize for Variant {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut parts = to.serialize_tuple_variant("Variant", 0, "one", self.0)?;
            parts.serialize_field(&1)?;
            parts.end()
        }
    }
    for right in [to_vec(&Tuple(1)), to_vec(&Named(1)), to_vec(&Variant(1))] {
        assert!(right.is_ok());
    }
    for wrong in [to_vec(&Tuple(2)), to_vec(&Named(2)), to_vec(&Variant(2)), to_vec(&Tuple(0))] {
        let error = wrong.unwrap_err().to_string();
        assert!(error.contains("has another number of parts than it said"), "{error}");
    }
    struct Key;
    impl Serialize for Key {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut map = to.serialize_map(None)?;
            map.serialize_key("a")?;
            map.end()
        }
    }
    let error = to_vec(&Key).unwrap_err().to_string();
    assert!(error.contains("has a key without a value"), "{error}");
}

/// What older releases of OTP wrote, and other libraries write: atoms of other tags, strings as bitstrings, lists in several parts.
#[test]
fn other_forms_of_the_same_terms_are_read() {
    fn read<T: DeserializeOwned>(bytes: &[u8]) -> T {
        from_slice(bytes).unwrap()
    }
    assert!(read::<bool>(b"\x83d\0\x04true") && !read::<bool>(b"\x83s\x05false") && read::<bool>(b"\x83v\0\x04true"));
    assert_eq!(read::<Option<u8>>(b"\x83d\0\x03nil"), None);
    assert_eq!(read::<Option<bool>>(b"\x83d\0\x04true"), Some(true));
    #[derive(Deserialize, PartialEq, Debug)]
    struct Item {
        a: u8,
        #[serde(rename = ":b")]
        b: u8,
    }
    let item = Item { a: 1, b: 2 };
    // Keys as atoms of old tags; as a bitstring of whole bytes.
    assert_eq!(read::<Item>(b"\x83t\0\0\0\x02d\0\x01aa\x01s\x01ba\x02"), item);
    assert_eq!(read::<Item>(b"\x83t\0\0\0\x02M\0\0\0\x01\x08aa\x01w\x01ba\x02"), item);
    assert_eq!(
        read::<Item>(b"\x83t\0\0\0\x03d\0\x01aa\x01s\x01ba\x02d\0\x01ca\x03"),
        item,
        "another atom is another field"
    );
    for list in [
        &b"\x83l\0\0\0\x01a\x01k\0\x02\x02\x03"[..],
        b"\x83l\0\0\0\x01a\x01l\0\0\0\x02a\x02a\x03j",
        b"\x83l\0\0\0\x00k\0\x03\x01\x02\x03",
        b"\x83k\0\x03\x01\x02\x03",
    ] {
        assert_eq!(read::<Vec<u8>>(list), [1, 2, 3], "{list:?}");
    }
    // An infinity is no term.
    for float in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let term = [&b"\x83F"[..], &float.to_bits().to_be_bytes()].concat();
        assert!(from_slice::<f64>(&term).is_err());
    }
}

#[test]
fn a_visitor_is_told_how_much_is_left() {
    use serde::de::{MapAccess, SeqAccess, Visitor};
    #[derive(Debug, PartialEq)]
    struct Hints(Vec<Option<usize>>);
    impl<'de> Deserialize<'de> for Hints {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Hinted;
            impl<'de> Visitor<'de> for Hinted {
                type Value = Hints;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("parts")
                }
                fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Hints, A::Error> {
                    let mut hints = vec![parts.size_hint()];
                    while parts.next_element::<u8>()?.is_some() {
                        hints.push(parts.size_hint());
                    }
                    Ok(Hints(hints))
                }
                fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Hints, A::Error> {
                    let mut hints = vec![parts.size_hint()];
                    while parts.next_entry::<String, u8>()?.is_some() {
                        hints.push(parts.size_hint());
                    }
                    Ok(Hints(hints))
                }
            }
            from.deserialize_any(Hinted)
        }
    }
    let left = |count: usize| Hints((0..=count).rev().map(Some).collect());
    let numbers = || [1, 2, 300].map(Term::Int).to_vec();
    assert_eq!(from_slice::<Hints>(b"\x83k\0\x03\x01\x02\x03").unwrap(), left(3));
    assert_eq!(from_slice::<Hints>(&bytes(&Term::Tuple(numbers()[..2].to_vec()))).unwrap(), left(2));
    assert_eq!(from_slice::<Hints>(b"\x83l\0\0\0\x02a\x01a\x02j").unwrap(), left(2));
    let pairs = [(text("a"), Term::Int(1)), (text("b"), Term::Int(2)), (text("c"), Term::Int(3))];
    assert_eq!(from_slice::<Hints>(&bytes(&map(&pairs))).unwrap(), left(3));
}

#[test]
fn a_path_shows_words_and_a_types_own_names() {
    let told = |key: Term| {
        let term = bytes(&map(&[(key, text("no number"))]));
        from_slice::<HashMap<String, u8>>(&term).unwrap_err().to_string()
    };
    assert!(told(text("visits")).contains("visits"), "{}", told(text("visits")));
    for hidden in ["abcdefghijklmnopqrstuvwxyz", "", "a1", "secret!"] {
        let told = told(text(hidden));
        assert!(told.contains("(…)") && (hidden.is_empty() || !told.contains(hidden)), "{told}");
    }
    assert!(told(text("abcdefghijklmnopqrstuvwx")).contains("abcdefghijklmnopqrstuvwx"), "24 letters are a word");
    assert!(told(atom("visits")).contains("visits"));

    // A type's own name is shown, however long.
    #[derive(Deserialize, Debug)]
    struct Long {
        #[allow(dead_code, reason = "it is read")]
        a_name_of_more_than_24_letters: u8,
    }
    let error = from_slice::<Long>(&bytes(&map(&[(text("a_name_of_more_than_24_letters"), text("s"))]))).unwrap_err();
    assert_eq!(error.path(), "a_name_of_more_than_24_letters");

    // What is written, by the key that its value stands under.
    struct Loud(#[allow(dead_code, reason = "a map of nothing would be a set")] u8);
    impl Serialize for Loud {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("secret"))
        }
    }
    #[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
    enum Key {
        #[serde(rename = ":atom")]
        Atom,
        #[serde(rename = "word")]
        Word,
    }
    for (key, shown) in [(Key::Atom, "atom"), (Key::Word, "word")] {
        let error = to_vec(&BTreeMap::from([(key, Loud(1))])).unwrap_err().to_string();
        assert!(error.contains(shown) && !error.contains("secret"), "{error}");
    }
    // What a type says of a value of another kind.
    #[derive(Debug)]
    struct Other;
    impl<'de> Deserialize<'de> for Other {
        fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            use serde::de::{Error as _, Unexpected};
            let error = D::Error::invalid_type(Unexpected::Other("secret"), &"a number");
            assert_eq!(error.to_string(), "got another value, takes a number");
            Err(error)
        }
    }
    refuses::<Other>(&Term::Int(1), "got another value, takes a number");
}

#[test]
fn what_does_not_fit_is_told_by_what_it_is() {
    refuses::<u8>(&Term::Binary(vec![0xff]), "got bytes, takes u8");
    refuses::<u8>(&text("7"), "got a string, takes u8");
    #[derive(Deserialize, Debug)]
    enum Pair {
        #[serde(rename = "pair")]
        Of(#[allow(dead_code, reason = "it is read")] u8, #[allow(dead_code, reason = "it is read")] u8),
    }
    let parts = |count: i64| Term::Tuple([text("pair")].into_iter().chain((0..count).map(Term::Int)).collect());
    assert!(from_slice::<Pair>(&bytes(&parts(2))).is_ok());
    for count in [1, 3] {
        refuses::<Pair>(&parts(count), &format!("got a variant with {count} parts, takes another number"));
    }
    for no_integer in ["", "-", "1a", "a", "--1"] {
        assert!(Term::parse_integer(no_integer).is_none(), "{no_integer}");
    }
}

/// Bytes for a sequence of bytes: their number is known.
#[test]
fn the_bytes_of_a_binary_are_counted_for_who_takes_them_one_by_one() {
    use serde::de::{SeqAccess, Visitor};
    struct Left(Vec<Option<usize>>);
    impl<'de> Deserialize<'de> for Left {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Counting;
            impl<'de> Visitor<'de> for Counting {
                type Value = Left;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("bytes")
                }
                fn visit_seq<A: SeqAccess<'de>>(self, mut bytes: A) -> Result<Left, A::Error> {
                    let mut left = vec![bytes.size_hint()];
                    while bytes.next_element::<u8>()?.is_some() {
                        left.push(bytes.size_hint());
                    }
                    Ok(Left(left))
                }
            }
            from.deserialize_seq(Counting)
        }
    }
    let left = from_slice::<Left>(&bytes(&Term::Binary(vec![7, 0, 255]))).unwrap();
    assert_eq!(left.0, [3, 2, 1, 0].map(Some));
}

#[test]
fn a_charlist_of_ascii_is_lent_and_what_is_no_number_is_no_float() {
    assert_eq!(from_slice::<&str>(&[131, 107, 0, 2, b'a', b'b']).unwrap(), "ab");
    assert_eq!(from_slice::<String>(&[131, 107, 0, 2, b'a', 0xE9]).unwrap(), "a\u{e9}");
    let new_float = [&[131, 70][..], &f64::NAN.to_be_bytes()].concat();
    let mut float = vec![131, 99];
    float.extend_from_slice(b"nan");
    float.resize(2 + 31, 0);
    for bytes in [new_float, float] {
        assert!(from_slice::<f64>(&bytes).is_err(), "{bytes:?}");
        assert!(from_slice::<Option<f64>>(&bytes).is_err(), "{bytes:?}");
    }
}

/// What was put as bytes was not looked at: what is no term there is told by whoever reads it.
#[test]
fn bytes_that_were_put_as_they_are_may_be_no_term() {
    let told = |term: &[u8]| {
        let mut session = Session::default();
        session.put_raw(b"k", term).unwrap();
        let [one, some] = [session.get::<f64>("k").unwrap_err(), session.get::<Option<f64>>("k").unwrap_err()];
        assert_eq!((one.to_string(), one.code(), one.path()), (some.to_string(), "ERR_DECODE", "k"));
        assert!(session.get::<serde_json::Value>("k").is_err());
        one.message().to_owned()
    };
    let no_term = "k: the bytes are not a term in Erlang's external format";
    let not_a_number = [&[70][..], &f64::NAN.to_be_bytes()].concat();
    for bytes in [&not_a_number, &b"F\0\0"[..], b"", b"\0", b"m\0\0\0\x05tea", b"w\x05ok"] {
        assert_eq!(told(bytes), no_term, "{bytes:?}");
    }
    assert_eq!(told(b"qw\x01mw\x01fa\0"), "k: got a function or a port");
    let text = [&b"cnan"[..], &[0; 28]].concat();
    assert_eq!(told(&text), "k: got a float, takes f64");
}
