//! Configurations at the border: a map of options becomes a [`Site`].

use js_sys::{Function, Reflect, Uint8Array};
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use zeroize::{Zeroize, Zeroizing};

use crate::cookie_store::CookieStore;
use crate::error::Error;
use crate::kv_store::KvStore;
use crate::options::Options;
use crate::serializer::{Custom, Serializer};
use crate::session::SessionCookie;
use crate::store::Store;
use crate::term::Term;
use crate::term_encode::{self, Otp};
use crate::wasm::{Site, Thrown, bridge, keep, made_before, thrown};
use crate::wasm_term;
use crate::wasm_term_encode::from_js;

/// Makes a site out of options. `kind` 0 is the cookie store, 1 the key-value store, 2 a store of the user's. `custom` is
/// undefined, or the user's own serializer.
#[wasm_bindgen]
pub fn site(options: &JsValue, kind: u8, custom: &JsValue) -> Thrown<usize> {
    let bridge = bridge()?;
    let mut term = from_js(&bridge, options).map_err(|wrong| wrong.thrown(&bridge, "createSessions", "options"))?;
    let handle = find_or_make(&term, kind, custom);
    wipe_secrets(&mut term);
    handle.map_err(|error| thrown(&error))
}

/// Equal options have one site: on Workers sessions are often created anew at each request.
fn find_or_make(term: &Term, kind: u8, custom: &JsValue) -> Result<usize, Error> {
    let bytes = Zeroizing::new(term_encode::encode(term, Otp::Otp26)?);
    let hash = Sha256::new_with_prefix([kind]).chain_update(&bytes).finalize().into();
    let made_of = (hash, custom.clone());
    match made_before(&made_of) {
        Some(handle) => Ok(handle),
        None => make(term, kind, custom, made_of).map(keep),
    }
}

fn make(term: &Term, kind: u8, custom: &JsValue, made_of: ([u8; 32], JsValue)) -> Result<Site, Error> {
    let options = Options::new(term, "")?;
    let store: Option<Box<dyn Store>> = match kind {
        0 => Some(Box::new(CookieStore::init(&options, serializer(&options, custom)?)?)),
        1 => Some(Box::new(KvStore::init(&options)?)),
        _ => None,
    };
    let otp = match options.integer("otp", 25, 26, "25 or 26")? {
        Some(25) => Otp::Otp25,
        Some(_) | None => Otp::Otp26,
    };
    Ok(Site::new(SessionCookie::init(&options)?, store, otp, made_of))
}

fn serializer(options: &Options<'_>, custom: &JsValue) -> Result<Serializer, Error> {
    let takes = "\"external_term_format\", \"json\" or an object with encode and decode";
    if !custom.is_undefined() {
        let function = |name: &str| Reflect::get(custom, &name.into()).ok()?.dyn_into::<Function>().ok();
        let (Some(encode), Some(decode)) = (function("encode"), function("decode")) else {
            return Err(Error::config(format!("serializer: takes {takes}; it lacks one of the two functions")));
        };
        return Ok(Serializer::Custom(Box::new(JsSerializer { this: custom.clone(), encode, decode })));
    }
    match options.text("serializer", takes)? {
        None | Some("external_term_format") => Ok(Serializer::Term),
        Some("json") => Ok(Serializer::Json),
        Some(_) => Err(options.wrong("serializer", takes)),
    }
}

/// Options hold secrets; what is made of them keeps copies of its own.
fn wipe_secrets(term: &mut Term) {
    let Term::Map(pairs) = term else { return };
    for (_, value) in pairs {
        match value {
            Term::Binary(bytes) => bytes.zeroize(),
            Term::List(entries) => entries.iter_mut().for_each(wipe_secrets),
            Term::Atom(_)
            | Term::Int(_)
            | Term::Big(_)
            | Term::Float(_)
            | Term::Bits { .. }
            | Term::Improper(..)
            | Term::Tuple(_)
            | Term::Map(_)
            | Term::Opaque(_) => {}
        }
    }
}

/// The user's own serializer. Plug's `{:ok, _}` and `:error` are a value and an exception here.
struct JsSerializer {
    this: JsValue,
    encode: Function,
    decode: Function,
}

impl Custom for JsSerializer {
    fn decode(&self, payload: &[u8]) -> Option<Term> {
        let bridge = bridge().ok()?;
        let session = self.decode.call1(&self.this, &bridge.payload(payload)).ok()?;
        from_js(&bridge, &session).ok()
    }

    fn encode(&self, session: &Term) -> Result<Vec<u8>, Error> {
        let failed = |what: &str| Error::encode(format!("serializer.encode: {what}"));
        let bridge = bridge().map_err(|_| failed("the package is not connected"))?;
        let value = wasm_term::to_js(&bridge, session).map_err(|_| failed("the session can't be decoded"))?;
        let payload = self.encode.call1(&self.this, &value).map_err(|thrown| {
            let message = Reflect::get(&thrown, &"message".into()).ok().and_then(|message| message.as_string());
            failed(&format!("it threw {}", message.unwrap_or_else(|| "something that is no Error".to_owned())))
        })?;
        if let Some(text) = payload.as_string() {
            return Ok(text.into_bytes());
        }
        let bytes =
            payload.dyn_into::<Uint8Array>().map_err(|_| failed("it gave neither a string nor a Uint8Array"))?;
        Ok(bytes.to_vec())
    }
}
