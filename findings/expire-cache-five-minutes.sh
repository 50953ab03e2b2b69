#!/usr/bin/env bash
# expire-cache 1.0.0: what is set without a time is kept for five minutes; its documentation says "default expire time(5 sec)".
# Seen, by a clock that is moved on: "after 6 s: ada; after 299 s: ada; after 301 s: undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts expire-cache@1.0.0 >/dev/null
cat >five.cjs <<'JS'
const cache = require("expire-cache");
const now = Date.now();
cache.set("user", "ada");
const said = [6, 299, 301].map((seconds) => {
  Date.now = () => now + seconds * 1000;
  return `after ${seconds} s: ${cache.get("user")}`;
});
console.log(said.join("; "));
JS
said=$(node five.cjs)
echo "$said"
[ "$said" = "after 6 s: ada; after 299 s: ada; after 301 s: undefined" ]
