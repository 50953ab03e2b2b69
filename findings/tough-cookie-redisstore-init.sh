#!/usr/bin/env bash
# tough-cookie-redisstore 0.0.4: `init()`, the promise that the cookies are loaded, is never kept where there are none yet: it waits for an event that comes with the first loaded cookies alone. A jar that awaits it
# works from its second run on.
# Seen, of an empty Redis, and of one with the store's key: "waiting still; loaded". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tough-cookie-redisstore@0.0.4 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >init.cjs <<'JS'
const RedisCookieStore = require("tough-cookie-redisstore");
const { setTimeout: wait } = require("node:timers/promises");
(async () => {
  const seen = async () => {
    const store = new RedisCookieStore("jar", { path: "redis.sock" });
    const said = await Promise.race([store.init().then(() => "loaded"), wait(1500, "waiting still")]);
    return { store, said };
  };
  const first = await seen();
  await first.store.redis.set("jar", "{}");
  const second = await seen();
  console.log(`${first.said}; ${second.said}`);
  process.exit();
})();
JS
said=$(node init.cjs)
echo "$said"
[ "$said" = "waiting still; loaded" ]
