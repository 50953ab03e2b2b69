#!/usr/bin/env bash
# memory-cache-ttl 1.0.52: with `extendOnHit`, which "resets the TTL on a cache entry hit", a read cuts an entry that has a time of its own down to the global one: the entry is set anew without its own. What
# was to be kept for an hour is gone two seconds after it was first read; unread, it would have stayed.
# Seen, with 1 s for all and 3600 for these two: "read undefined, unread kept".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts memory-cache-ttl@1.0.52 >/dev/null
cat >own.cjs <<'JS'
const cache = require("memory-cache-ttl");
cache.init({ ttl: 1, interval: 0.1, extendOnHit: true });
cache.set("read", "kept", 3600);
cache.set("unread", "kept", 3600);
cache.get("read");
setTimeout(() => {
  console.log(`read ${cache.get("read")}, unread ${cache.get("unread")}`);
  process.exit();
}, 2000);
JS
said=$(node own.cjs)
echo "$said"
[ "$said" = "read undefined, unread kept" ]
