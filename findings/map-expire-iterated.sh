#!/usr/bin/env bash
# map-expire 1.0.2, an "Extended Map": what `get` gives is the value, what `values`, `entries`, `forEach` and a spread give is the library's own record around it, with its timer: they are Map's, over what
# is kept inside. `set` gives nothing either, where Map's gives the map for the next call.
# Seen: "get ada; values Entity; forEach Entity; set undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts map-expire@1.0.2 >/dev/null
cat >iterated.cjs <<'JS'
const MapExpire = require("map-expire/MapExpire");
const users = new MapExpire();
const set = users.set("1", "ada");
const [first] = users.values();
const seen = [];
users.forEach((value) => seen.push(value.constructor.name));
console.log(`get ${users.get("1")}; values ${first.constructor.name}; forEach ${seen}; set ${set}`);
JS
said=$(node iterated.cjs)
echo "$said"
[ "$said" = "get ada; values Entity; forEach Entity; set undefined" ]
