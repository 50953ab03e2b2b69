#!/usr/bin/env bash
# @type-cacheable/redis-adapter 17.0.1: an object all of whose keys are whole numbers is read as a list of its values, and the keys are lost: a cart by the number of each ware is a list of how
# many, of what nobody knows.
# Seen, of {"17": 1, "42": 3}: [1,3]. Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @type-cacheable/redis-adapter@17.0.1 @type-cacheable/core@14.2.2 redis@4.7.1 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >list.cjs <<'JS'
const { useAdapter } = require("@type-cacheable/redis-adapter");
const { createClient } = require("redis");
(async () => {
  const adapter = useAdapter(createClient({ socket: { path: "redis.sock" } }));
  await adapter.set("cart", { 17: 1, 42: 3 });
  console.log(JSON.stringify(await adapter.get("cart")));
  process.exit();
})();
JS
said=$(node list.cjs)
echo "$said"
[ "$said" = "[1,3]" ]
