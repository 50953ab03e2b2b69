#!/usr/bin/env bash
# unstorage 1.17.6, drivers/db0 over db0 0.4.2 and SQLite: `getMeta`, whose `mtime` is the time of the last write, is off by the time zone of the process: SQLite writes the time in UTC
# without saying so, and it is read as the local one. In New York a session written now was written hours from now, and is never too old; in Tokyo it is hours old at once.
# Seen, of the time from now right after the write: "UTC: db0 0 h, fs 0 h", "Asia/Tokyo: db0 -9 h, fs 0 h", "Asia/Kolkata: db0 -5.5 h, fs 0 h".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts unstorage@1.17.6 db0@0.4.2 >/dev/null
cat >meta.mjs <<'JS'
import { createDatabase } from "db0";
import sqlite from "db0/connectors/node-sqlite";
import { createStorage } from "unstorage";
import db0 from "unstorage/drivers/db0";
import fs from "unstorage/drivers/fs-lite";
for (const driver of [db0({ database: createDatabase(sqlite({ path: `${process.pid}.db` })) }), fs({ base: "files" })]) {
  const storage = createStorage({ driver });
  await storage.setItem("sid", "ada");
  const hours = ((await storage.getMeta("sid")).mtime - Date.now()) / 3_600_000;
  console.log(`${driver.name === "db0" ? "db0" : "fs"} ${Math.round(hours * 10) / 10 || 0} h`);
}
JS
said=$(for zone in UTC Asia/Tokyo Asia/Kolkata; do echo "$zone: $(TZ=$zone node meta.mjs 2>/dev/null | grep -E "^(db0|fs) " | paste -sd, | sed 's/,/, /')"; done)
echo "$said"
[ "$said" = "UTC: db0 0 h, fs 0 h
Asia/Tokyo: db0 -9 h, fs 0 h
Asia/Kolkata: db0 -5.5 h, fs 0 h" ]
