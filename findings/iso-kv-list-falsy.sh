#!/usr/bin/env bash
# iso-kv 3.2.0: `list` and iteration leave out what is 0, false, "" or null, which `set` keeps, `get` gives and `has` says is there. A count of tries that is put back to 0 is not
# among a user's keys.
# Seen, of "visits" 3 and "tries" 0: "get: 0, has: true, listed: visits".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts iso-kv@3.2.0 >/dev/null
cat >list.mjs <<'JS'
import { KV } from "iso-kv";
const kv = new KV();
await kv.set(["ada", "tries"], 0);
await kv.set(["ada", "visits"], 3);
const listed = [];
for await (const { key } of kv.list({ prefix: ["ada"] })) listed.push(key[1]);
console.log(`get: ${await kv.get(["ada", "tries"])}, has: ${await kv.has(["ada", "tries"])}, listed: ${listed.join(" ")}`);
JS
said=$(node list.mjs)
echo "$said"
[ "$said" = "get: 0, has: true, listed: visits" ]
