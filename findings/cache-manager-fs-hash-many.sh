#!/usr/bin/env bash
# cache-manager-fs-hash 3.0.0 under cache-manager 7.2.9, which it names as supported: `mget` hands a list of keys
# to the store, which takes the list for one key, "a,b". It finds nothing, ever, of what `get` finds.
# Seen, of two keys: "get 1, 2; mget none".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cache-manager-fs-hash@3.0.0 cache-manager@7.2.9 >/dev/null
cat >many.mjs <<'JS'
import { createCache } from "cache-manager";
import { DiskStore } from "cache-manager-fs-hash";
const cache = createCache(new DiskStore({ path: "cache" }));
await cache.set("a", 1);
await cache.set("b", 2);
const many = (await cache.mget(["a", "b"])).filter((value) => value !== undefined);
console.log(`get ${await cache.get("a")}, ${await cache.get("b")}; mget ${many.join(", ") || "none"}`);
JS
said=$(node many.mjs)
echo "$said"
[ "$said" = "get 1, 2; mget none" ]
