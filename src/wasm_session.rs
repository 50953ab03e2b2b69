//! A session's methods at the border: each works on the session in the buffer, with a key in the input.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::session::{self, Effect};
use crate::session_bytes::{Session, Sid};
use crate::session_map;
use crate::term::Term;
use crate::term_encode::{self, Otp};
use crate::wasm::{Thrown, bridge, find, thrown, with};
use crate::wasm_term;
use crate::wasm_term_encode::{from_js, number};

/// The value under a key of `length` bytes of input; undefined if there is none.
#[wasm_bindgen]
pub fn get(length: usize) -> Thrown<JsValue> {
    let bridge = bridge()?;
    with(|border| match border.session.get(border.input(length)) {
        Some(value) => wasm_term::decode_value(&bridge, value),
        None => Ok(JsValue::UNDEFINED),
    })
}

/// Whether there is such a key.
#[wasm_bindgen]
#[must_use]
pub fn has(length: usize) -> bool {
    with(|border| border.session.get(border.input(length)).is_some())
}

/// Puts a value. Gives the session's new length.
#[wasm_bindgen]
pub fn put(handle: usize, length: usize, value: &JsValue) -> Thrown<usize> {
    let site = find(handle)?;
    let bridge = bridge()?;
    // The value may have code of the user's in it (a getter), which may come here: it is read before the session is touched.
    let (key, mut session) = with(|border| (border.input(length).to_vec(), border.session.clone()));
    let term = from_js(&bridge, value).map_err(|wrong| {
        let name = String::from_utf8_lossy(&key);
        wrong.thrown(&bridge, &format!("session.put({name:?})"), &name)
    })?;
    let mut bytes = Vec::new();
    let put = term_encode::encode_value(&term, site.otp, &mut bytes).and_then(|()| session.put(&key, &bytes));
    put.map_err(|error| thrown(&error))?;
    Ok(put_back(session))
}

/// Puts a string: a key of `length` bytes in the input, and behind it the value. Gives the session's new length.
#[wasm_bindgen]
pub fn put_text(length: usize, value: usize) -> Thrown<usize> {
    let text = with(|border| border.input(length + value).get(length..).map(<[u8]>::to_vec));
    put_term(length, &Term::Binary(text.unwrap_or_default()))
}

/// Puts a finite number. Gives the session's new length.
#[wasm_bindgen]
pub fn put_number(length: usize, value: f64) -> Thrown<usize> {
    put_term(length, &number(value).map_err(|what| thrown(&Error::encode(what)))?)
}

/// Neither strings nor numbers have code of the user's in them, and no option changes how they are written.
fn put_term(length: usize, term: &Term) -> Thrown<usize> {
    let mut bytes = Vec::new();
    term_encode::encode_value(term, Otp::Otp26, &mut bytes).map_err(|error| thrown(&error))?;
    change(|session, key| session.put(key, &bytes), length)
}

/// Deletes a key. Gives the session's new length.
#[wasm_bindgen]
pub fn delete_key(length: usize) -> Thrown<usize> {
    change(Session::delete, length)
}

/// Clears the session. Gives its new length.
#[wasm_bindgen]
pub fn clear() -> Thrown<usize> {
    change(|session, _| session.clear(), 0)
}

/// `configure_session`.
#[wasm_bindgen]
pub fn configure(renew: bool, drop: bool, ignore: bool) -> Thrown<usize> {
    change(|session, _| session.configure(renew, drop, ignore), 0)
}

fn change(change: impl FnOnce(&mut Session, &[u8]) -> Result<(), Error>, length: usize) -> Thrown<usize> {
    // In place: a change that is refused leaves the session as it was.
    let changed = with(|border| {
        let (key, session) = border.input_and_session(length);
        change(session, key).map(|()| session.as_bytes().len())
    });
    changed.map_err(|error| thrown(&error))
}

fn put_back(session: Session) -> usize {
    with(|border| {
        border.session = session;
        border.session.as_bytes().len()
    })
}

/// The keys that are strings.
#[wasm_bindgen]
#[must_use]
pub fn keys() -> Array {
    with(|border| {
        let keys = session_map::string_entries(border.session.map());
        keys.filter_map(|(key, _)| std::str::from_utf8(key).ok()).map(JsValue::from_str).collect()
    })
}

/// The whole session map as a JavaScript value.
#[wasm_bindgen]
pub fn to_object() -> Thrown<JsValue> {
    let map = with(|border| border.session.map().to_vec());
    let bridge = bridge()?;
    wasm_term::decode(&bridge, &map)
}

/// A session with these keys and values, as a store of the user's found it. Gives its length.
#[wasm_bindgen]
pub fn begin(handle: usize, value: &JsValue, has_sid: bool) -> Thrown<i32> {
    let site = find(handle)?;
    let bridge = bridge()?;
    let term = from_js(&bridge, value).map_err(|wrong| wrong.thrown(&bridge, "store.get", "session"))?;
    let map = term_encode::encode(&term, site.otp).map_err(|error| thrown(&error))?;
    if !session_map::is_map(&map) {
        return Err(thrown(&Error::config("store.get: the session must be an object")));
    }
    let sid = if has_sid { Sid::Id(Vec::new()) } else { Sid::Nil };
    Ok(with(|border| border.begin(Session::new(&sid, &map, &[], None))))
}

/// What `before_send` is to do for a store of the user's: 0 nothing, 1 put, 2 put as new, then delete the old, 3 put as new,
/// 4 delete.
#[wasm_bindgen]
#[must_use]
pub fn effect() -> u8 {
    let (action, has_sid) = with(|border| (border.session.action(), border.session.sid() != Sid::Nil));
    match session::effect(action, has_sid) {
        Effect::Nothing => 0,
        Effect::Put => 1,
        Effect::PutNewThenDelete => 2,
        Effect::PutNew => 3,
        Effect::Delete => 4,
    }
}
