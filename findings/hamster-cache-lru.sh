#!/usr/bin/env bash
# @sozialhelden/hamster-cache 1.0.0: what was used last makes room, and what nobody uses stays: once an entry was read, the places that it keeps of the others in its queue are off by one, and
# the next read takes another entry out of it.
# Seen, of a, b and c, of which a and b are read, with room for three, when d comes: "a, c, d".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @sozialhelden/hamster-cache@1.0.0 >/dev/null
cat >lru.mjs <<'JS'
import module from "@sozialhelden/hamster-cache";
const Cache = module.default ?? module;
const cache = new Cache({ maximalItemCount: 3 });
for (const key of ["a", "b", "c"]) cache.set(key, 1);
cache.get("a");
cache.get("b");
cache.set("d", 1);
console.log(["a", "b", "c", "d"].filter((key) => cache.has(key)).join(", "));
JS
said=$(node lru.mjs)
echo "$said"
[ "$said" = "a, c, d" ]
