//! The vectors' session configurations as the crate's own. See `tests/vectors/README.md`, "Session configuration".
#![allow(dead_code, reason = "each test file uses its part of this")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use serde_json::Value;
use waxseal::crypto::secret_key_base::SecretKeyBase;
use waxseal::error::Error;
use waxseal::plug::SessionCookie;
use waxseal::store::cookie::CookieStore;
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value as OptionValue;
use waxseal::store::{Conn, Store};
use waxseal::term::Term;
use waxseal::term::encode::{Otp, encode};

use crate::vectors::{base64, text};

/// `Plug.Session.init/1`, and what the connection has.
pub struct Site<S> {
    pub cookie: SessionCookie,
    pub store: S,
    secret: Option<SecretKeyBase>,
}

impl Site<CookieStore> {
    /// With the cookie store. The error is that of its construction.
    pub fn cookie(config: &Value) -> Result<Self, Error> {
        Self::of_options(&options(config), config)
    }

    /// The same with options other than the configuration's.
    pub fn of_options(given: &Term, config: &Value) -> Result<Self, Error> {
        let given = OptionValue::of_term(&encode(given, Otp::Otp26)?)?;
        let given = Options::new(&given)?;
        let serializer = match config["serializer"].as_str() {
            None | Some("external_term_format") => Serializer::Term,
            Some("json") => Serializer::Json,
            Some(other) => panic!("no serializer {other}"),
        };
        Ok(Self {
            cookie: SessionCookie::init(&given)?,
            store: CookieStore::init(&given, serializer)?,
            secret: conn_secret(config),
        })
    }
}

impl Site<KvStore> {
    /// With the key-value store in the place of ETS.
    pub fn kv(config: &Value) -> Result<Self, Error> {
        let given = OptionValue::of_term(&encode(&options(config), Otp::Otp26)?)?;
        let given = Options::new(&given)?;
        Ok(Self { cookie: SessionCookie::init(&given)?, store: KvStore::init(&given)?, secret: None })
    }
}

impl<S: Store> Site<S> {
    pub fn conn(&self, https: bool, now_ms: u64) -> Conn<'_> {
        Conn { secret_key_base: self.secret.as_ref(), https, now_ms }
    }
}

/// The connection's secret is the configuration's, unless it is said to differ.
fn conn_secret(config: &Value) -> Option<SecretKeyBase> {
    let field = config.get("conn_secret_key_base_b64").unwrap_or(&config["secret_key_base_b64"]);
    field.as_str().map(|secret| SecretKeyBase::new(&base64(secret)))
}

/// The configuration as options of ours.
pub fn options(config: &Value) -> Term {
    let mut pairs = key_options(config);
    pairs.push(pair("key", Term::Binary(text(config, "key").as_bytes().to_vec())));
    if config["secret_key_base_in_opts"] == true {
        pairs.extend(secret_option(config));
    }
    if let Some(entries) = config["rotating_options"].as_array() {
        let entry = |entry: &Value| Term::Map(key_options(entry).into_iter().chain(secret_option(entry)).collect());
        pairs.push(pair("rotatingOptions", Term::List(entries.iter().map(entry).collect())));
    }
    for (name, value) in config["cookie_opts"].as_object().into_iter().flatten() {
        pairs.push(pair(&camel_case(name), plain(value)));
    }
    Term::Map(pairs)
}

fn key_options(config: &Value) -> Vec<(Term, Term)> {
    let salts = ["signing_salt", "encryption_salt"].into_iter().filter_map(|name| {
        let salt = config[format!("{name}_b64")].as_str()?;
        Some(pair(&camel_case(name), Term::Binary(base64(salt))))
    });
    let others = ["key_iterations", "key_length", "key_digest", "serializer"].into_iter().filter_map(|name| {
        let value = config.get(name)?;
        Some(pair(&camel_case(name), plain(value)))
    });
    salts.chain(others).collect()
}

fn secret_option(config: &Value) -> Option<(Term, Term)> {
    config["secret_key_base_b64"].as_str().map(|secret| pair("secretKeyBase", Term::Binary(base64(secret))))
}

/// One option.
pub fn pair(name: &str, value: Term) -> (Term, Term) {
    (Term::Binary(name.as_bytes().to_vec()), value)
}

/// What JSON says, as a term.
pub fn plain(value: &Value) -> Term {
    match value {
        Value::Null => Term::Atom("nil".to_owned()),
        Value::Bool(boolean) => Term::Atom(boolean.to_string()),
        Value::Number(number) => Term::Int(number.as_i64().expect("a whole number")),
        Value::String(text) => Term::Binary(text.as_bytes().to_vec()),
        Value::Array(_) | Value::Object(_) => panic!("no option of a configuration is {value}"),
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_ascii_uppercase() + &word[1..])
}
