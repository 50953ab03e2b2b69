#!/usr/bin/env bash
# session-memory-store 1.0.0, a store of express-session: `length`, "the count of all sessions in the store" (express-session's README has it for such), is 0, however many there are: it is
# the length of node-cache's function `keys`, which takes no arguments. `all` gives them.
# Seen, of three sessions: "length 0, all 3".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts session-memory-store@1.0.0 express-session@1.19.0 >/dev/null
cat >length.cjs <<'JS'
const { promisify } = require("node:util");
const session = require("express-session");
const MemoryStore = require("session-memory-store")(session);
(async () => {
  const store = new MemoryStore();
  for (const sid of ["a", "b", "c"]) await promisify(store.set.bind(store))(sid, { cookie: {}, user: "ada" });
  console.log(`length ${await promisify(store.length.bind(store))()}, all ${(await promisify(store.all.bind(store))()).length}`);
})().then(() => process.exit());
JS
said=$(node length.cjs)
echo "$said"
[ "$said" = "length 0, all 3" ]
