#!/usr/bin/env bash
# idbcache 0.3.1: entries that are over are swept out with each `set`, save those whose key has a hyphen, a colon or a point in it: what tells their end is known by its name, which may have letters, digits and underscores
# alone. They stay until they are asked for.
# Seen, with fake-indexeddb 6.2.4, of the ended "user_1" and "user-1", what's there after a sweep: "user-1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts idbcache@0.3.1 fake-indexeddb@6.2.4 >/dev/null
cat >swept.cjs <<'JS'
require("fake-indexeddb/auto");
const { default: cache } = require("idbcache");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
(async () => {
  for (const key of ["user_1", "user-1"]) cache.set(key, "ada", 1 / 60 / 10);
  await wait(500);
  cache.set("other", "bob", 60);
  await wait(500);
  console.log((await cache.all()).filter((key) => key.startsWith("user")).join());
})();
JS
said=$(node swept.cjs)
echo "$said"
[ "$said" = "user-1" ]
