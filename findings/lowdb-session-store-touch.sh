#!/usr/bin/env bash
# lowdb-session-store 1.1.1 under express-session 1.19.0: `touch`, which each request that only reads ends with, writes all of the session as it was when the request began, and makes it anew
# where it is gone: a log-out while a slow page is under way is undone by that page. express-session's own store moves the end of a session that is there, and does nothing else.
# Seen, of a session that is read, destroyed and then touched: "MemoryStore: nobody; lowdb: ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts lowdb-session-store@1.1.1 lowdb@1.0.0 express-session@1.19.0 >/dev/null
cat >touch.cjs <<'JS'
const { promisify } = require("node:util");
const session = require("express-session");
const lowdb = require("lowdb");
const Memory = require("lowdb/adapters/Memory");
const LowdbStore = require("lowdb-session-store")(session);
(async () => {
  const seen = [];
  for (const [name, store] of [["MemoryStore", new session.MemoryStore()], ["lowdb", new LowdbStore(lowdb(new Memory("", { defaultValue: [] })))]]) {
    const call = (method, ...given) => promisify(store[method].bind(store))(...given);
    await call("set", "sid", { cookie: {}, user: "ada" });
    const read = await call("get", "sid");
    await call("destroy", "sid");
    await call("touch", "sid", read);
    seen.push(`${name}: ${(await call("get", "sid"))?.user ?? "nobody"}`);
  }
  console.log(seen.join("; "));
  process.exit();
})();
JS
said=$(node touch.cjs)
echo "$said"
[ "$said" = "MemoryStore: nobody; lowdb: ada" ]
