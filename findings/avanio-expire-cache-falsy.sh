#!/usr/bin/env bash
# @avanio/expire-cache 0.6.10, ExpireCache: what is 0, false or "" never ends: when its time is over the time is removed, and the value isn't, since it is looked at whether there is one. A
# count of tries that is at nought, or a flag that says no, holds for good; no `expires` event comes.
# Seen, 0.3 s after their end at 0.1 s: "1: undefined, 0: 0, false: false".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @avanio/expire-cache@0.6.10 >/dev/null
cat >falsy.mjs <<'JS'
import { setTimeout as after } from "node:timers/promises";
import { ExpireCache } from "@avanio/expire-cache";
const cache = new ExpireCache();
const values = [1, 0, false];
for (const value of values) cache.set(String(value), value, new Date(Date.now() + 100));
await after(400);
console.log(values.map((value) => `${value}: ${cache.get(String(value))}`).join(", "));
JS
said=$(node falsy.mjs)
echo "$said"
[ "$said" = "1: undefined, 0: 0, false: false" ]
