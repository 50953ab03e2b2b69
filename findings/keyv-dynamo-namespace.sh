#!/usr/bin/env bash
# @keyv/dynamo 1.2.4: `createKeyv({ …, namespace })` leaves the prefix to the adapter, says its README, and the adapter writes none: a key is one item for all namespaces of the table. The
# session of id 42 is what the namespace of codes has set under 42. And `clear()` of a namespace, which looks for the prefix, clears nothing. Run over dynalite 4.0.0.
# Seen: "sessions: code, codes: code; after clear() of codes: code, code".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @keyv/dynamo@1.2.4 keyv@5.6.0 dynalite@4.0.0 >/dev/null
cat >namespace.mjs <<'JS'
import { once } from "node:events";
import { createKeyv } from "@keyv/dynamo";
import dynalite from "dynalite";
const server = dynalite({ createTableMs: 0 }).listen(0, "127.0.0.1");
await once(server, "listening");
const options = { endpoint: `http://127.0.0.1:${server.address().port}`, region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" }, tableName: "sessions" };
const [sessions, codes] = ["sessions", "codes"].map((namespace) => createKeyv({ ...options, namespace }).on("error", () => {}));
await sessions.set("42", "ada");
await codes.set("42", "code");
const before = `sessions: ${await sessions.get("42")}, codes: ${await codes.get("42")}`;
await codes.clear();
console.log(`${before}; after clear() of codes: ${await sessions.get("42")}, ${await codes.get("42")}`);
process.exit();
JS
said=$(node namespace.mjs)
echo "$said"
[ "$said" = "sessions: code, codes: code; after clear() of codes: code, code" ]
