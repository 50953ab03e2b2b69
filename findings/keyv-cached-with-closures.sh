#!/usr/bin/env bash
# keyv-cached-with 0.0.17 under keyv 4.5.4: two functions of the same text share their results: the text is the key, and what they close over isn't in it. Of loaders that one function makes for each
# table the second gives rows of the first.
# Seen, of user 1 and order 1: "users 1, users 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts keyv-cached-with@0.0.17 keyv@4.5.4 >/dev/null
cat >closures.mjs <<'JS'
import Keyv from "keyv";
import { KeyvCachedWith } from "keyv-cached-with";
const kept = KeyvCachedWith(new Keyv());
const loader = (table) => kept(async (id) => `${table} ${id}`);
console.log(`${await loader("users")(1)}, ${await loader("orders")(1)}`);
JS
said=$(node closures.mjs)
echo "$said"
[ "$said" = "users 1, users 1" ]
