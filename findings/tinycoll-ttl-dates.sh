#!/usr/bin/env bash
# tinycoll 1.3.0: its "TTL indexes (per Mongo's `expireAfterSeconds` style)" end documents whose field is a number of milliseconds; where the field is a Date, the one thing by which Mongo's end any, the document stays
# for good.
# Seen, of two documents an hour over: "date".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tinycoll@1.3.0 >/dev/null
cat >dates.mjs <<'JS'
import { Collection } from "tinycoll";
const sessions = new Collection("sessions", { ttlIndexes: [{ field: "lastAccessedAt", expireAfterSeconds: 3600 }], ttlInterval: 50 });
await sessions.ready;
const longAgo = Date.now() - 7_200_000;
sessions.insert({ id: "number", lastAccessedAt: longAgo });
sessions.insert({ id: "date", lastAccessedAt: new Date(longAgo) });
await new Promise((done) => setTimeout(done, 500));
console.log(sessions.find().toArray().map(({ id }) => id).join());
process.exit();
JS
said=$(node dates.mjs)
echo "$said"
[ "$said" = "date" ]
