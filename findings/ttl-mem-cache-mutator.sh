#!/usr/bin/env bash
# ttl-mem-cache 4.1.0: the mutator of `entries` "will be called with an Object with the `key` and `value`", and the README reads `item.value` in it; it is called with the value alone, and has no way to the key.
# Seen, of { foo: "bar" } under "a": "{"foo":"bar"}, item.value undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ttl-mem-cache@4.1.0 >/dev/null
cat >mutator.cjs <<'JS'
const Cache = require("ttl-mem-cache");
const cache = new Cache();
cache.set("a", { foo: "bar" });
console.log(cache.entries((item) => `${JSON.stringify(item)}, item.value ${item.value}`)[0]);
JS
said=$(node mutator.cjs)
echo "$said"
[ "$said" = '{"foo":"bar"}, item.value undefined' ]
