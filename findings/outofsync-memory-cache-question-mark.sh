#!/usr/bin/env bash
# @outofsync/memory-cache 2.0.2, "a fully-functional stand-in" for Redis: KEYS takes "?" for one of any character or none, and asks only that a key begin so; in Redis it is exactly
# one, and the pattern is for the whole key. What is deleted by such a pattern is more than was meant.
# Seen, of `user:?`: "user:,user:1,user:12,user:1:cart".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @outofsync/memory-cache@2.0.2 >/dev/null
cat >keys.cjs <<'JS'
const { default: MemoryCache } = require("@outofsync/memory-cache");
const client = new MemoryCache({ bypassUnsupported: true });
client.createClient();
(async () => {
  for (const key of ["user:", "user:1", "user:12", "user:1:cart", "my-user:1"]) await client.setAsync(key, "");
  console.log((await client.keysAsync("user:?")).join());
})();
JS
said=$(node keys.cjs)
echo "$said"
[ "$said" = "user:,user:1,user:12,user:1:cart" ]
