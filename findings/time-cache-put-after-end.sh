#!/usr/bin/env bash
# time-cache 0.3.0, "a key-value cache that puts a expiry date on its entries": the first value put under a key whose time has run out is lost. `put` writes nothing while the old entry is still there, and then
# sweeps the old one out. The date is looked at in that sweep alone: until the next `put`, `get` and `has` go on giving what has ended.
# Seen, after the second of "old" is over: "still old; after put there false; after another put new".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts time-cache@0.3.0 >/dev/null
cat >after.cjs <<'JS'
const TimeCache = require("time-cache");
const cache = new TimeCache({ validity: 1 });
cache.put("ada", "old");
setTimeout(() => {
  const still = cache.get("ada");
  cache.put("ada", "new");
  const there = cache.has("ada");
  cache.put("ada", "new");
  console.log(`still ${still}; after put there ${there}; after another put ${cache.get("ada")}`);
}, 2200);
JS
said=$(node after.cjs)
echo "$said"
[ "$said" = "still old; after put there false; after another put new" ]
