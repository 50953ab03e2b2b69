#!/usr/bin/env bash
# cache-manager-sqlite 0.2.0: `mget` gives the values in the order in which SQLite finds the rows, and leaves out those that aren't there, instead of one for each key in its place, as its store's
# interface and cache-manager have it: whoever pairs them with the keys has each under another one. Run over @appthreat/sqlite3 9.0.2, which has the API of sqlite3.
# Seen, of the keys b, x, which isn't there, and a: ["of a","of b"].
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "overrides": { "sqlite3": "npm:@appthreat/sqlite3@9.0.2" } }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts cache-manager-sqlite@0.2.0 >/dev/null
cat >mget.cjs <<'JS'
const { once } = require("node:events");
const sqlite3 = require("sqlite3");
require.cache[require.resolve("sqlite3")] = { exports: { ...sqlite3, cached: sqlite3 } };
(async () => {
  const ready = new EventTarget();
  const opened = once(ready, "ready");
  const cache = require("cache-manager-sqlite").create({ path: "cache.db", options: { flags: 6, onReady: () => ready.dispatchEvent(new Event("ready")) } });
  await opened;
  for (const key of ["b", "a"]) await cache.set(key, `of ${key}`, { ttl: 60 });
  console.log(JSON.stringify(await cache.mget("b", "x", "a")));
})();
JS
said=$(node mget.cjs 2>/dev/null)
echo "$said"
[ "$said" = '["of a","of b"]' ]
