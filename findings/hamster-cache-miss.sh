#!/usr/bin/env bash
# @sozialhelden/hamster-cache 1.0.0: a read of a key that isn't there puts it into the queue of what is to make room, in place of one that is. When its turn comes `set` throws, since there is no
# such entry to dispose of: a miss or two, and the full cache takes nothing more.
# Seen, of a cache for two: "without a miss: b, c; with one: Cannot read properties of undefined (reading 'dispose')".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @sozialhelden/hamster-cache@1.0.0 >/dev/null
cat >miss.mjs <<'JS'
import module from "@sozialhelden/hamster-cache";
const Cache = module.default ?? module;
const seen = [];
for (const miss of [false, true]) {
  const cache = new Cache({ maximalItemCount: 2 });
  if (miss) cache.get("nothing");
  try {
    for (const key of ["a", "b", "c"]) cache.set(key, 1);
    seen.push(["a", "b", "c"].filter((key) => cache.has(key)).join(", "));
  } catch (error) {
    seen.push(error.message);
  }
}
console.log(`without a miss: ${seen[0]}; with one: ${seen[1]}`);
JS
said=$(node miss.mjs)
echo "$said"
[ "$said" = "without a miss: b, c; with one: Cannot read properties of undefined (reading 'dispose')" ]
