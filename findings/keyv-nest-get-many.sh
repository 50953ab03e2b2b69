#!/usr/bin/env bash
# keyv-nest 0.0.7 under keyv 5.6.0: `getMany` gives more values than it was asked for, and each in another's place: those that the slower store had are put after the fast one's, whose gaps
# stay. `kv.getMany(["a", "b"])`, of which b alone is in the fast store, gives nothing for a, and a's value to whoever asks for a third.
# Seen, of a, b and c: "null, of b, null, of a, of c".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts keyv-nest@0.0.7 keyv@5.6.0 >/dev/null
cat >many.mjs <<'JS'
import Keyv from "keyv";
import KeyvNest from "keyv-nest";
const fast = new Keyv();
const slow = new Keyv();
for (const key of ["a", "b", "c"]) await slow.set(key, `of ${key}`);
await fast.set("b", "of b");
console.log((await KeyvNest(fast, slow).getMany(["a", "b", "c"])).map((value) => value ?? null).map(String).join(", "));
JS
said=$(node many.mjs)
echo "$said"
[ "$said" = "null, of b, null, of a, of c" ]
