#!/usr/bin/env bash
# expirable-storage 1.0.0: where there are no browser's storages, as in Node or a server render, `expirableLocalStorage` and `expirableSessionStorage` are one: both fall back on the same map. What is set in the one is
# read from, overwritten by and removed in the other.
# Seen, of "local" and then "session" under one key: "local session".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts expirable-storage@1.0.0 >/dev/null
cat >both.cjs <<'JS'
const { expirableLocalStorage, expirableSessionStorage } = require("expirable-storage");
expirableLocalStorage.setItem("theme", "local", 900);
const before = expirableLocalStorage.getItem("theme");
expirableSessionStorage.setItem("theme", "session", 900);
console.log(before, expirableLocalStorage.getItem("theme"));
process.exit();
JS
said=$(node both.cjs)
echo "$said"
[ "$said" = "local session" ]
