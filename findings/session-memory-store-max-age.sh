#!/usr/bin/env bash
# session-memory-store 1.0.0, a store of express-session: how long a session is kept is the store's `expires` alone, 12 hours if none is given. What the session's cookie has is not
# looked at: one of a second is still loaded when it is over, and one of 30 days is gone after half a day. express-session's own store goes by the cookie.
# Seen, two seconds after a session of one second was saved: "express-session's: gone; session-memory-store: there".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts session-memory-store@1.0.0 express-session@1.19.0 >/dev/null
cat >age.cjs <<'JS'
const { setTimeout: after } = require("node:timers/promises");
const { promisify } = require("node:util");
const session = require("express-session");
const MemoryStore = require("session-memory-store")(session);
(async () => {
  const said = [];
  for (const [name, store] of [["express-session's", new session.MemoryStore()], ["session-memory-store", new MemoryStore()]]) {
    const cookie = { originalMaxAge: 1000, expires: new Date(Date.now() + 1000) };
    await promisify(store.set.bind(store))("sid", { cookie, user: "ada" });
    await after(2000);
    said.push(`${name}: ${(await promisify(store.get.bind(store))("sid")) ? "there" : "gone"}`);
  }
  console.log(said.join("; "));
})().then(() => process.exit());
JS
said=$(node age.cjs)
echo "$said"
[ "$said" = "express-session's: gone; session-memory-store: there" ]
