#!/usr/bin/env bash
# pure-cache 1.0.6: what is put for a time that is no whole number of milliseconds never ends. Ends are looked for by the millisecond, 1, 2, 3 …, in a table where this one is kept under its fraction; `get` gives
# the entry with an `expiryAt` long past. A third of a second, or 0.07 * 1000, is such a time.
# Seen, half a second later: "whole null, third kept, its end past".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts pure-cache@1.0.6 >/dev/null
cat >third.cjs <<'JS'
const { default: Default, ...rest } = require("pure-cache");
const PureCache = Default ?? require("pure-cache");
const cache = new PureCache({ expiryCheckInterval: 20 });
cache.put("whole", "kept", 100);
cache.put("third", "kept", 100 / 3);
setTimeout(() => {
  const third = cache.get("third");
  console.log(`whole ${cache.get("whole")}, third ${third.value}, its end ${third.expiryAt < Date.now() ? "past" : "to come"}`);
  cache.dispose();
}, 500);
JS
said=$(node third.cjs)
echo "$said"
[ "$said" = "whole null, third kept, its end past" ]
