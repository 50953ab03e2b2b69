#!/usr/bin/env bash
# express-session-sqlite 2.1.1: of two apps that share a database under a `prefix` of each, one's `clear()` ends the sessions of both, and its `length` and `all` are of both: the prefix is
# put before an id, and asked for nowhere else. Run over @appthreat/sqlite3 9.0.2, which has the API of sqlite3.
# Seen, of one session in each: "length 2; after the shop's clear the office has nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts express-session-sqlite@2.1.1 express-session@1.19.0 sqlite@4.2.1 sqlite3@npm:@appthreat/sqlite3@9.0.2 >/dev/null
cat >prefix.cjs <<'JS'
const { promisify } = require("node:util");
const session = require("express-session");
const sqlite3 = require("sqlite3");
const SqliteStore = require("express-session-sqlite").default(session);
(async () => {
  const [shop, office] = ["shop:", "office:"].map((prefix) => {
    const store = new SqliteStore({ driver: sqlite3.Database, path: "sessions.db", ttl: 60_000, prefix });
    return (method, ...given) => promisify(store[method].bind(store))(...given);
  });
  await shop("set", "a", { cookie: {}, user: "ada" });
  await office("set", "b", { cookie: {}, user: "bob" });
  const seen = `length ${await shop("length")}`;
  await shop("clear");
  console.log(`${seen}; after the shop's clear the office has ${(await office("get", "b"))?.user ?? "nobody"}`);
  process.exit();
})();
JS
said=$(node prefix.cjs 2>/dev/null)
echo "$said"
[ "$said" = "length 2; after the shop's clear the office has nobody" ]
