#!/usr/bin/env bash
# tinycoll 1.3.0: after `first()` a cursor that hasn't been read yet holds one document for good: the limit of one stays on it. Asking a query for its first hit and then for how many there are says 1; the other way
# round, it says them all.
# Seen, of three documents: "first then count 1, count then first 3".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tinycoll@1.3.0 >/dev/null
cat >first.mjs <<'JS'
import { Collection } from "tinycoll";
const users = new Collection("users");
await users.ready;
for (const id of ["ada", "bob", "eve"]) users.insert({ id });
const asked = users.find();
asked.first();
const counted = users.find();
const count = counted.count();
counted.first();
console.log(`first then count ${asked.count()}, count then first ${count}`);
process.exit();
JS
said=$(node first.mjs)
echo "$said"
[ "$said" = "first then count 1, count then first 3" ]
