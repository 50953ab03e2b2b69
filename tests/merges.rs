//! A response that carries the session's cookie already, cell by cell: what this side did, what the response carries, in every store. The cells
//! are those of `tests/conformance/api/layers.js`, and what a session says of itself: how long it lasts, whose it is.

#![cfg(all(not(target_arch = "wasm32"), feature = "tower"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod driver;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use driver::{at_once, put, run};
use http::HeaderMap;
use http::header::{HeaderValue, SET_COOKIE};
use waxseal::crypto::secret_key_base::SecretKeyBase;
use waxseal::kv::Memory;
use waxseal::plug::{self, Fetch, SessionCookie};
use waxseal::sessions::{Revoke, SessionHandle, Sessions};
use waxseal::store::Conn;
use waxseal::store::cookie::CookieStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;

const KEY: &str = "_app_key";
const SECRET: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

type Told = Arc<Mutex<Vec<String>>>;

/// These sessions, and those of the other side.
struct Store {
    name: &'static str,
    here: Sessions,
    elsewhere: Sessions,
    told: Told,
}

/// Sessions in cookies, by their secret, a salt and one option more.
fn cookies(secret: &str, salt: &str, more: (&str, Value)) -> Sessions {
    let options = [("key", KEY.into()), ("secretKeyBase", secret.into()), ("signingSalt", salt.into()), more];
    Sessions::cookie(&Value::object(options)).expect("options")
}

fn stores() -> Vec<Store> {
    let old = "f".repeat(64);
    let signed = || cookies(SECRET, "salt", ("path", "/".into()));
    let encrypted = || cookies(SECRET, "salt", ("encryptionSalt", "other".into()));
    let json = || cookies(SECRET, "salt", ("serializer", "json".into()));
    let rotated_out = Value::object([("secretKeyBase", old.as_str().into()), ("signingSalt", "old".into())]);
    let rotated = cookies(SECRET, "salt", ("rotatingOptions", Value::List(vec![rotated_out])));
    let kv = Sessions::kv(&Value::object([("key", KEY.into())]), Memory::new(), at_once).expect("options");
    let store = |name, here: Sessions, elsewhere| {
        let told = Told::default();
        let log = Arc::clone(&told);
        let here = here.log(move |event| log.lock().expect("no panic").push(event.reason.to_owned()));
        Store { name, here, elsewhere, told }
    };
    vec![
        store("signed", signed(), signed()),
        store("encrypted", encrypted(), encrypted()),
        store("rotated", rotated, cookies(&old, "old", ("path", "/".into()))),
        store("json", json(), json()),
        // One process's memory is one store: the other side is the same sessions.
        store("kv", kv.clone(), kv),
    ]
}

async fn fetch(sessions: &Sessions, cookie: &str) -> SessionHandle {
    sessions.fetch(cookie).await.expect("a session")
}

/// One request of the other side: its Set-Cookie header, if there is one.
async fn elsewhere(store: &Store, cookie: &str, act: impl FnOnce(&SessionHandle)) -> Option<String> {
    let session = fetch(&store.elsewhere, cookie).await;
    act(&session);
    store.elsewhere.commit(&session).await.expect("a commit")
}

fn pair(set_cookie: &str) -> String {
    set_cookie.split(';').next().unwrap_or_default().to_owned()
}

/// Sends a session with a response that carries some cookie, and one of another name: the session's own, if it is there.
async fn send(store: &Store, session: &SessionHandle, carried: Option<&str>) -> Option<String> {
    store.told.lock().expect("no panic").clear();
    let mut headers = HeaderMap::new();
    headers.append(SET_COOKIE, HeaderValue::from_static("other=1; path=/"));
    if let Some(carried) = carried {
        headers.append(SET_COOKIE, carried.parse().expect("a header"));
    }
    store.here.send(session, &mut headers).await.expect("it is sent");
    let all: Vec<_> =
        headers.get_all(SET_COOKIE).iter().map(|header| header.to_str().expect("text").to_owned()).collect();
    assert!(all.len() <= 2 && all[0].starts_with("other=1"), "{all:?}");
    all.get(1).cloned()
}

/// What this side may do.
const HERE: [&str; 7] = ["nothing", "put", "delete", "clear", "renew", "drop", "ignore"];

fn act(here: &str, it: &SessionHandle) {
    match here {
        "put" => put(it, "visits", 1),
        "delete" => it.delete("seen").expect("open"),
        "clear" => {
            it.clear().expect("open");
            put(it, "visits", 1);
        }
        "renew" => {
            put(it, "visits", 1);
            it.renew().expect("open");
        }
        "drop" => it.drop().expect("open"),
        "ignore" => {
            put(it, "visits", 1);
            it.ignore().expect("open");
        }
        _ => _ = it.has("user"),
    }
}

/// What the response may carry.
async fn answer(there: &str, store: &Store, cookie: &str) -> Option<String> {
    match there {
        "a change" => elsewhere(store, cookie, |it| put(it, "user", 7)).await,
        "a log-in" => {
            let log_in = |it: &SessionHandle| {
                it.clear().expect("open");
                put(it, "user", 7);
                it.renew().expect("open");
            };
            elsewhere(store, cookie, log_in).await
        }
        "a cleared session" => elsewhere(store, cookie, |it| it.clear().expect("open")).await,
        "a deletion" => elsewhere(store, cookie, |it| it.drop().expect("open")).await,
        _ => Some(format!("{KEY}=foreign; path=/; HttpOnly")),
    }
}

/// What a browser holds in the end.
enum Right {
    Keys(&'static [&'static str]),
    Deletion,
    Foreign,
}

fn right(there: &str, here: &str) -> Right {
    match (there, here) {
        (_, "drop") | ("a deletion", _) => Right::Deletion,
        ("what no key opens", _) => Right::Foreign,
        (_, "clear") | ("a cleared session", "put" | "renew") => Right::Keys(&["visits"]),
        ("a cleared session", _) => Right::Keys(&[]),
        ("a change", "put" | "renew") => Right::Keys(&["seen", "user", "visits"]),
        ("a change", "delete") | ("a log-in", "nothing" | "delete" | "ignore") => Right::Keys(&["user"]),
        ("a change", _) => Right::Keys(&["seen", "user"]),
        _ => Right::Keys(&["user", "visits"]),
    }
}

#[test]
fn what_was_changed_is_put_on_what_the_response_carries() {
    run(async {
        let mut cells = 0;
        for store in stores() {
            for there in ["a change", "a log-in", "a cleared session", "a deletion", "what no key opens"] {
                for here in HERE {
                    let cell = format!("{}: {here} here, {there} on the response", store.name);
                    let before = pair(&elsewhere(&store, "", |it| put(it, "seen", 1)).await.expect("a cookie"));
                    let it = fetch(&store.here, &before).await;
                    act(here, &it);
                    let carried = answer(there, &store, &before).await;
                    let sent = send(&store, &it, carried.as_deref()).await;
                    // A sid that stays is not sent again: the browser has it.
                    let ours = sent.unwrap_or_else(|| format!("{before};"));
                    match right(there, here) {
                        Right::Foreign => assert_eq!(pair(&ours), format!("{KEY}=foreign"), "{cell}"),
                        Right::Deletion => {
                            assert!(
                                ours.starts_with(&format!("{KEY}=;")) && ours.contains("max-age=0"),
                                "{cell}: {ours}"
                            );
                        }
                        Right::Keys(keys) => {
                            let mut found = fetch(&store.here, &pair(&ours)).await.keys();
                            found.sort();
                            assert_eq!(found, keys, "{cell}");
                        }
                    }
                    let told: Vec<_> = store
                        .told
                        .lock()
                        .unwrap()
                        .iter()
                        .filter(|told| ["foreign_cookie", "dropped_elsewhere"].contains(&told.as_str()))
                        .cloned()
                        .collect();
                    let writes = ["put", "delete", "clear", "renew"].contains(&here);
                    let event = match there {
                        "a deletion" if writes => vec!["dropped_elsewhere"],
                        "what no key opens" if writes => vec!["foreign_cookie"],
                        _ => vec![],
                    };
                    assert_eq!(told, event, "{cell}");
                    // A log-out holds on either side, and a log-in's old sid is none.
                    let is_over = matches!(right(there, here), Right::Deletion) || there == "a log-in";
                    if store.name == "kv" && is_over {
                        assert!(fetch(&store.here, &before).await.keys().is_empty(), "{cell}: the old sid");
                    }
                    cells += 1;
                }
            }
        }
        assert_eq!(cells, 5 * 5 * 7);
    });
}

/// Said of a session: seconds that it lasts from now, and whose it is.
type Said = (Option<u32>, Option<&'static str>);

fn say(it: &SessionHandle, (seconds, owner): Said) {
    if let Some(seconds) = seconds {
        it.set_max_age(Some(seconds)).expect("open");
    }
    if let Some(owner) = owner {
        it.set_owner(Some(owner)).expect("open");
        // In a cookie there is no room for it.
        it.set_note(Some(owner)).expect("open");
    }
}

#[test]
fn what_a_session_says_of_itself_is_the_responses_unless_this_side_says_otherwise() {
    run(async {
        let says: [Said; 4] = [(None, None), (Some(5000), None), (None, Some("user:1")), (Some(5000), Some("user:1"))];
        let later: [Said; 4] = [(None, None), (Some(90), None), (None, Some("user:2")), (Some(90), Some("user:2"))];
        for store in stores().into_iter().filter(|store| store.name != "rotated") {
            for there in says {
                for here in later {
                    for (puts, renews) in [(false, false), (true, false), (true, true)] {
                        let cell =
                            format!("{}: {here:?} and {puts} {renews} here, {there:?} on the response", store.name);
                        let before = pair(&elsewhere(&store, "", |it| put(it, "seen", 1)).await.expect("a cookie"));
                        let it = fetch(&store.here, &before).await;
                        say(&it, here);
                        if puts {
                            put(&it, "visits", 1);
                        }
                        if renews {
                            it.renew().expect("open");
                        }
                        let carried = elsewhere(&store, &before, |it| {
                            say(it, there);
                            put(it, "user", 7);
                            it.renew().expect("open");
                        });
                        let carried = carried.await;
                        let sent = send(&store, &it, carried.as_deref()).await.expect("a cookie");
                        let now = fetch(&store.here, &pair(&sent)).await;
                        assert!(now.has("user") && now.has("seen") && now.has("visits") == puts, "{cell}");
                        assert_eq!(now.owner().as_deref(), here.1.or(there.1), "{cell}");
                        let note = here.1.or(there.1).filter(|_| store.name == "kv");
                        assert_eq!(now.note().as_deref(), note, "{cell}");
                        if let Some(seconds) = here.0.or(there.0) {
                            let left = now.expires_ms().expect("an end") - now.created_ms().expect("a beginning");
                            let most = u64::from(seconds) * 1000;
                            assert!((most..most + 60_000).contains(&left), "{cell}: {left}");
                            let max_age = sent
                                .split("max-age=")
                                .nth(1)
                                .and_then(|rest| rest.split(';').next())
                                .map(str::parse::<u32>);
                            assert!(
                                max_age.is_some_and(|age| age.is_ok_and(|age| age <= seconds && age + 60 > seconds)),
                                "{cell}: {sent}"
                            );
                        }
                        if store.name == "kv" {
                            // In the index of its owner alone, and revoked by it.
                            let mut ids = BTreeMap::new();
                            for owner in ["user:1", "user:2"] {
                                ids.insert(owner, store.here.list(owner).await.expect("a list").len());
                            }
                            let expected = |owner| usize::from(now.owner().as_deref() == Some(owner));
                            assert_eq!(
                                ids,
                                ["user:1", "user:2"].map(|owner| (owner, expected(owner))).into(),
                                "{cell}"
                            );
                            for owner in ["user:1", "user:2"] {
                                store.here.revoke(owner, Revoke::all()).await.expect("a revoke");
                            }
                            assert_eq!(
                                fetch(&store.here, &pair(&sent)).await.is_new(),
                                now.owner().is_some(),
                                "{cell}"
                            );
                        }
                    }
                }
            }
        }
    });
}

#[test]
fn what_is_said_where_there_was_no_session_is_said_of_the_responses() {
    run(async {
        for store in stores().into_iter().filter(|store| store.name != "rotated") {
            let it = fetch(&store.here, "").await;
            say(&it, (Some(90), Some("user:2")));
            let carried = elsewhere(&store, "", |it| put(it, "user", 7)).await;
            let sent = send(&store, &it, carried.as_deref()).await.expect("a cookie");
            let now = fetch(&store.here, &pair(&sent)).await;
            assert_eq!((now.has("user"), now.owner().as_deref()), (true, Some("user:2")), "{}", store.name);
            assert!(sent.contains("max-age=90"), "{}: {sent}", store.name);
            // Without one on either side there is nothing to be said of.
            let it = fetch(&store.here, "").await;
            say(&it, (Some(90), Some("user:2")));
            assert_eq!(send(&store, &it, None).await, None);
        }
    });
}

#[test]
fn a_log_out_where_there_was_no_session_deletes_what_the_response_sets() {
    run(async {
        for store in stores() {
            for carried in ["foreign", ""] {
                let it = fetch(&store.here, "").await;
                it.drop().expect("not sent");
                let sent = send(&store, &it, Some(&format!("{KEY}={carried}; path=/"))).await.expect("a cookie");
                assert_eq!((pair(&sent), sent.contains("max-age=0")), (format!("{KEY}="), true), "{}", store.name);
            }
        }
    });
}

#[test]
fn who_said_once_more_what_is_so_leaves_what_the_response_carries() {
    run(async {
        for store in stores().into_iter().filter(|store| store.name != "rotated") {
            let logged_in = |it: &SessionHandle| {
                say(it, (None, Some("user:1")));
                put(it, "user", 1);
            };
            let before = pair(&elsewhere(&store, "", logged_in).await.expect("a cookie"));
            // An app that says at each request whose session it is; behind it another one logs in.
            let it = fetch(&store.here, &before).await;
            say(&it, (None, Some("user:1")));
            put(&it, "visits", 1);
            let log_in = |it: &SessionHandle| {
                it.clear().expect("open");
                it.renew().expect("open");
                say(it, (None, Some("user:2")));
                put(it, "user", 2);
            };
            let carried = elsewhere(&store, &before, log_in).await;
            let sent = send(&store, &it, carried.as_deref()).await.expect("a cookie");
            let now = fetch(&store.here, &pair(&sent)).await;
            assert_eq!((now.owner().as_deref(), now.has("visits")), (Some("user:2"), true), "{}", store.name);
        }
    });
}

#[test]
fn the_use_of_a_session_is_noted_on_what_the_response_carries() {
    run(async {
        let store = Store {
            name: "with an end",
            here: cookies(SECRET, "salt", ("idleTimeout", 100.into())),
            elsewhere: cookies(SECRET, "salt", ("path", "/".into())),
            told: Told::default(),
        };
        let it = fetch(&store.here, "").await;
        put(&it, "user", 1);
        let before = pair(&store.here.commit(&it).await.expect("no fault").expect("a cookie"));
        for is_touched in [true, false] {
            let it = fetch(&store.here, &before).await;
            if is_touched {
                it.touch().expect("open");
            }
            let carried = elsewhere(&store, &before, |it| put(it, "seen", 1)).await.expect("a cookie");
            // Its time is another millisecond.
            std::thread::sleep(std::time::Duration::from_millis(2));
            let sent = send(&store, &it, Some(&carried)).await.expect("a cookie");
            assert_eq!(sent != carried, is_touched, "one that was used a moment ago is not due");
            let now = fetch(&store.here, &pair(&sent)).await;
            assert!(now.has("user") && now.has("seen"), "{sent}");
        }
    });
}

#[test]
fn a_use_that_is_due_is_noted_on_what_the_response_carries_unless_the_session_is_ignored() {
    run(async {
        let store = Store {
            name: "with an end",
            here: cookies(SECRET, "salt", ("idleTimeout", 100.into())),
            elsewhere: cookies(SECRET, "salt", ("path", "/".into())),
            told: Told::default(),
        };
        let before = used_a_minute_ago();
        let it = fetch(&store.here, &before).await;
        // An app behind that knows nothing of times.
        let carried = format!("{before}; path=/");
        let sent = send(&store, &it, Some(&carried)).await.expect("a cookie");
        assert_ne!(sent, carried, "nothing was done here, and the use is due");
        let now = fetch(&store.here, &pair(&sent)).await;
        assert!(now.has("user"), "{sent}");

        let it = fetch(&store.here, &before).await;
        it.touch().expect("open");
        it.ignore().expect("open");
        let sent = send(&store, &it, Some(&carried)).await.expect("a cookie");
        assert_eq!(sent, carried, "nothing is to be done here");
    });
}

/// The Cookie header of a session of the store above, of whose time the greater part is over.
fn used_a_minute_ago() -> String {
    let options = [("key", KEY.into()), ("signingSalt", "salt".into()), ("idleTimeout", 100.into())];
    let options = Value::object(options);
    let options = Options::new(&options).expect("options");
    let cookie = SessionCookie::init(&options).expect("options");
    let store = CookieStore::init(&options, Serializer::of(&options).expect("options")).expect("options");
    let secret = SecretKeyBase::new(SECRET.as_bytes());
    let now_ms = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_millis();
    let now_ms = u64::try_from(now_ms).expect("a time of today") - 60_000;
    let conn = Conn { secret_key_base: Some(&secret), https: false, now_ms };
    let Ok(Fetch::Ready(mut session)) = plug::fetch(&cookie, &store, &conn, b"") else {
        panic!("a session in a cookie needs no record");
    };
    session.put("user", &1).expect("open");
    let sent = plug::before_send(&cookie, &store, &conn, &session).expect("no fault").set_cookie.expect("a cookie");
    pair(str::from_utf8(&sent).expect("text"))
}
