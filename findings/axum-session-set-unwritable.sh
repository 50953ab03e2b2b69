#!/usr/bin/env bash
# axum_session 0.22.1: what `session.set` can't write as JSON, as a map whose keys are pairs, takes the place of what was there, and is lost itself: it gives no error, nothing is
# logged, and from then on `get` gives None. The value that was there is gone, too.
# Seen: "map by name: Some({"pen": 1}); then a map by pair: None".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "unwritable"
version = "0.0.0"
edition = "2021"
[dependencies]
axum = { version = "0.8", default-features = false }
axum_session = "=0.22.1"
tokio = { version = "1", features = ["macros", "rt"] }
tower = { version = "0.5", features = ["util"] }
TOML
cat >src/main.rs <<'RS'
use axum::{body::Body, http::Request, routing::get, Router};
use axum_session::{Session, SessionConfig, SessionLayer, SessionNullPool, SessionStore};
use std::collections::HashMap;
use tower::ServiceExt;

type Own = Session<SessionNullPool>;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let store = SessionStore::<SessionNullPool>::new(None, SessionConfig::default()).await.unwrap();
    let app = Router::new()
        .route("/name", get(|session: Own| async move { session.set("cart", HashMap::from([("pen", 1)])) }))
        .route("/pair", get(|session: Own| async move { session.set("cart", HashMap::from([(("pen", "red"), 1)])) }))
        .route("/", get(|session: Own| async move { format!("{:?}", session.get::<HashMap<String, i32>>("cart")) }))
        .layer(SessionLayer::new(store));
    let mut cookie = String::new();
    let mut seen = Vec::new();
    for path in ["/name", "/", "/pair", "/"] {
        let request = Request::get(path).header("cookie", &cookie).body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        for set in response.headers().get_all("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            if pair.starts_with("session=") {
                cookie = pair;
            }
        }
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        seen.push(String::from_utf8(body.to_vec()).unwrap());
    }
    println!("map by name: {}; then a map by pair: {}", seen[1], seen[3]);
}
RS
said=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet 2>/dev/null)
echo "$said"
[ "$said" = 'map by name: Some({"pen": 1}); then a map by pair: None' ]
