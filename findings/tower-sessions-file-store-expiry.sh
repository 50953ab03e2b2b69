#!/usr/bin/env bash
# tower-sessions-file-store 0.3.0: a session that is over is loaded as if it were not: the store doesn't look at the record's expiry, which tower-sessions leaves to it (SessionStore's
# `load` is to give None for what has expired). It ends once a sweep was run, which the app has to start, and which by default leaves files of less than a minute's age.
# Seen, two seconds after a session of one second was saved: "memory: None; file: Some("ada"); file, swept: Some("ada")".
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
time = "0.3"
tokio = { version = "1", features = ["macros", "rt", "time"] }
tower-sessions-core = "=0.15.0"
tower-sessions-file-store = "=0.3.0"
tower-sessions-memory-store = "=0.15.0"
TOML
cat >src/main.rs <<'RS'
use std::{path::PathBuf, sync::Arc, time::Duration};
use tower_sessions_core::{session::Id, ExpiredDeletion, Expiry, Session, SessionStore};
use tower_sessions_file_store::FileSessionStorage;
use tower_sessions_memory_store::MemoryStore;

async fn log_in(store: &Arc<impl SessionStore>) -> Option<Id> {
    let session = Session::new(None, store.clone(), Some(Expiry::OnInactivity(time::Duration::seconds(1))));
    session.insert("user", "ada").await.unwrap();
    session.save().await.unwrap();
    session.id()
}

async fn user(id: Option<Id>, store: &Arc<impl SessionStore>) -> Option<String> {
    Session::new(id, store.clone(), None).get("user").await.unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let memory = Arc::new(MemoryStore::default());
    let file = Arc::new(FileSessionStorage::new_in_folder(PathBuf::from("sessions")));
    let (in_memory, in_file) = (log_in(&memory).await, log_in(&file).await);
    tokio::time::sleep(Duration::from_secs(2)).await;
    print!("memory: {:?}; file: {:?}; ", user(in_memory, &memory).await, user(in_file, &file).await);
    file.delete_expired().await.unwrap();
    println!("file, swept: {:?}", user(in_file, &file).await);
}
RS
said=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet 2>/dev/null)
echo "$said"
[ "$said" = 'memory: None; file: Some("ada"); file, swept: Some("ada")' ]
