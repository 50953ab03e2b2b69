#!/usr/bin/env bash
# connect-loki 1.2.0, `ttl`: "Duration in seconds to keep stale sessions" (README, 14 days by default). No session ever ends by it: Loki is given it as the interval at which
# it is to sweep, and no age by which anything would be stale. A session that was not seen for longer opens, and the store grows for as long as it is used.
# Seen, three seconds after the last visit: "ttl 1: ada", and Loki's own settings for the collection: "age null, ttlInterval null".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts connect-loki@1.2.0 express-session@1.19.0 >/dev/null
cat >ttl.cjs <<'JS'
const { once } = require("node:events");
const { setTimeout: after } = require("node:timers/promises");
const { promisify } = require("node:util");
const session = require("express-session");
const LokiStore = require("connect-loki")(session);
(async () => {
  const store = new LokiStore({ path: "sessions.db", ttl: 1, autosave: false });
  await once(store, "connect");
  await promisify(store.set.bind(store))("sid", { cookie: {}, user: "ada" });
  await after(3000);
  const found = await promisify(store.get.bind(store))("sid");
  const { age, ttlInterval } = store.collection.ttl;
  console.log(`ttl ${store.ttl}: ${found?.user ?? "nobody"}; age ${age}, ttlInterval ${ttlInterval}`);
  process.exit();
})();
JS
said=$(node ttl.cjs)
echo "$said"
[ "$said" = "ttl 1: ada; age null, ttlInterval null" ]
