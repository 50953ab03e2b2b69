#!/usr/bin/env bash
# @netlify/blobs 11.1.1: a write with a condition (`onlyIfNew`, `onlyIfMatch`) is said to be made, `modified: true`, whatever the service answers but 412: of a 503, too,
# after it has tried again. A write without a condition throws then. Who takes a lock or a session's id by `onlyIfNew` has it, and nothing is stored.
# Seen, of a service that answers 503: "without a condition: BlobsInternalError; onlyIfNew: {"etag":"","modified":true}". NODE_ENV=test shortens the client's waits.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @netlify/blobs@11.1.1 >/dev/null
cat >condition.mjs <<'JS'
import { once } from "node:events";
import { createServer } from "node:http";
import { getStore } from "@netlify/blobs";

const server = createServer((request, response) => request.resume().on("end", () => response.writeHead(503).end())).listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${server.address().port}`;
const store = getStore({ name: "sessions", edgeURL: url, uncachedEdgeURL: url, siteID: "site", token: "token" });
const plain = await store.set("sid", "ada").then(JSON.stringify, (error) => error.name);
const onlyIfNew = await store.set("sid", "ada", { onlyIfNew: true }).then(JSON.stringify, (error) => error.name);
console.log(`without a condition: ${plain}; onlyIfNew: ${onlyIfNew}`);
process.exit();
JS
said=$(NODE_ENV=test node condition.mjs 2>/dev/null)
echo "$said"
[ "$said" = 'without a condition: BlobsInternalError; onlyIfNew: {"etag":"","modified":true}' ]
