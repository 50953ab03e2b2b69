//! JavaScript values to terms. A loop with a stack of its own: no value can overflow the wasm stack.

use std::fmt::Write as _;

use js_sys::{Array, BigInt, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::term::Term;
use crate::term_decode::{BIGNUM, DEPTH, NODES};
use crate::wasm_term::{Bridge, Kind};

/// A level of room for the session map around a value.
const MOST_LEVELS: usize = DEPTH - 2;

/// What in a value is no term, and where: `.items[2].price`, `is undefined`.
pub(crate) struct Wrong {
    path: String,
    what: String,
}

impl Wrong {
    /// `session.put("cart"): cart.items[2].price is undefined`
    pub(crate) fn thrown(self, bridge: &Bridge, call: &str, name: &str) -> JsValue {
        let Self { path, what } = self;
        bridge.error(&Error::encode(format!("{call}: {name}{path} {what}")))
    }
}

/// The term of a value.
pub(crate) fn from_js(bridge: &Bridge, value: &JsValue) -> Result<Term, Wrong> {
    let mut open: Vec<Frame> = Vec::new();
    let mut item = None;
    let mut nodes = 0_usize;
    loop {
        let current = item.as_ref().unwrap_or(value);
        nodes += 1;
        let wrong = |what: String| Wrong { path: path(&open), what };
        if nodes > NODES {
            return Err(Wrong { path: String::new(), what: format!("holds more than {NODES} values") });
        }
        let mut done = match convert(bridge, current).map_err(wrong)? {
            Converted::Term(term) => term,
            Converted::Open(kind, items) => {
                if open.len() == MOST_LEVELS {
                    return Err(wrong(format!("nests deeper than {MOST_LEVELS} levels")));
                }
                if open.iter().any(|frame| Object::is(&frame.value, current)) {
                    return Err(wrong("refers back to what it is in".to_owned()));
                }
                let frame = Frame { kind, value: current.clone(), items, done: Vec::new() };
                if let Some(first) = frame.next() {
                    item = Some(first);
                    open.push(frame);
                    continue;
                }
                frame.close()
            }
        };
        // Up again, as far as what was finished was the last of what it is in.
        loop {
            let Some(mut frame) = open.pop() else {
                return Ok(done);
            };
            frame.done.push(done);
            if let Some(sibling) = frame.next() {
                item = Some(sibling);
                open.push(frame);
                break;
            }
            done = frame.close();
        }
    }
}

/// A container that is being converted, its items flat: a map's are key, value, key, value.
struct Frame {
    kind: Kind,
    value: JsValue,
    items: Array,
    done: Vec<Term>,
}

impl Frame {
    fn next(&self) -> Option<JsValue> {
        let at = u32::try_from(self.done.len()).ok()?;
        (at < self.items.length()).then(|| self.items.get(at))
    }

    fn close(self) -> Term {
        if self.kind == Kind::Array {
            return Term::List(self.done);
        }
        if self.kind == Kind::Tuple {
            return Term::Tuple(self.done);
        }
        let mut pairs = Vec::with_capacity(self.done.len() / 2);
        let mut items = self.done.into_iter();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            pairs.push((key, value));
        }
        Term::Map(pairs)
    }
}

enum Converted {
    Term(Term),
    Open(Kind, Array),
}

/// One value. An error is what is wrong with it, to follow its path.
fn convert(bridge: &Bridge, value: &JsValue) -> Result<Converted, String> {
    let kind = bridge.kind(value);
    Ok(Converted::Term(match kind {
        Kind::Null => Term::Atom("nil".to_owned()),
        Kind::True => Term::Atom("true".to_owned()),
        Kind::False => Term::Atom("false".to_owned()),
        Kind::Number => number(value.as_f64().unwrap_or(f64::NAN))?,
        Kind::BigInt => bigint(value)?,
        Kind::String => Term::Binary(text(value)?.into_bytes()),
        Kind::Bytes => Term::Binary(value.unchecked_ref::<Uint8Array>().to_vec()),
        Kind::Array => return Ok(Converted::Open(kind, value.clone().unchecked_into())),
        Kind::Tuple => {
            return Ok(Converted::Open(kind, property(value, "items")?.unchecked_into()));
        }
        Kind::Map => {
            let flat = Array::new();
            value.unchecked_ref::<js_sys::Map>().for_each(&mut |item, key| {
                flat.push(&key);
                flat.push(&item);
            });
            return Ok(Converted::Open(kind, flat));
        }
        Kind::Object => {
            let entries = Object::entries(value.unchecked_ref());
            return Ok(Converted::Open(kind, entries.flat(1)));
        }
        Kind::Atom => {
            let name = text(&property(value, "name")?)?;
            if name.chars().count() > 255 {
                return Err("is an atom of more than 255 characters".to_owned());
            }
            Term::Atom(name)
        }
        Kind::Float => match property(value, "value")?.as_f64() {
            Some(float) if float.is_finite() => Term::Float(float),
            _ => return Err("is a Float of no finite number".to_owned()),
        },
        Kind::Opaque => {
            let bytes = property(value, "bytes")?.unchecked_into::<Uint8Array>().to_vec();
            crate::term_decode::decode(&[&[131], bytes.as_slice()].concat())
                .map_err(|error| format!("is an Opaque of bytes that are no term: {error}"))?
        }
        Kind::Other => return Err(format!("is {}", describe(value))),
    }))
}

/// A number's term. An error is what is wrong with it.
pub(crate) fn number(number: f64) -> Result<Term, String> {
    const SAFE: f64 = 9_007_199_254_740_991.0;
    if !number.is_finite() {
        return Err(format!("is {}", if number.is_nan() { "NaN" } else { "infinite" }));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a safe integer is exact")]
    let whole = number as i64;
    #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "a safe integer is exact")]
    let is_whole = whole as f64 == number;
    if is_whole && number.abs() <= SAFE && !(number == 0.0 && number.is_sign_negative()) {
        return Ok(Term::Int(whole));
    }
    Ok(Term::Float(number))
}

fn bigint(value: &JsValue) -> Result<Term, String> {
    let text = value.unchecked_ref::<BigInt>().to_string(16).map_err(|_| "is a bigint that can't be read")?;
    let text = String::from(text);
    let (negative, digits) = text.strip_prefix('-').map_or((false, text.as_str()), |digits| (true, digits));
    if digits.len() > BIGNUM * 2 {
        return Err(format!("is a bigint of more than {BIGNUM} bytes"));
    }
    let nibble = |digit: &u8| char::from(*digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
    let magnitude: Vec<u8> =
        digits.as_bytes().rchunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | nibble(digit))).collect();
    Ok(Term::integer(negative, &magnitude))
}

fn text(value: &JsValue) -> Result<String, String> {
    let Some(string) = value.dyn_ref::<JsString>() else {
        return Err(format!("is {}", describe(value)));
    };
    if !string.is_valid_utf16() {
        return Err("is a string with half of a surrogate pair in it".to_owned());
    }
    Ok(String::from(string))
}

fn property(value: &JsValue, name: &str) -> Result<JsValue, String> {
    Reflect::get(value, &name.into()).map_err(|_| format!("has no {name} that can be read"))
}

fn describe(value: &JsValue) -> String {
    if value.is_undefined() {
        return "undefined".to_owned();
    }
    let name = Reflect::get(value, &"constructor".into()).and_then(|class| Reflect::get(&class, &"name".into()));
    match name.ok().and_then(|name| name.as_string()) {
        _ if value.is_function() => "a function".to_owned(),
        _ if value.is_symbol() => "a symbol".to_owned(),
        Some(name) if !name.is_empty() => format!("an instance of {name}, which is no term"),
        Some(_) | None => "no term".to_owned(),
    }
}

/// `.items[2].price`: where in the value the loop is.
fn path(open: &[Frame]) -> String {
    const LONGEST: usize = 200;
    let mut path = String::new();
    for frame in open {
        let at = frame.done.len();
        let key = if at % 2 == 1 { frame.done.last() } else { None };
        match (frame.kind, key) {
            (Kind::Array | Kind::Tuple, _) => drop(write!(path, "[{at}]")),
            (Kind::Object, Some(Term::Binary(key))) => drop(write!(path, ".{}", String::from_utf8_lossy(key))),
            (_, Some(Term::Binary(key))) => drop(write!(path, ".get({:?})", String::from_utf8_lossy(key))),
            (_, Some(_)) => path.push_str(".get(…)"),
            (_, None) => drop(write!(path, ".keys()[{}]", at / 2)),
        }
        if path.len() > LONGEST {
            path.push('…');
            break;
        }
    }
    path
}
