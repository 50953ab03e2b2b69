#!/usr/bin/env bash
# @keyv/dynamo 1.2.4 under keyv 5.6.0: what is set without a time to live is kept for six hours. Keyv's README has such a key persistent, "never expires" in its
# example, and the adapter's tells of no other rule. Each item is given an expiresAt of its own, by which DynamoDB removes it. Run over dynalite 4.0.0.
# Seen, of the items as stored: "without a ttl: expires in 6 h; ttl of a day: in 24 h".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @keyv/dynamo@1.2.4 keyv@5.6.0 dynalite@4.0.0 >/dev/null
cat >hours.mjs <<'JS'
import { once } from "node:events";
import { createKeyv } from "@keyv/dynamo";
import dynalite from "dynalite";
const server = dynalite({ createTableMs: 0 }).listen(0, "127.0.0.1");
await once(server, "listening");
const options = { endpoint: `http://127.0.0.1:${server.address().port}`, region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" }, tableName: "sessions" };
const keyv = createKeyv(options).on("error", () => {});
await keyv.set("without", "ada");
await keyv.set("day", "ada", 86_400_000);
const hours = async (id) => {
  const { Item } = await keyv.store.client.get({ TableName: "sessions", Key: { id } });
  return Item.expiresAt === undefined ? "never" : `in ${Math.round((Item.expiresAt - Date.now() / 1000) / 360) / 10} h`;
};
console.log(`without a ttl: expires ${await hours("without")}; ttl of a day: ${await hours("day")}`);
process.exit();
JS
said=$(node hours.mjs)
echo "$said"
[ "$said" = "without a ttl: expires in 6 h; ttl of a day: in 24 h" ]
