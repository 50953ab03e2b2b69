//! One store for all threads: what every public type is to the compiler, and keys that are derived while others go on.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Barrier;
use std::thread::scope;

use waxseal::cookies::{Attributes, received::Received};
use waxseal::crypto::{key_generator, keyring, message_encryptor, message_verifier, secret_key_base, token};
use waxseal::error::{Error, Reason};
use waxseal::kv::{Capabilities, Condition, Found, KvError, Memory};
use waxseal::phoenix::{flash, user_auth};
use waxseal::session::{Action, Session, Sid};
use waxseal::sessions::{Event, Incoming, Listed, Revoke, SessionHandle, Sessions};
use waxseal::store::cookie::CookieStore;
use waxseal::store::kv::{KvStore, Owners};
use waxseal::store::options::Options;
use waxseal::store::serializer::{Custom, Serializer};
use waxseal::store::value::Value;
use waxseal::store::{Conn, Entry, Lasts, Lookup, Put, Step, Store};
use waxseal::term::{self, Term};
use waxseal::{json, plug};

const SECRET: &[u8; 64] = &[7; 64];

/// What axum's state, tokio's tasks and a future across an await ask for.
fn crosses_threads<T: Send + Sync + Unpin + ?Sized>() {}

macro_rules! cross_threads {
    ($($kind:ty),+ $(,)?) => {{
        $(crosses_threads::<$kind>();)+
        [$(std::any::type_name::<$kind>()),+]
    }};
}

#[test]
fn every_public_type_crosses_threads() {
    let names = cross_threads![
        Action,
        Attributes<'static>,
        Box<dyn Custom>,
        Box<dyn Store>,
        Capabilities,
        Condition<'static>,
        Conn<'static>,
        CookieStore,
        Entry,
        Error,
        Event<'static>,
        Found,
        Incoming<'static>,
        KvError,
        KvStore,
        Lasts,
        Listed,
        Lookup,
        Memory,
        Options<'static>,
        Owners,
        Put,
        Reason,
        Received<'static>,
        Revoke<'static>,
        Serializer,
        Session,
        SessionHandle,
        Sessions,
        Sid,
        Step,
        Term,
        Value,
        flash::Effect,
        key_generator::Digest,
        key_generator::Key,
        key_generator::Options,
        keyring::Derived,
        keyring::Keyring,
        message_encryptor::DecryptError,
        message_encryptor::EncryptionKey,
        message_verifier::Digest,
        message_verifier::SigningKey,
        plug::Answer<'static>,
        plug::Carried,
        plug::Commit,
        plug::Effect,
        plug::Fetch,
        plug::Merge,
        plug::SessionCookie,
        secret_key_base::SecretKeyBase,
        term::Big,
        term::decode::DecodeError,
        term::encode::Otp,
        token::Age,
        token::Opened,
        token::Refusal,
        token::Terms,
        user_auth::LogIn,
    ];
    // None is forgotten: what `src` says is public, but in rooms that are not.
    let not_public = ["src/wasm/", "src/crypto/mac.rs", "src/session/writes.rs"];
    // What stands behind features is sent about in `tests/native`; an adapter is sent about by what `Kv` says.
    let elsewhere = ["src/kv/conformance/", "src/kv/redis.rs", "src/kv/sqlite.rs", "src/tower/"];
    let is_left = |file: &str| not_public.iter().chain(&elsewhere).any(|path| file.starts_with(path));
    for (file, line) in
        public_types().filter(|(file, line)| !is_left(file) && !line.starts_with("pub trait Kv: Send + Sync"))
    {
        let name = line.split([' ', '<', '(', ':', ';']).nth(2).unwrap();
        let same = |known: &&str| {
            known.contains(&format!("::{name}<")) || known.trim_end_matches('>').ends_with(&format!("::{name}"))
        };
        assert!(names.iter().any(same), "{file}: {line}: is not in the list");
    }
    assert!(json::decode(b"1").is_some());
}

/// The lines that define one, each with its file.
fn public_types() -> impl Iterator<Item = (String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut found) = (vec![root.join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let file = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let defines = |line: &&str| {
                ["struct", "enum", "type", "trait"].iter().any(|kind| line.starts_with(&format!("pub {kind} ")))
            };
            found.extend(text.lines().filter(defines).map(|line| (file.clone(), line.to_owned())));
        }
    }
    assert!(found.len() > 40, "the types were not read");
    found.into_iter()
}

/// A cookie store whose keys take so many rounds.
fn store(rounds: u32) -> CookieStore {
    let json = format!(r#"{{ "signingSalt": "salt", "encryptionSalt": "salt 2", "keyIterations": {rounds} }}"#);
    let value: Value = serde_json::from_str(&json).unwrap();
    CookieStore::init(&Options::new(&value).unwrap(), Serializer::Term).unwrap()
}

fn conn(secret: &secret_key_base::SecretKeyBase) -> Conn<'_> {
    Conn { secret_key_base: Some(secret), https: true, now_ms: 0 }
}

fn opens(store: &CookieStore, secret: &[u8], cookie: &[u8]) -> bool {
    let mut payload = Vec::new();
    store.open(&conn(&secret_key_base::SecretKeyBase::new(secret)), cookie, &mut payload).unwrap().is_ok()
        && payload == b"it"
}

#[test]
fn threads_that_derive_at_once_have_the_same_keys() {
    // More secrets than are remembered, each met by every thread, in an order of its own.
    let (store, other) = (store(1), store(1));
    let secrets: Vec<[u8; 64]> = (0..24).map(|at| [at; 64]).collect();
    let cookie = |secret: &[u8; 64]| other.seal(&conn(&secret_key_base::SecretKeyBase::new(secret)), b"it").unwrap();
    let cookies: Vec<_> = secrets.iter().map(cookie).collect();
    let (store, secrets, cookies, start) = (&store, &secrets, &cookies, &Barrier::new(8));
    scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || {
                start.wait();
                for at in 0..secrets.len() * 4 {
                    let at = (at * 7 + thread * 3) % secrets.len();
                    let (secret, cookie) = (secrets.get(at).unwrap(), cookies.get(at).unwrap());
                    assert!(opens(store, secret, cookie));
                    assert!(!opens(store, SECRET, cookie) || secret == SECRET);
                }
            });
        }
    });
}

#[test]
fn nobody_waits_while_a_key_is_derived() {
    let store = store(200_000);
    let cookie = store.seal(&conn(&secret_key_base::SecretKeyBase::new(SECRET)), b"it").unwrap();
    let (store, start) = (&store, &Barrier::new(2));
    let opened = scope(|scope| {
        let deriving = scope.spawn(move || {
            start.wait();
            assert!(store.seal(&conn(&secret_key_base::SecretKeyBase::new(&[8; 64])), b"it").is_ok());
        });
        start.wait();
        let mut opened = 0;
        while !deriving.is_finished() {
            assert!(opens(store, SECRET, &cookie));
            opened += 1;
        }
        opened
    });
    assert!(opened > 100, "{opened} cookies were opened meanwhile");
}
