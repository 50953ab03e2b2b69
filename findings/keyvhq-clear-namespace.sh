#!/usr/bin/env bash
# @keyvhq/core 2.2.7: a namespace is to "allow you to clear only a certain namespace while using the same database". Over its default store, a Map, and over @keyvhq/file 2.1.15,
# `clear()` of one namespace clears all of them: the cache that is cleared takes the sessions along.
# Seen: "Map: the sessions' user is undefined; file: the sessions' user is undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @keyvhq/core@2.2.7 @keyvhq/file@2.1.15 >/dev/null
cat >clear.cjs <<'JS'
const Keyv = require("@keyvhq/core");
const KeyvFile = require("@keyvhq/file");
(async () => {
  const said = [];
  for (const [name, store] of [["Map", new Map()], ["file", new KeyvFile("./kept.json")]]) {
    const sessions = new Keyv({ store, namespace: "sessions" });
    const cache = new Keyv({ store, namespace: "cache" });
    await sessions.set("sid", { user: "ada" });
    await cache.set("page", "<p>");
    await cache.clear();
    said.push(`${name}: the sessions' user is ${(await sessions.get("sid"))?.user}`);
  }
  console.log(said.join("; "));
})();
JS
said=$(node clear.cjs)
echo "$said"
[ "$said" = "Map: the sessions' user is undefined; file: the sessions' user is undefined" ]
