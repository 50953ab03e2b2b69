#!/usr/bin/env bash
# memory-cache-ttl 1.0.52: with `extendOnHit`, which "resets the TTL on a cache entry hit", a `get` that hits nothing makes an entry: the key is set anew at the next tick all the same, to undefined. `check`,
# by which one asks whether a key is there, then says yes.
# Seen, of a key that was only ever asked for, before and after a tick: "false true".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts memory-cache-ttl@1.0.52 >/dev/null
cat >hit.cjs <<'JS'
const cache = require("memory-cache-ttl");
cache.init({ ttl: 60, interval: 0.1, extendOnHit: true });
cache.get("user:ada");
const before = cache.check("user:ada");
setTimeout(() => {
  console.log(before, cache.check("user:ada"));
  process.exit();
}, 500);
JS
said=$(node hit.cjs)
echo "$said"
[ "$said" = "false true" ]
