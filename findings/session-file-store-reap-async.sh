#!/usr/bin/env bash
# session-file-store 1.5.0, `reapAsync: true` with an `encoder` and `decoder` of one's own: the process that is to remove expired sessions is told of the path and the ttl
# only. It reads the files as JSON, and removes what it can't read: at the first run all sessions are gone, however fresh. With `reapAsync: false` they stay.
# Seen: "reapAsync false: 2 of 2 there, true: 0 of 2 there".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts session-file-store@1.5.0 express-session@1.19.0 >/dev/null
cat >reap.cjs <<'JS'
const { readdirSync } = require("node:fs");
const { setTimeout: after } = require("node:timers/promises");
const { promisify } = require("node:util");
const FileStore = require("session-file-store")(require("express-session"));
async function there(reapAsync) {
  const path = `sessions-${reapAsync}`;
  const encoder = (session) => Buffer.from(JSON.stringify(session)).toString("base64");
  const decoder = (text) => JSON.parse(Buffer.from(text, "base64").toString());
  const store = new FileStore({ path, reapAsync, reapInterval: 1, encoder, decoder, logFn() {} });
  for (const sid of ["a", "b"]) await promisify(store.set.bind(store))(sid, { cookie: { originalMaxAge: 3_600_000 }, user: "ada" });
  for (let tenths = 0; tenths < 50 && readdirSync(path).length > 0; tenths += 1) await after(100);
  return readdirSync(path).length;
}
(async () => console.log(`reapAsync false: ${await there(false)} of 2 there, true: ${await there(true)} of 2 there`))().then(() => process.exit());
JS
said=$(node reap.cjs)
echo "$said"
[ "$said" = "reapAsync false: 2 of 2 there, true: 0 of 2 there" ]
