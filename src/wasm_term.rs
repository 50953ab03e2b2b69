//! Terms to JavaScript values: what JavaScript has goes over as itself, the rest as the classes that the package registers.

use js_sys::{Array, BigInt, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::term::Term;
use crate::term_decode::{self, Builder, DecodeError};
use crate::term_encode::{self, Otp};
use crate::wasm::Thrown;

/// What the package registers at its start: its classes, behind functions.
pub(crate) struct Bridge {
    atom: Function,
    float: Function,
    tuple: Function,
    opaque: Function,
    payload: Function,
    classify: Function,
    error: Function,
}

impl Bridge {
    /// Takes `{ atom, float, tuple, opaque, payload, classify, error }`.
    pub(crate) fn new(bridge: &JsValue) -> Result<Self, JsValue> {
        let function = |name: &str| Reflect::get(bridge, &name.into())?.dyn_into::<Function>();
        Ok(Self {
            atom: function("atom")?,
            float: function("float")?,
            tuple: function("tuple")?,
            opaque: function("opaque")?,
            payload: function("payload")?,
            classify: function("classify")?,
            error: function("error")?,
        })
    }

    /// The package's own error for one of ours.
    pub(crate) fn error(&self, error: &Error) -> JsValue {
        let thrown = self.error.call2(&JsValue::UNDEFINED, &error.code().into(), &error.to_string().into());
        thrown.unwrap_or_else(|thrown| thrown)
    }

    /// A serializer's payload.
    pub(crate) fn payload(&self, payload: &[u8]) -> JsValue {
        Bridge::make(&self.payload, &Uint8Array::from(payload))
    }

    fn make(make: &Function, argument: &JsValue) -> JsValue {
        make.call1(&JsValue::UNDEFINED, argument).unwrap_or(JsValue::UNDEFINED)
    }

    /// What a JavaScript value is; the numbers are those of `classify` in `erlang.js`.
    pub(crate) fn kind(&self, value: &JsValue) -> Kind {
        let kind = self.classify.call1(&JsValue::UNDEFINED, value).ok().and_then(|kind| kind.as_f64());
        match kind {
            Some(1.0) => Kind::Null,
            Some(2.0) => Kind::True,
            Some(3.0) => Kind::False,
            Some(4.0) => Kind::Number,
            Some(5.0) => Kind::BigInt,
            Some(6.0) => Kind::String,
            Some(7.0) => Kind::Bytes,
            Some(8.0) => Kind::Array,
            Some(9.0) => Kind::Map,
            Some(10.0) => Kind::Object,
            Some(11.0) => Kind::Atom,
            Some(12.0) => Kind::Float,
            Some(13.0) => Kind::Tuple,
            Some(14.0) => Kind::Opaque,
            _ => Kind::Other,
        }
    }
}

/// What a JavaScript value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    True,
    False,
    Number,
    BigInt,
    String,
    Bytes,
    Array,
    Map,
    Object,
    Atom,
    Float,
    Tuple,
    Opaque,
    Other,
}

/// Builds JavaScript values out of terms.
impl Builder for &Bridge {
    type Value = JsValue;

    fn atom(&mut self, name: &str) -> JsValue {
        match name {
            "nil" => JsValue::NULL,
            "true" => JsValue::TRUE,
            "false" => JsValue::FALSE,
            _ => Bridge::make(&self.atom, &name.into()),
        }
    }

    fn int(&mut self, value: i64) -> JsValue {
        const SAFE: i64 = (1 << 53) - 1;
        #[expect(clippy::cast_precision_loss, reason = "safe integers are exact")]
        if (-SAFE..=SAFE).contains(&value) { JsValue::from_f64(value as f64) } else { BigInt::from(value).into() }
    }

    fn big(&mut self, negative: bool, magnitude: &[u8]) -> JsValue {
        let mut text = String::with_capacity(2 + magnitude.len() * 2);
        text.push_str("0x");
        for byte in magnitude.iter().rev() {
            let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
            text.push(digit(byte >> 4));
            text.push(digit(byte & 15));
        }
        let positive = BigInt::new(&text.as_str().into()).unwrap_or_else(|_| BigInt::from(0));
        if negative { (-&positive).into() } else { positive.into() }
    }

    fn float(&mut self, value: f64) -> JsValue {
        JsValue::from_f64(value)
    }

    fn binary(&mut self, bytes: &[u8]) -> JsValue {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => Uint8Array::from(bytes).into(),
        }
    }

    fn bits(&mut self, _bytes: &[u8], _bits: u8, term: &[u8]) -> JsValue {
        self.opaque(term)
    }

    fn list(&mut self, items: Vec<JsValue>) -> JsValue {
        items.into_iter().collect::<Array>().into()
    }

    fn improper(&mut self, _items: Vec<JsValue>, _tail: JsValue, term: &[u8]) -> JsValue {
        self.opaque(term)
    }

    fn tuple(&mut self, items: Vec<JsValue>) -> JsValue {
        Bridge::make(&self.tuple, &items.into_iter().collect::<Array>())
    }

    /// 1 and 1.0 are two keys in Erlang, and one in a Map: a whole float is a `Float` there.
    fn key(&mut self, value: JsValue, term: &[u8]) -> JsValue {
        const NEW_FLOAT_EXT: u8 = 70;
        const FLOAT_EXT: u8 = 99;
        let is_float = matches!(term.first(), Some(&NEW_FLOAT_EXT | &FLOAT_EXT));
        if is_float && js_sys::Number::is_integer(&value) { Bridge::make(&self.float, &value) } else { value }
    }

    fn map(&mut self, pairs: Vec<(JsValue, JsValue)>) -> JsValue {
        if pairs.iter().all(|(key, _)| key.is_string()) {
            let object = Object::<JsValue>::create(JsValue::NULL.unchecked_ref());
            for (key, value) in &pairs {
                // Own data properties of an object without prototype: no name is special.
                let _ = Reflect::set(&object, key, value);
            }
            return object.into();
        }
        let map = js_sys::Map::new();
        for (key, value) in &pairs {
            map.set(key, value);
        }
        map.into()
    }

    fn opaque(&mut self, term: &[u8]) -> JsValue {
        Bridge::make(&self.opaque, &Uint8Array::from(term))
    }
}

/// The value of a term with its version byte.
pub(crate) fn decode(bridge: &Bridge, bytes: &[u8]) -> Thrown<JsValue> {
    term_decode::build(bytes, &mut &*bridge).map_err(|error| failed(bridge, error))
}

/// The value of a term without a version byte.
pub(crate) fn decode_value(bridge: &Bridge, bytes: &[u8]) -> Thrown<JsValue> {
    term_decode::build_value(bytes, &mut &*bridge).map_err(|error| failed(bridge, error))
}

/// The value of a term.
pub(crate) fn to_js(bridge: &Bridge, term: &Term) -> Thrown<JsValue> {
    let bytes = term_encode::encode(term, Otp::Otp26).map_err(|error| bridge.error(&error))?;
    decode(bridge, &bytes)
}

fn failed(bridge: &Bridge, error: DecodeError) -> JsValue {
    bridge.error(&Error::from(error))
}
