#!/usr/bin/env bash
# @openally/timestore 3.0.0: of identifiers whose time ends while the process is busy, the first is removed, and the others are told to have expired and stay: `has` says yes of them for good,
# and whenever the timer is set anew they are told to have expired once more.
# Seen, of three of 50 ms behind 200 ms of work: "told 3, still there 2; after one more was added: told 6".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @openally/timestore@3.0.0 >/dev/null
cat >busy.mjs <<'JS'
import { setTimeout as after } from "node:timers/promises";
import { TimeStore } from "@openally/timestore";
const store = new TimeStore({ ttl: 50 });
let told = 0;
store.on(TimeStore.Expired, () => {
  told += 1;
});
for (const identifier of ["a", "b", "c"]) store.add(identifier);
const began = Date.now();
while (Date.now() - began < 200);
await after(200);
const seen = `told ${told}, still there ${store.size}`;
store.add("d");
await after(200);
console.log(`${seen}; after one more was added: told ${told}`);
JS
said=$(node busy.mjs)
echo "$said"
[ "$said" = "told 3, still there 2; after one more was added: told 6" ]
