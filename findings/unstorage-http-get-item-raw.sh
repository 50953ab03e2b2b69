#!/usr/bin/env bash
# unstorage 1.17.6, drivers/http: `getItemRaw` of a key that is not there throws "Cannot read properties of null (reading '_data')". The 404 is caught as
# null, of which `_data` is then read; `getItem` of the same key gives null.
# Seen: getItem null, getItemRaw TypeError. A store of sessions over it fails for everybody whose session is over.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts unstorage@1.17.6 >/dev/null
cat >raw.mjs <<'JS'
import { createServer } from "node:http";
import { createStorage } from "unstorage";
import { createStorageServer } from "unstorage/server";
import http from "unstorage/drivers/http";
const server = createServer(createStorageServer(createStorage()).handle);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const storage = createStorage({ driver: http({ base: `http://127.0.0.1:${server.address().port}/` }) });
const outcome = (promise) => promise.then(String, (error) => error.name);
console.log(`getItem ${await outcome(storage.getItem("missing"))}, getItemRaw ${await outcome(storage.getItemRaw("missing"))}`);
process.exit();
JS
said=$(node raw.mjs)
echo "$said"
[ "$said" = "getItem null, getItemRaw TypeError" ]
