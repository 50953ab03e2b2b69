#!/usr/bin/env bash
# unstorage 1.17.6, drivers/db0 over db0 0.4.2: a key has two values at once, one by `setItem` and one by `setItemRaw`, and each write leaves the other as it was. Who writes a new value
# by one of them and reads by the other gets the old one, without an error. Over memory and the file system the last one is there.
# Seen, of raw bytes "old" and then the item "new", read raw: "fs: new; db0: old".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts unstorage@1.17.6 db0@0.4.2 >/dev/null
cat >raw.mjs <<'JS'
import { createDatabase } from "db0";
import sqlite from "db0/connectors/node-sqlite";
import { createStorage } from "unstorage";
import db0 from "unstorage/drivers/db0";
import fs from "unstorage/drivers/fs-lite";
const seen = [];
for (const driver of [fs({ base: "files" }), db0({ database: createDatabase(sqlite({ path: "storage.db" })) })]) {
  const storage = createStorage({ driver });
  await storage.setItemRaw("sid", new TextEncoder().encode("old"));
  await storage.setItem("sid", "new");
  seen.push(`${driver.name === "db0" ? "db0" : "fs"}: ${Buffer.from(await storage.getItemRaw("sid"))}`);
}
console.log(seen.join("; "));
JS
said=$(node raw.mjs 2>/dev/null | tail -1)
echo "$said"
[ "$said" = "fs: new; db0: old" ]
