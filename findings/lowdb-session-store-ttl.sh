#!/usr/bin/env bash
# lowdb-session-store 1.1.1 under express-session 1.19.0: "ttl: the expiration time for a session in seconds" is looked at by the sweep alone, which runs each minute ("every ten minutes", says
# the README): until then a session that is over is loaded, and counted; and being loaded it is touched, and lives on. With `disablePurge` none ever ends.
# Seen, 1.5 s after one of a second: "ada, length 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts lowdb-session-store@1.1.1 lowdb@1.0.0 express-session@1.19.0 >/dev/null
cat >ttl.cjs <<'JS'
const { setTimeout: after } = require("node:timers/promises");
const { promisify } = require("node:util");
const session = require("express-session");
const lowdb = require("lowdb");
const Memory = require("lowdb/adapters/Memory");
const LowdbStore = require("lowdb-session-store")(session);
(async () => {
  const store = new LowdbStore(lowdb(new Memory("", { defaultValue: [] })), { ttl: 1 });
  const call = (method, ...given) => promisify(store[method].bind(store))(...given);
  await call("set", "sid", { cookie: {}, user: "ada" });
  await after(1500);
  console.log(`${(await call("get", "sid"))?.user ?? "nobody"}, length ${await call("length")}`);
  process.exit();
})();
JS
said=$(node ttl.cjs)
echo "$said"
[ "$said" = "ada, length 1" ]
