#!/usr/bin/env bash
# tower-sessions-sqlx-store 0.15.0 over SQLite: the time of `Expiry::AtDateTime`, which has an offset from UTC, is stored as text with that offset, and compared, as text, with the time
# in UTC. A session that is to be over at five in New York is over five hours before, and one that is over in Tokyo goes on for nine hours. In UTC it ends when it is to.
# Seen: "+0, in an hour: Some("ada"); -5, in an hour: None; +9, an hour ago: Some("ada")".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "offset"
version = "0.0.0"
edition = "2021"
[dependencies]
sqlx = { version = "=0.8.6", default-features = false, features = ["runtime-tokio", "sqlite"] }
time = "0.3"
tokio = { version = "1", features = ["macros", "rt"] }
tower-sessions-core = "=0.14.0"
tower-sessions-sqlx-store = { version = "=0.15.0", features = ["sqlite"] }
TOML
cat >src/main.rs <<'RS'
use sqlx::sqlite::SqlitePoolOptions;
use std::sync::Arc;
use time::{Duration, OffsetDateTime, UtcOffset};
use tower_sessions_core::{Expiry, Session};
use tower_sessions_sqlx_store::SqliteStore;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    let store = Arc::new(SqliteStore::new(pool));
    store.migrate().await.unwrap();
    let mut seen = Vec::new();
    for (offset, hours, when) in [(0, 1, "in an hour"), (-5, 1, "in an hour"), (9, -1, "an hour ago")] {
        let expiry = (OffsetDateTime::now_utc() + Duration::hours(hours)).to_offset(UtcOffset::from_hms(offset, 0, 0).unwrap());
        let session = Session::new(None, store.clone(), Some(Expiry::AtDateTime(expiry)));
        session.insert("user", "ada").await.unwrap();
        session.save().await.unwrap();
        let user: Option<String> = Session::new(session.id(), store.clone(), None).get("user").await.unwrap();
        seen.push(format!("{offset:+}, {when}: {user:?}"));
    }
    println!("{}", seen.join("; "));
}
RS
said=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet 2>/dev/null)
echo "$said"
[ "$said" = '+0, in an hour: Some("ada"); -5, in an hour: None; +9, an hour ago: Some("ada")' ]
