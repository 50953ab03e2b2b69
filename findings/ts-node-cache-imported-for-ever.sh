#!/usr/bin/env bash
# @ebenezerdon/ts-node-cache 1.0.11: an entry without an end, which `exportJson` has written and `importJson` has read, is gone a millisecond later: the import gives it a timer of Infinity,
# which Node takes for 1 ms. Those that have an end live on.
# Seen, after an import: "user undefined; visit 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @ebenezerdon/ts-node-cache@1.0.11 >/dev/null
cat >import.cjs <<'JS'
const { Cache } = require("@ebenezerdon/ts-node-cache");
const before = new Cache();
before.put("user", "ada");
before.put("visit", 1, 600_000);
const after = new Cache();
after.importJson(before.exportJson());
setTimeout(() => {
  console.log(`user ${after.get("user") ?? undefined}; visit ${after.get("visit")}`);
  after.clear();
  before.clear();
}, 50);
JS
said=$(node import.cjs 2>/dev/null)
echo "$said"
[ "$said" = "user undefined; visit 1" ]
