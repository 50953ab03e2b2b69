#!/usr/bin/env bash
# @heyputer/kv.js 0.2.1, a store in memory with the commands of Redis: `append` takes the key's time to live away, and the key stays for good.
# `incr` and `hset` leave it, as Redis does with all three.
# Seen, of keys of 100 s: "incr 100, hset 100, append -1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @heyputer/kv.js@0.2.1 >/dev/null
cat >append.mjs <<'JS'
import module from "@heyputer/kv.js";
const KV = module.default ?? module;
const kv = new KV();
kv.set("visits", 1, { EX: 100 });
kv.incr("visits");
kv.hset("user", "name", "ada");
kv.expire("user", 100);
kv.hset("user", "role", "admin");
kv.set("log", "in", { EX: 100 });
kv.append("log", " out");
const left = (key) => (kv.ttl(key) > 90 ? 100 : kv.ttl(key));
console.log(`incr ${left("visits")}, hset ${left("user")}, append ${left("log")}`);
process.exit();
JS
said=$(node append.mjs)
echo "$said"
[ "$said" = "incr 100, hset 100, append -1" ]
