#!/usr/bin/env bash
# cookie-monster 0.2.2 (a Rust crate): a cookie with the prefix `__Host-`, which "is looked up in a `CookieJar` by its logical (unprefixed) name", isn't removed by that name: the browser is told to remove one without the
# prefix. Nor is it by the cookie that `get` gave: what is sent then lacks the `Secure` and `Path=/` without which a browser takes nothing of such a name. `Cookie::host("id", "")` removes it.
# Seen, as the jar for `__Host-id=abc` was told to remove "id": "id; __Host-id; __Host-id, Path=/, Secure".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "removed"
version = "0.0.0"
edition = "2021"
[dependencies]
cookie-monster = "=0.2.2"
TOML
cat >src/main.rs <<'RS'
use cookie_monster::{Cookie, CookieJar};

fn removed(cookie: fn(&CookieJar) -> Cookie) -> String {
    let mut jar = CookieJar::from_cookie("__Host-id=abc");
    let cookie = cookie(&jar);
    jar.remove(cookie);
    let header = jar.set_cookie_headers().next().unwrap().unwrap();
    let parts = header.split("; ").filter(|part| !part.starts_with("Max-Age") && !part.starts_with("Expires"));
    parts.map(|part| part.trim_end_matches('=')).collect::<Vec<_>>().join(", ")
}

fn main() {
    let ways: [fn(&CookieJar) -> Cookie; 3] = [|_| Cookie::named("id").build(), |jar| jar.get("id").unwrap().clone(), |_| Cookie::host("id", "").build()];
    println!("{}", ways.map(removed).join("; "));
}
RS
said=$(CARGO_TARGET_DIR="$folder/target" cargo run --quiet 2>/dev/null)
echo "$said"
[ "$said" = "id; __Host-id; __Host-id, Path=/, Secure" ]
