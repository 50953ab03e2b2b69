#!/usr/bin/env bash
# @openally/timestore 3.0.0: an identifier that is added with `keepIdentifierBirthTTL: true`, by which the time of one that is there is left as it is, is not added at all if it isn't there yet:
# `has` says no at once, and when its time is over it is told to have expired all the same.
# Seen, of a first `add` with it: "has false, size 0; later expired: sid".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @openally/timestore@3.0.0 >/dev/null
cat >first.mjs <<'JS'
import { setTimeout as after } from "node:timers/promises";
import { TimeStore } from "@openally/timestore";
const store = new TimeStore({ ttl: 100 });
const expired = [];
store.on(TimeStore.Expired, (identifier) => expired.push(identifier));
store.add("sid", { keepIdentifierBirthTTL: true });
const seen = `has ${store.has("sid")}, size ${store.size}`;
await after(400);
console.log(`${seen}; later expired: ${expired.join(", ")}`);
JS
said=$(node first.mjs)
echo "$said"
[ "$said" = "has false, size 0; later expired: sid" ]
