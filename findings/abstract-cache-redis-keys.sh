#!/usr/bin/env bash
# abstract-cache-redis 2.0.0: `keys` and `scan` give names under which `get` finds nothing: a key is encoded as a part of a URL when it is stored, and isn't decoded when it is listed; asked for
# so it is encoded once more. Of users by their address, or of anything with a "/" or a blank, none can be read or deleted from the list.
# Seen, of ada@example.com: "listed ada%40example.com; get by it: null; get by its own: 1". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts abstract-cache-redis@2.0.0 ioredis@5.8.2 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >keys.cjs <<'JS'
const Redis = require("ioredis");
const cache = require("abstract-cache-redis")({ client: new Redis({ path: "redis.sock" }) });
(async () => {
  const key = "ada@example.com";
  await cache.set(key, 1, 60_000);
  const [listed] = await cache.keys("*");
  console.log(`listed ${listed}; get by it: ${(await cache.get(listed))?.item ?? null}; get by its own: ${(await cache.get(key)).item}`);
  process.exit();
})();
JS
said=$(node keys.cjs)
echo "$said"
[ "$said" = "listed ada%40example.com; get by it: null; get by its own: 1" ]
