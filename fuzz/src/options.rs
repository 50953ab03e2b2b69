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
    let mut input = Input::new(data);
    let value = if input.flag() {
        let Ok(text) = std::str::from_utf8(input.rest()) else { return };
        let Ok(value) = serde_json::from_str::<Value>(text) else { return };
        value
    } else {
        let Ok(value) = Value::of_term(input.rest()) else { return };
        value
    };
    let mut secrets = Vec::new();
    texts(&value, &mut secrets);
    let options = match Options::new(&value) {
        Ok(options) => options,
        Err(error) => return say(&error, &secrets),
    };
    let refused = [
        SessionCookie::init(&options).map(|cookie| sets(&cookie)).err(),
        Serializer::of(&options).and_then(|serializer| CookieStore::init(&options, serializer)).map(drop).err(),
        KvStore::init(&options).map(drop).err(),
    ];
    refused.iter().flatten().for_each(|error| say(error, &secrets));
}

/// What may be a secret in the wrong place. Sentences of ours are ASCII, and a fuzzer comes to find them: what is not is none of theirs.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Text(text) if text.len() > 20 && !text.is_ascii() => found.push(text.to_string()),
        Value::Bytes(bytes) if bytes.len() > 20 && !bytes.is_ascii() => found.extend(String::from_utf8(bytes.to_vec())),
        Value::List(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(pairs) => {
            for (name, value) in pairs {
                if name.len() > 24 && !name.is_ascii() {
                    found.push(name.to_string());
                }
                texts(value, found);
            }
        }
        _ => {}
    }
}

fn say(error: &Error, secrets: &[String]) {
    assert_eq!(error.code(), "ERR_CONFIG");
    assert!(secrets.iter().all(|secret| !error.message().contains(secret)), "{error}");
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
