#!/usr/bin/env bash
# tinycoll 1.3.0: what `batch` or `transaction` leaves is only what was put in inside it: both work on an empty copy of the collection, which then takes the collection's place. All that was there before is gone, in
# the storage too, and an update inside finds nothing.
# Seen, of two documents, a transaction that updates one and adds a third: "before ada,bob; after eve".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tinycoll@1.3.0 >/dev/null
cat >batch.mjs <<'JS'
import { Collection } from "tinycoll";
const users = new Collection("users");
await users.ready;
const ids = () => users.find().toArray().map((user) => user.id).join();
users.insert({ id: "ada" });
users.insert({ id: "bob" });
const before = ids();
await users.transaction(() => {
  users.update({ id: "ada" }, { $set: { city: "London" } });
  users.insert({ id: "eve" });
});
console.log(`before ${before}; after ${ids()}`);
process.exit();
JS
said=$(node batch.mjs)
echo "$said"
[ "$said" = "before ada,bob; after eve" ]
