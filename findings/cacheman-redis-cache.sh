#!/usr/bin/env bash
# cacheman-redis 2.1.0 under cacheman 2.2.1: `cache(key, data)`, which "will first call get and if the key is not found will call set", stores nothing, ever: for a key that isn't there the
# store gives null, and cacheman goes by undefined, which its store in memory gives. Who caches by it gets null each time, without an error.
# Seen: "memory: new, then new; redis: null, then null". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cacheman@2.2.1 cacheman-memory@1.1.0 cacheman-redis@2.1.0 redis@2.8.0 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >cache.cjs <<'JS'
const Cacheman = require("cacheman");
const RedisStore = require("cacheman-redis");
const redis = require("redis");
(async () => {
  const seen = [];
  for (const [name, options] of [["memory", {}], ["redis", { engine: new RedisStore({ client: redis.createClient({ path: "redis.sock" }) }) }]]) {
    const cache = new Cacheman("users", options);
    seen.push(`${name}: ${await cache.cache("ada", "new", 60)}, then ${await cache.get("ada")}`);
  }
  console.log(seen.join("; "));
  process.exit();
})();
JS
said=$(node cache.cjs 2>/dev/null)
echo "$said"
[ "$said" = "memory: new, then new; redis: null, then null" ]
