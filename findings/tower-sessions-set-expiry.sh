#!/usr/bin/env bash
# tower-sessions 0.15.0: the expiry that `session.set_expiry` gives a session "to alter the session's time to live" holds until the next change: it isn't kept with the
# session, and a later request that changes anything puts the layer's back, in the store and in the cookie. "Remember me" ends with the first thing put into the cart.
# Seen, with 30 days by set_expiry and an hour by the layer: "/login: Max-Age=2592000", "/cart: Max-Age=3600".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "expiry"
version = "0.0.0"
edition = "2021"
[dependencies]
axum = { version = "0.8", default-features = false }
tokio = { version = "1", features = ["macros", "rt"] }
tower = { version = "0.5", features = ["util"] }
tower-sessions = "=0.15.0"
TOML
cat >src/main.rs <<'RS'
use axum::{body::Body, http::Request, routing::get, Router};
use tower::ServiceExt;
use tower_sessions::{cookie::time::Duration, Expiry, MemoryStore, Session, SessionManagerLayer};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let layer = SessionManagerLayer::new(MemoryStore::default()).with_expiry(Expiry::OnInactivity(Duration::hours(1)));
    let login = |session: Session| async move {
        session.insert("user", "ada").await.unwrap();
        session.set_expiry(Some(Expiry::OnInactivity(Duration::days(30))));
    };
    let cart = |session: Session| async move { session.insert("cart", 1).await.unwrap() };
    let app = Router::new().route("/login", get(login)).route("/cart", get(cart)).layer(layer);
    let mut cookie = String::new();
    for path in ["/login", "/cart"] {
        let request = Request::get(path).header("cookie", &cookie).body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        let set = response.headers()["set-cookie"].to_str().unwrap().to_owned();
        cookie = set.split(';').next().unwrap().to_owned();
        println!("{path}: {}", set.split("; ").find(|part| part.starts_with("Max-Age")).unwrap());
    }
}
RS
said=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet 2>/dev/null)
echo "$said"
[ "$said" = "/login: Max-Age=2592000
/cart: Max-Age=3600" ]
