//! Options out of TOML and JSON: a store of them opens what Plug wrote, and what is wrong is told as well as in JavaScript.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod vectors;

use std::fmt::Write as _;

use serde_json::json;
use waxseal::plug::SessionCookie;
use waxseal::store::cookie::CookieStore;
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Lookup, Store as _};

const SECRET: &str = "a-secret-that-must-not-be-seen-in-errors-nor-in-debug-output-0123456789";
const NO_CONN: Conn<'_> = Conn { secret_key_base: None, https: false, now_ms: 1_800_000_000_000 };

fn of_json(json: &serde_json::Value) -> Value {
    serde_json::from_str(&json.to_string()).unwrap()
}

fn store(value: &Value) -> Result<(SessionCookie, CookieStore), waxseal::error::Error> {
    let options = Options::new(value)?;
    Ok((SessionCookie::init(&options)?, CookieStore::init(&options, Serializer::of(&options)?)?))
}

fn message(value: &Value) -> String {
    store(value).err().unwrap_or_else(|| panic!("it was taken")).to_string()
}

/// A cookie store's options, and these.
fn with(more: &serde_json::Value) -> Value {
    let mut all = json!({ "store": "cookie", "key": "s", "secretKeyBase": SECRET, "signingSalt": "salt" });
    for (name, value) in more.as_object().unwrap() {
        all[name] = value.clone();
    }
    of_json(&all)
}

#[test]
fn a_store_of_toml_and_one_of_json_open_what_plug_wrote() {
    let mut opened = 0;
    for case in vectors::load("cookie_store") {
        let name = vectors::name(&case);
        if name != "write_signed_default_small" && name != "write_encrypted_default_small" {
            continue;
        }
        let config = &case["config"];
        let field = |name: &str| config[name].as_str().map(|text| String::from_utf8(vectors::base64(text)).unwrap());
        let mut json = json!({ "key": config["key"] });
        let mut toml = format!("key = {}\nmaxAge = 86400\nsecure = true\n", config["key"]);
        let ours = [
            ("secretKeyBase", "secret_key_base_b64"),
            ("signingSalt", "signing_salt_b64"),
            ("encryptionSalt", "encryption_salt_b64"),
        ];
        for (ours, theirs) in ours {
            if let Some(text) = field(theirs) {
                json[ours] = text.clone().into();
                writeln!(toml, "{ours} = {text:?}").unwrap();
            }
        }
        // Older keys that do not fit, as tables in a list.
        toml.push_str("[[rotatingOptions]]\nsigningSalt = \"old\"\nkeyIterations = 1\n");
        let cookie = case.get("cookie_value_b64").unwrap_or(&case["samples"][0]["cookie_value_b64"]);
        let cookie = vectors::base64(cookie.as_str().unwrap());
        let of_toml: Value = toml::from_str(&toml).unwrap();
        for value in [of_toml, of_json(&json)] {
            let (_, store) = store(&value).unwrap();
            let Lookup::Ready(session) = store.get(&NO_CONN, &cookie).unwrap() else { panic!("it needs a service") };
            assert_eq!(session.get_raw(b"user_id"), Some(&[97, 1][..]), "{name}");
            opened += 1;
        }
    }
    assert_eq!(opened, 4);
}

#[test]
fn a_key_is_a_list_of_numbers_where_a_format_has_no_bytes() {
    let key: Vec<u8> = (100..132).collect();
    assert!(store(&with(&json!({ "encryptionKey": key, "signingKey": key }))).is_ok());
    let text = message(&with(&json!({ "signingKey": SECRET })));
    assert_eq!(text, "signingKey: got a string of 71 bytes, takes at least 16 bytes");
    assert!(
        message(&with(&json!({ "encryptionKey": [1, 2, 300] }))).contains("encryptionKey: got a list, takes 32 bytes")
    );
    assert!(
        message(&with(&json!({ "encryptionKey": [1, 2, 3] }))).contains("encryptionKey: got a list, takes 32 bytes")
    );
}

/// As in JavaScript.
#[test]
fn a_whole_number_may_be_written_with_a_point() {
    let max_age = |text: &str| {
        let toml = format!("key = \"s\"\nsecretKeyBase = {SECRET:?}\nsigningSalt = \"salt\"\nmaxAge = {text}\n");
        store(&toml::from_str(&toml).unwrap()).map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(max_age("60.0"), Ok(()));
    assert!(max_age("60.5").unwrap_err().starts_with("maxAge: got a number that is not whole, takes "));
    for beyond in ["1e300", "-1e300", "inf", "nan", "9007199254740992.0"] {
        assert!(max_age(beyond).unwrap_err().starts_with("maxAge: got "), "{beyond}");
    }
}

#[test]
fn what_is_wrong_is_told_by_its_name_its_kind_and_what_it_takes() {
    for (more, expected) in [
        (json!({ "encrytionSalt": "s" }), "encrytionSalt: there is no such option; did you mean encryptionSalt?"),
        (json!({ "signing_salt": "s" }), "signing_salt: there is no such option; did you mean signingSalt?"),
        (json!({ "colour": "red" }), "colour: there is no such option; it takes store, log, key, domain,"),
        (json!({ SECRET: 1 }), "an option of 71 bytes: there is no such option;"),
        (json!({ "idleTimeout": "60" }), "idleTimeout: got a string of 2 bytes, takes a whole number of seconds,"),
        (json!({ "idleTimeout": 61, "maxLifetime": 60 }), "idleTimeout: got a whole number, takes at most maxLifetime"),
        (json!({ "prefix": "s" }), "prefix: there is no such option;"),
        (json!({ "secretKeyBase": "short" }), "secretKeyBase: got 5 bytes, takes at least 64"),
        (json!({ "secretKeyBase": { SECRET: 1 } }), "secretKeyBase: got an object, takes a string or bytes"),
        (json!({ "key": format!("{SECRET};") }), "key: "),
        (json!({ "domain": [SECRET] }), "domain: got a list, takes a host name"),
        (json!({ "serializer": SECRET }), "serializer: got a string of 71 bytes, takes \"external_term_format\""),
        (json!({ "sameSite": SECRET }), "sameSite: got a string of 71 bytes, takes \"Strict\""),
        (
            json!({ "maxAge": 1.5 }),
            "maxAge: got a number that is not whole, takes a whole number of seconds, at most 249134400000",
        ),
        (json!({ "maxAge": 249_134_400_001_i64 }), "maxAge: got 249134400001, takes"),
        (json!({ "maxAge": u64::MAX }), "maxAge: got a whole number, takes"),
        (json!({ "secure": "yes" }), "secure: got a string of 3 bytes, takes true or false"),
        (json!({ "rotatingOptions": {} }), "rotatingOptions: got an object, takes a list"),
        (
            json!({ "rotatingOptions": [{ "signingSalt": "s" }, 5] }),
            "rotatingOptions[1]: got a whole number, takes an object of options",
        ),
        (
            json!({ "rotatingOptions": [{ "signingSalt": "s" }, { "signingSlat": "s" }] }),
            "rotatingOptions[1].signingSlat: there is no such option; did you mean signingSalt?",
        ),
        (
            json!({ "rotatingOptions": [{ "signingSalt": "s", "keyDigest": SECRET }] }),
            "rotatingOptions[0].keyDigest: got a string of 71 bytes",
        ),
        (
            json!({ "rotatingOptions": vec![json!({ "signingSalt": "s" }); 101] }),
            "rotatingOptions: got 101 entries, takes at most 100",
        ),
    ] {
        let told = message(&with(&more));
        assert!(told.starts_with(expected), "{told}");
        assert!(!told.contains("must-not-be-seen"), "{told}");
    }
    let kv = of_json(&json!({ "key": "s", "idleTimout": 60 }));
    let error = Options::new(&kv).and_then(|options| KvStore::init(&options)).unwrap_err();
    assert!(error.message().contains("did you mean idleTimeout?"), "{error}");
    let long = of_json(&json!({ "key": "s", "idleTimeout": 1_u64 << 31 }));
    let error = Options::new(&long).and_then(|options| KvStore::init(&options)).unwrap_err();
    assert!(error.message().contains("takes a whole number of seconds, from 1 to 2147483647"), "{error}");
    assert!(
        Options::new(&of_json(&json!([1])))
            .unwrap_err()
            .message()
            .contains("options: got a list, takes an object of options")
    );
}

#[test]
fn null_is_nil_and_an_option_twice_is_none() {
    assert!(
        store(&with(&json!({ "domain": null, "maxAge": null, "rotatingOptions": null, "serializer": null }))).is_ok()
    );
    let twice = format!(r#"{{ "{SECRET}": 1, "{SECRET}": 2 }}"#);
    let error = serde_json::from_str::<Value>(&twice).unwrap_err().to_string();
    assert!(error.contains("an option is there twice") && !error.contains("must-not-be-seen"), "{error}");
}

#[test]
fn nothing_of_it_is_shown() {
    let value = with(&json!({}));
    let options = Options::new(&value).unwrap();
    let (cookie, store) = store(&value).unwrap();
    let shown = format!("{value:?} {options:?} {cookie:?} {store:?}");
    assert!(!shown.contains("must-not-be-seen") && !shown.contains("salt"), "{shown}");
}
