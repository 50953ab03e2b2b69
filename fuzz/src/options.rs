//! Options, out of JSON and out of terms: right or refused, and no secret in what is said of them.

use waxseal::error::Error;
use waxseal::plug::SessionCookie;
use waxseal::store::cookie::CookieStore;
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Lasts};

use super::input::Input;

pub fn options(data: &[u8]) {
    let Some(value) = read(data) else { return };
    let mut secrets = Vec::new();
    texts(&value, &mut secrets);
    for message in refusals(&value) {
        for secret in secrets.iter().filter(|secret| message.contains(*secret)) {
            // A fuzzer comes to find sentences of ours. Such a one is said of any other text, too.
            let other = without(data, secret.as_bytes());
            assert!(other != data, "{message}");
            assert!(read(&other).is_some_and(|value| refusals(&value).contains(&message)), "{message}");
        }
    }
}

fn read(data: &[u8]) -> Option<Value> {
    let mut input = Input::new(data);
    if input.flag() { serde_json::from_slice(input.rest()).ok() } else { Value::of_term(input.rest()).ok() }
}

/// What is said of options that are refused.
fn refusals(value: &Value) -> Vec<String> {
    let options = match Options::new(value) {
        Ok(options) => options,
        Err(error) => return vec![said(&error)],
    };
    let refused = [
        SessionCookie::init(&options).map(|cookie| sets(&cookie)).err(),
        Serializer::of(&options).and_then(|serializer| CookieStore::init(&options, serializer)).map(drop).err(),
        KvStore::init(&options).map(drop).err(),
    ];
    refused.iter().flatten().map(said).collect()
}

fn said(error: &Error) -> String {
    assert_eq!(error.code(), "ERR_CONFIG");
    error.message().to_owned()
}

/// The input with another text of the same length in its place.
fn without(data: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut other = data.to_vec();
    for at in 0..=data.len().saturating_sub(secret.len()) {
        if data[at..].starts_with(secret) {
            other[at..at + secret.len()].fill(b'~');
        }
    }
    other
}

/// What may be a secret in the wrong place: text that hardly a sentence of ours has.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Text(text) if text.len() > 20 => found.push(text.to_string()),
        Value::Bytes(bytes) if bytes.len() > 20 => found.extend(String::from_utf8(bytes.to_vec())),
        Value::List(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(pairs) => {
            for (name, value) in pairs {
                if name.len() > 24 {
                    found.push(name.to_string());
                }
                texts(value, found);
            }
        }
        _ => {}
    }
}

/// A cookie that was configured can be set, and has one line.
fn sets(cookie: &SessionCookie) {
    let conn = Conn { secret_key_base: None, https: true, now_ms: 1_800_000_000_000 };
    let whole = |header: Vec<u8>| assert!(!header.iter().any(u8::is_ascii_control));
    whole(cookie.delete(&conn).expect("attributes that were checked"));
    match cookie.set(&conn, b"value", Lasts::AsConfigured, String::new) {
        Ok(header) => {
            assert!(header.starts_with(&[cookie.key().as_bytes(), b"=value; path="].concat()));
            whole(header);
        }
        Err(error) => assert!(matches!(error.code(), "ERR_COOKIE_OVERFLOW" | "ERR_CONFIG"), "{error}"),
    }
}
