#!/usr/bin/env bash
# actix-session 0.11.0: what is put into a session after `purge()` in the same request is dropped, and `insert` says Ok. A log-out that purges and leaves a notice for the next page leaves none;
# `get` in the same request gives None already. There is no way to begin a new session before the next request.
# Seen: "insert Ok(()), get None; next request: None".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "purge"
version = "0.0.0"
edition = "2021"
[dependencies]
actix-session = { version = "=0.11.0", features = ["cookie-session"] }
actix-web = { version = "4", default-features = false, features = ["macros", "cookies"] }
TOML
cat >src/main.rs <<'RS'
use actix_session::{storage::CookieSessionStore, Session, SessionMiddleware};
use actix_web::{cookie::Key, test, web, App, Responder};

async fn login(session: Session) -> impl Responder {
    session.insert("user", "ada").unwrap();
    "hello"
}

async fn logout(session: Session) -> impl Responder {
    session.purge();
    let kept = session.insert("notice", "bye");
    format!("insert {kept:?}, get {:?}", session.get::<String>("notice").unwrap())
}

async fn page(session: Session) -> impl Responder {
    format!("{:?}", session.get::<String>("notice").unwrap())
}

#[actix_web::main]
async fn main() {
    let sessions = SessionMiddleware::new(CookieSessionStore::default(), Key::generate());
    let app = App::new().wrap(sessions).route("/login", web::get().to(login)).route("/logout", web::get().to(logout)).route("/", web::get().to(page));
    let app = test::init_service(app).await;
    let mut cookie = None;
    let mut seen = Vec::new();
    for path in ["/login", "/logout", "/"] {
        let mut request = test::TestRequest::get().uri(path);
        if let Some(cookie) = cookie.clone() {
            request = request.cookie(cookie);
        }
        let response = test::call_service(&app, request.to_request()).await;
        if let Some(set) = response.response().cookies().next() {
            cookie = Some(set.into_owned());
        }
        seen.push(String::from_utf8(test::read_body(response).await.to_vec()).unwrap());
    }
    println!("{}; next request: {}", seen[1], seen[2]);
}
RS
said=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet 2>/dev/null)
echo "$said"
[ "$said" = "insert Ok(()), get None; next request: None" ]
