#!/usr/bin/env bash
# @type-cacheable/redis-adapter 17.0.1: an object under a key with a ":" is kept as a Redis hash, and the next one under that key is set into it: what the new object hasn't got is still there.
# `set("user:1", …)` after a right was taken away gives it back, and a session that was emptied is as it was. Under a key without a ":" the new one replaces the old.
# Seen, of {name, admin} and then {name}: "user:1 name, admin; user-1 name". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @type-cacheable/redis-adapter@17.0.1 @type-cacheable/core@14.2.2 redis@4.7.1 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >merge.cjs <<'JS'
const { useAdapter } = require("@type-cacheable/redis-adapter");
const { createClient } = require("redis");
(async () => {
  const adapter = useAdapter(createClient({ socket: { path: "redis.sock" } }));
  const seen = [];
  for (const key of ["user:1", "user-1"]) {
    await adapter.set(key, { name: "ada", admin: true });
    await adapter.set(key, { name: "ada" });
    seen.push(`${key} ${Object.keys(await adapter.get(key)).join(", ")}`);
  }
  console.log(seen.join("; "));
  process.exit();
})();
JS
said=$(node merge.cjs)
echo "$said"
[ "$said" = "user:1 name, admin; user-1 name" ]
