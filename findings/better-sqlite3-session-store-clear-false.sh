#!/usr/bin/env bash
# better-sqlite3-session-store 0.1.0: `expired: { clear: false }`, which is to leave sweeping to the app, sweeps all the same; and its timer keeps a process
# from ending, which no option and no method takes away. Run over node:sqlite, whose statements it takes as they are.
# Seen: one timer of 60000 ms that holds the process. A script that opens the store for a moment never ends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts better-sqlite3-session-store@0.1.0 express-session@1.19.0 >/dev/null
cat >store.cjs <<'JS'
const { DatabaseSync } = require("node:sqlite");
const session = require("express-session");
const SqliteStore = require("better-sqlite3-session-store")(session);
const timers = [];
const start = setInterval;
globalThis.setInterval = (task, every) => {
  const timer = start(task, every);
  timers.push(`${every} ms, ${timer.hasRef() ? "holds the process" : "lets it end"}`);
  return timer;
};
new SqliteStore({ client: new DatabaseSync(":memory:"), expired: { clear: false, intervalMs: 60_000 } });
console.log(`timers: ${timers.join("; ") || "none"}`);
process.exit();
JS
said=$(node store.cjs 2>/dev/null)
echo "$said"
[ "$said" = "timers: 60000 ms, holds the process" ]
