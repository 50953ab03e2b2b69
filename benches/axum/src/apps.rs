//! One app for each contestant: `/fill` puts a user and a cart, `/read` reads both, `/visit` reads the user and counts.

use axum::extract::Query;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Extension, Router};
use axum_extra::extract::PrivateCookieJar;
use axum_extra::extract::cookie::{Cookie, Key};
use serde::{Deserialize, Serialize};
use tower_sessions::{MemoryStore, SessionManagerLayer};
use tower_sessions_cookie_store::{CookieSessionConfig, CookieSessionManagerLayer};
use waxseal::kv::Memory;
use waxseal::sessions::{SessionHandle, Sessions};
use waxseal::store::value::Value;
use waxseal::tower::SessionLayer;

/// A line of a cart.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Line {
    id: u32,
    name: String,
    price: f64,
    gift: bool,
}

/// How many lines a cart is to have.
#[derive(Deserialize)]
struct Fill {
    lines: u32,
}

impl Fill {
    fn cart(&self) -> Vec<Line> {
        (0..self.lines)
            .map(|at| Line { id: 1000 + at, name: "a cup".to_owned(), price: 12.5, gift: at % 2 == 0 })
            .collect()
    }
}

type Answer = Result<String, StatusCode>;

fn read_answer(user: Option<String>, cart: &[Line]) -> String {
    format!("{}, {} lines", user.unwrap_or_default(), cart.len())
}

fn visit_answer(user: Option<String>, visits: u32) -> String {
    format!("{}, visit {visits}", user.unwrap_or_default())
}

/// The contestants by their names; the first is the app without sessions.
pub fn contestants() -> Vec<(&'static str, Router)> {
    let secret = || Value::from("0123456789abcdef".repeat(4));
    let signed = [("key", "_bench".into()), ("secretKeyBase", secret()), ("signingSalt", "3kVbPzQ1".into())];
    let encrypted = [
        ("key", "_bench".into()),
        ("secretKeyBase", secret()),
        ("signingSalt", "3kVbPzQ1".into()),
        ("encryptionSalt", "q8LmX0aZ".into()),
    ];
    let memory = Value::object([("key", "_bench".into())]);
    let config = || CookieSessionConfig::default().with_secure(false);
    let manager = SessionManagerLayer::new(MemoryStore::default()).with_secure(false);
    vec![
        ("no session", plain()),
        ("waxseal, signed cookie", waxseal(Sessions::cookie(&Value::object(signed)).unwrap())),
        ("waxseal, encrypted cookie", waxseal(Sessions::cookie(&Value::object(encrypted)).unwrap())),
        ("waxseal, memory", waxseal(Sessions::kv(&memory, Memory::new(), tokio::time::sleep).unwrap())),
        ("tower-sessions, memory", in_memory().layer(manager)),
        (
            "tower-sessions, signed cookie",
            in_cookie().layer(CookieSessionManagerLayer::signed(Key::generate()).with_config(config())),
        ),
        (
            "tower-sessions, private cookie",
            in_cookie().layer(CookieSessionManagerLayer::private(Key::generate()).with_config(config())),
        ),
        ("axum-extra, PrivateCookieJar", jar(Key::generate())),
    ]
}

/// What the others answer, out of nothing.
fn plain() -> Router {
    async fn fill(Query(fill): Query<Fill>) -> String {
        read_answer(None, &fill.cart())
    }
    async fn read() -> String {
        read_answer(None, &[])
    }
    async fn visit() -> String {
        visit_answer(None, 1)
    }
    Router::new().route("/fill", get(fill)).route("/read", get(read)).route("/visit", get(visit))
}

fn waxseal(sessions: Sessions) -> Router {
    async fn fill(Extension(session): Extension<SessionHandle>, Query(fill): Query<Fill>) -> Answer {
        session.put("user", "ada")?;
        session.put("visits", &0)?;
        session.put("cart", &fill.cart())?;
        Ok("filled".to_owned())
    }
    async fn read(Extension(session): Extension<SessionHandle>) -> Answer {
        let cart: Vec<Line> = session.get("cart")?.unwrap_or_default();
        Ok(read_answer(session.get("user")?, &cart))
    }
    async fn visit(Extension(session): Extension<SessionHandle>) -> Answer {
        let visits = session.get("visits")?.unwrap_or(0) + 1;
        session.put("visits", &visits)?;
        Ok(visit_answer(session.get("user")?, visits))
    }
    let router = Router::new().route("/fill", get(fill)).route("/read", get(read)).route("/visit", get(visit));
    router.layer(SessionLayer::new(sessions))
}

fn failed<E>(_: E) -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}

/// The two crates have two versions of one type.
macro_rules! tower_sessions {
    ($name:ident, $session:ty) => {
        fn $name() -> Router {
            async fn fill(session: $session, Query(fill): Query<Fill>) -> Answer {
                session.insert("user", "ada").await.map_err(failed)?;
                session.insert("visits", 0).await.map_err(failed)?;
                session.insert("cart", fill.cart()).await.map_err(failed)?;
                Ok("filled".to_owned())
            }
            async fn read(session: $session) -> Answer {
                let cart: Vec<Line> = session.get("cart").await.map_err(failed)?.unwrap_or_default();
                Ok(read_answer(session.get("user").await.map_err(failed)?, &cart))
            }
            async fn visit(session: $session) -> Answer {
                let visits = session.get("visits").await.map_err(failed)?.unwrap_or(0) + 1;
                session.insert("visits", visits).await.map_err(failed)?;
                Ok(visit_answer(session.get("user").await.map_err(failed)?, visits))
            }
            Router::new().route("/fill", get(fill)).route("/read", get(read)).route("/visit", get(visit))
        }
    };
}

tower_sessions!(in_memory, tower_sessions::Session);
tower_sessions!(in_cookie, tower_sessions_cookie_store::Session);

/// A session as one JSON text in an encrypted cookie, as apps without a library for sessions have it.
#[derive(Default, Serialize, Deserialize)]
struct InJar {
    user: Option<String>,
    visits: u32,
    cart: Vec<Line>,
}

fn jar(key: Key) -> Router {
    fn opened(jar: &PrivateCookieJar) -> InJar {
        let json = jar.get("_bench").and_then(|cookie| serde_json::from_str(cookie.value()).ok());
        json.unwrap_or_default()
    }
    fn sealed(jar: PrivateCookieJar, session: &InJar) -> Result<PrivateCookieJar, StatusCode> {
        let json = serde_json::to_string(session).map_err(failed)?;
        Ok(jar.add(Cookie::build(("_bench", json)).path("/").http_only(true)))
    }
    type Jarred = Result<(PrivateCookieJar, String), StatusCode>;
    async fn fill(jar: PrivateCookieJar, Query(fill): Query<Fill>) -> Jarred {
        let session = InJar { user: Some("ada".to_owned()), visits: 0, cart: fill.cart() };
        Ok((sealed(jar, &session)?, "filled".to_owned()))
    }
    async fn read(jar: PrivateCookieJar) -> String {
        let session = opened(&jar);
        read_answer(session.user, &session.cart)
    }
    async fn visit(jar: PrivateCookieJar) -> Jarred {
        let mut session = opened(&jar);
        session.visits += 1;
        let jar = sealed(jar, &session)?;
        Ok((jar, visit_answer(session.user, session.visits)))
    }
    Router::new().route("/fill", get(fill)).route("/read", get(read)).route("/visit", get(visit)).with_state(key)
}
