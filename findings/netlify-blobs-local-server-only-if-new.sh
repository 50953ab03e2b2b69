#!/usr/bin/env bash
# @netlify/blobs 11.1.1 with its own local server, which `netlify dev` runs: of writes with `onlyIfNew` to one key at once several are made, and each is told so: it looks
# whether the key is there, and writes later. One after the other only the first is made.
# Seen, of eight: "one after the other: 1 modified; at once: several modified". A lock that eight try for is had by several.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @netlify/blobs@11.1.1 >/dev/null
cat >new.mjs <<'JS'
import { getStore } from "@netlify/blobs";
import { BlobsServer } from "@netlify/blobs/server";

const server = new BlobsServer({ directory: "blobs", token: "token" });
const { port } = await server.start();
const url = `http://localhost:${port}`;
const store = getStore({ name: "locks", edgeURL: url, uncachedEdgeURL: url, siteID: "site", token: "token" });
const count = (writes) => writes.filter((write) => write.modified).length;
const inTurn = [];
for (let user = 0; user < 8; user += 1) inTurn.push(await store.set("in turn", `user ${user}`, { onlyIfNew: true }));
let most = 0;
for (let round = 0; round < 5 && most < 2; round += 1) {
  const users = Array.from({ length: 8 }, (_, user) => store.set(`at once ${round}`, `user ${user}`, { onlyIfNew: true }));
  most = Math.max(most, count(await Promise.all(users)));
}
console.log(`one after the other: ${count(inTurn)} modified; at once: ${most > 1 ? "several" : most} modified`);
process.exit();
JS
said=$(node new.mjs)
echo "$said"
[ "$said" = "one after the other: 1 modified; at once: several modified" ]
