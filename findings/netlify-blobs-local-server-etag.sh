#!/usr/bin/env bash
# @netlify/blobs 11.1.1 with its own local server, which `netlify dev` runs: `getWithMetadata` and `getMetadata` give no ETag, though a write does, and checks it. And
# `onlyIfMatch: undefined` is no condition. An app that reads, changes and writes `onlyIfMatch` what it read loses updates there, each said to be made.
# Seen, of two that read 0 and add 1: "ETag of the write: a string, of the read: undefined; both modified: true true; sum 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @netlify/blobs@11.1.1 >/dev/null
cat >etag.mjs <<'JS'
import { getStore } from "@netlify/blobs";
import { BlobsServer } from "@netlify/blobs/server";

const server = new BlobsServer({ directory: "blobs", token: "token" });
const { port } = await server.start();
const url = `http://localhost:${port}`;
const store = getStore({ name: "sessions", edgeURL: url, uncachedEdgeURL: url, siteID: "site", token: "token" });
const { etag } = await store.set("count", "0");
const reads = [await store.getWithMetadata("count"), await store.getWithMetadata("count")];
const writes = [];
for (const read of reads) writes.push(await store.set("count", String(Number(read.data) + 1), { onlyIfMatch: read.etag }));
const modified = writes.map((write) => write.modified).join(" ");
console.log(`ETag of the write: a ${typeof etag}, of the read: ${reads[0].etag}; both modified: ${modified}; sum ${await store.get("count")}`);
process.exit();
JS
said=$(node etag.mjs)
echo "$said"
[ "$said" = "ETag of the write: a string, of the read: undefined; both modified: true true; sum 1" ]
