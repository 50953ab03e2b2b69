#!/usr/bin/env bash
# @keyv/dynamo 1.2.4 under keyv 5.6.0: `clear` and `deleteMany` delete nothing from the 26th key on: all of them are put into one BatchWriteItem, which takes 25 (AWS, "BatchWriteItem").
# `await keyv.clear()` ends without an error all the same; only an event tells of it. To end everybody's session works in tests, and not in use. Run over dynalite 4.0.0.
# Seen: "of 25: clear resolved, 0 left", "of 26: clear resolved, 26 left".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @keyv/dynamo@1.2.4 keyv@5.6.0 dynalite@4.0.0 >/dev/null
cat >clear.mjs <<'JS'
import { once } from "node:events";
import { createKeyv } from "@keyv/dynamo";
import dynalite from "dynalite";
const server = dynalite({ createTableMs: 0 }).listen(0, "127.0.0.1");
await once(server, "listening");
const options = { endpoint: `http://127.0.0.1:${server.address().port}`, region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" }, tableName: "sessions" };
const keyv = createKeyv(options).on("error", () => {});
for (const count of [25, 26]) {
  for (let id = 0; id < count; id += 1) await keyv.set(`sid-${id}`, "ada");
  const cleared = await keyv.clear().then(() => "resolved", (error) => error.name);
  const left = await Promise.all(Array.from({ length: count }, (_, id) => keyv.get(`sid-${id}`)));
  console.log(`of ${count}: clear ${cleared}, ${left.filter((value) => value === "ada").length} left`);
}
process.exit();
JS
said=$(node clear.mjs)
echo "$said"
[ "$said" = "of 25: clear resolved, 0 left
of 26: clear resolved, 26 left" ]
