#!/usr/bin/env bash
# poem 3.1.12, `ServerSession`: what a handler puts into the session is not saved if it gives an `Err`, though poem makes an answer of that, too, with the status of the error. A
# count of failed log-ins that answers by `Err(Error::from_status(StatusCode::UNAUTHORIZED))` stays at nought; by an answer of the same status it counts.
# Seen, after two tries of either: "answer: 401 401, tries 2", "error: 401 401, tries 0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "error"
version = "0.0.0"
edition = "2021"
[dependencies]
poem = { version = "=3.1.12", default-features = false, features = ["session", "test"] }
tokio = { version = "1", features = ["macros", "net", "rt"] }
TOML
cat >src/main.rs <<'RS'
use poem::session::{CookieConfig, MemoryStorage, ServerSession, Session};
use poem::{get, handler, http::StatusCode, test::TestClient, EndpointExt, Error, IntoResponse, Response, Result, Route};

fn count(session: &Session) {
    session.set("tries", session.get::<u32>("tries").unwrap_or(0) + 1);
}
#[handler]
fn answer(session: &Session) -> Response {
    count(session);
    StatusCode::UNAUTHORIZED.into_response()
}
#[handler]
fn failure(session: &Session) -> Result<Response> {
    count(session);
    Err(Error::from_status(StatusCode::UNAUTHORIZED))
}
#[handler]
fn tries(session: &Session) -> String {
    session.get::<u32>("tries").unwrap_or(0).to_string()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for name in ["answer", "error"] {
        let app = Route::new().at("/answer", get(answer)).at("/error", get(failure)).at("/", get(tries));
        let client = TestClient::new(app.with(ServerSession::new(CookieConfig::default().secure(false), MemoryStorage::new())));
        let mut cookie = String::new();
        let mut seen = Vec::new();
        for path in [format!("/{name}"), format!("/{name}"), "/".to_owned()] {
            let response = client.get(&path).header("cookie", &cookie).send().await.0;
            if let Some(set) = response.header("set-cookie") {
                cookie = set.split(';').next().unwrap().to_owned();
            }
            let status = response.status().as_u16().to_string();
            seen.push(if path == "/" { response.into_body().into_string().await.unwrap() } else { status });
        }
        println!("{name}: {} {}, tries {}", seen[0], seen[1], seen[2]);
    }
}
RS
said=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet 2>/dev/null)
echo "$said"
[ "$said" = "answer: 401 401, tries 2
error: 401 401, tries 0" ]
