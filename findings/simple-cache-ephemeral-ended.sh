#!/usr/bin/env bash
# @alexsasharegan/simple-cache 3.3.3: an EphemeralCache, whose entries end after its `durationMs`, still gives those that have ended by `values`, `entries`, `keys` and `size`, and by
# JSON.stringify: only `read` and `get` look at the time. What is read by its key as undefined is in the list beside it.
# Seen, a second after the end: read undefined; entries [["user","ada"]]; size 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @alexsasharegan/simple-cache@3.3.3 >/dev/null
cat >ended.cjs <<'JS'
const { EphemeralCache } = require("@alexsasharegan/simple-cache");
const cache = EphemeralCache(10, 1000);
cache.write("user", "ada");
const later = Date.now() + 2000;
Date.now = () => later;
const list = `entries ${JSON.stringify(cache)}; size ${cache.size()}`;
console.log(`read ${cache.read("user")}; ${list}`);
JS
said=$(node ended.cjs)
echo "$said"
[ "$said" = 'read undefined; entries [["user","ada"]]; size 1' ]
