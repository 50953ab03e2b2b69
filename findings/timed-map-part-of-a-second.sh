#!/usr/bin/env bash
# timed-map 1.7.0 (a Rust crate): a `Duration` counts in whole seconds, what is left over falls away: an entry of 900 milliseconds is over before it can be read, one of 2.9 seconds has two. The signature takes any
# Duration; that seconds are counted is said of the clock alone.
# Seen: "900 ms: None; 2900 ms: 2s left".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "part"
version = "0.0.0"
edition = "2021"
[dependencies]
timed-map = "=1.7.0"
TOML
cat >src/main.rs <<'RS'
use std::time::Duration;
use timed_map::TimedMap;

fn main() {
    let mut users = TimedMap::new();
    users.insert_expirable_unchecked("ada", "here", Duration::from_millis(900));
    users.insert_expirable_unchecked("bob", "here", Duration::from_millis(2900));
    println!("900 ms: {:?}; 2900 ms: {:?} left", users.get(&"ada"), users.get_remaining_duration(&"bob").unwrap());
}
RS
said=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet 2>/dev/null)
echo "$said"
[ "$said" = "900 ms: None; 2900 ms: 2s left" ]
