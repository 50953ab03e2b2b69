#!/usr/bin/env bash
# connect-loki 1.2.0: `ttl`, the "duration in seconds to keep stale sessions", has no effect: LokiJS is told it as the interval at which to look for records past
# their age, and is told no age. No session expires, and the file grows. The expiry of the session's own cookie isn't looked at, either.
# Seen, with a ttl and a cookie of one second: "after 3 s: ada, sessions: 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts connect-loki@1.2.0 express-session@1.19.0 >/dev/null
cat >ttl.cjs <<'JS'
const { once } = require("node:events");
const { setTimeout: after } = require("node:timers/promises");
const { promisify } = require("node:util");
const LokiStore = require("connect-loki")(require("express-session"));
(async () => {
  const store = new LokiStore({ path: "./sessions.db", ttl: 1, autosave: false });
  await once(store, "connect");
  const call = (name, ...given) => promisify(store[name].bind(store))(...given);
  await call("set", "sid", { cookie: { originalMaxAge: 1000, expires: new Date(Date.now() + 1000) }, user: "ada" });
  await after(3000);
  console.log(`after 3 s: ${(await call("get", "sid"))?.user ?? "nobody"}, sessions: ${await call("length")}`);
  process.exit();
})();
JS
said=$(node ttl.cjs)
echo "$said"
[ "$said" = "after 3 s: ada, sessions: 1" ]
