#!/usr/bin/env bash
# cache-manager-sqlite 0.2.0: "using WAL allows multiple node processes to share the same cache", and it doesn't use it: it asks for a journal mode WAL2, which SQLite hasn't got, and which is
# passed over without an error (https://www.sqlite.org/pragma.html#pragma_journal_mode). A reader in one process shuts out a writer in another. Run over @appthreat/sqlite3 9.0.2.
# Seen: "delete".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "overrides": { "sqlite3": "npm:@appthreat/sqlite3@9.0.2" } }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts cache-manager-sqlite@0.2.0 >/dev/null
cat >wal.cjs <<'JS'
const { once } = require("node:events");
const sqlite3 = require("sqlite3");
require.cache[require.resolve("sqlite3")] = { exports: { ...sqlite3, cached: sqlite3 } };
(async () => {
  const ready = new EventTarget();
  const opened = once(ready, "ready");
  const cache = require("cache-manager-sqlite").create({ path: "cache.db", options: { flags: 6, onReady: () => ready.dispatchEvent(new Event("ready")) } });
  await opened;
  cache.db.all("PRAGMA journal_mode", (error, rows) => console.log(error?.message ?? rows[0].journal_mode));
})();
JS
said=$(node wal.cjs 2>/dev/null)
echo "$said"
[ "$said" = "delete" ]
