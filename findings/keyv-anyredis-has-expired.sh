#!/usr/bin/env bash
# keyv-anyredis 3.3.0 under keyv 5.6.0: `has` says yes of what has expired, for good: it asks the set in which the adapter keeps its keys, from which nothing but `delete` takes one, while
# `get` asks for the key itself. "Is this session still there?" is yes for each that ever was. The set grows for as long as the service runs.
# Seen, of a key of 300 ms: "at once: ada, has true; after it: undefined, has true"; over keyv's own Map it is false after it. Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts keyv-anyredis@3.3.0 keyv@5.6.0 ioredis@5.9.3 >/dev/null
redis-server --port 0 --unixsocket "$folder/socket" --save '' >/dev/null &
trap 'kill %1; rm -rf "$folder"' EXIT
cat >has.mjs <<'JS'
import { existsSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { Redis } from "ioredis";
import Keyv from "keyv";
import { KeyvAnyRedis } from "keyv-anyredis";
while (!existsSync("socket")) await after(50);
for (const [name, store] of [["Map", new Map()], ["keyv-anyredis", new KeyvAnyRedis(new Redis({ path: "socket" }))]]) {
  const keyv = new Keyv({ store });
  await keyv.set("sid", "ada", 300);
  const atOnce = `${await keyv.get("sid")}, has ${await keyv.has("sid")}`;
  await after(1000);
  console.log(`${name}: at once: ${atOnce}; after it: ${await keyv.get("sid")}, has ${await keyv.has("sid")}`);
}
process.exit();
JS
said=$(node has.mjs)
echo "$said"
[ "$said" = "Map: at once: ada, has true; after it: undefined, has false
keyv-anyredis: at once: ada, has true; after it: undefined, has true" ]
