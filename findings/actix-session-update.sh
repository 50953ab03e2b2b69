#!/usr/bin/env bash
# actix-session 0.11.0: what `Session::update` and `update_or` write is not saved, unless something else in the session changes in the same request: they leave its
# status at "unchanged". The counter of the crate's own example, `update_or("counter", 1, |count| count + 1)`, is 2 for ever; by `get` and `insert` it counts.
# Seen, four requests each: "update_or: 1 2 2 2", "get and insert: 1 2 3 4".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "update"
version = "0.0.0"
edition = "2021"
[dependencies]
actix-session = { version = "=0.11.0", features = ["cookie-session"] }
actix-web = { version = "4", default-features = false, features = ["macros", "cookies"] }
TOML
cat >src/main.rs <<'RS'
use actix_session::{storage::CookieSessionStore, Session, SessionMiddleware};
use actix_web::{cookie::Key, test, web, App, Responder};

async fn update(session: Session) -> impl Responder {
    session.update_or("counter", 1, |count: i32| count + 1).unwrap();
    session.get::<i32>("counter").unwrap().unwrap().to_string()
}

async fn insert(session: Session) -> impl Responder {
    let count = session.get::<i32>("counter").unwrap().map_or(1, |count| count + 1);
    session.insert("counter", count).unwrap();
    count.to_string()
}

#[actix_web::main]
async fn main() {
    for (path, name) in [("/update", "update_or"), ("/insert", "get and insert")] {
        let sessions = SessionMiddleware::new(CookieSessionStore::default(), Key::generate());
        let app = App::new().wrap(sessions).route("/update", web::get().to(update)).route("/insert", web::get().to(insert));
        let app = test::init_service(app).await;
        let mut cookie = None;
        let mut seen = Vec::new();
        for _ in 0..4 {
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
        println!("{name}: {}", seen.join(" "));
    }
}
RS
said=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet 2>/dev/null)
echo "$said"
[ "$said" = "update_or: 1 2 2 2
get and insert: 1 2 3 4" ]
