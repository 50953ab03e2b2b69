#!/usr/bin/env bash
# ioredis-mock 8.13.1 under ioredis 5.8.2: the conditions of EXPIRE (NX, XX, GT, LT) are taken and not looked at: the time is set, and 1, "set", is the answer. `expire(key, 50, "GT")`,
# which is to put an end off and never to bring it on, shortens a session's life in tests alone.
# Seen, of a key of 100 s and `GT` 50, then `NX` 500: "Redis: 0 0, 100 s; ioredis-mock: 1 1, 500 s".
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ioredis-mock@8.13.1 ioredis@5.8.2 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >condition.cjs <<'JS'
const Redis = require("ioredis");
const Mock = require("ioredis-mock");
async function conditions(redis) {
  await redis.set("sid", "ada", "EX", 100);
  const told = [await redis.expire("sid", 50, "GT"), await redis.expire("sid", 500, "NX")];
  return `${told.join(" ")}, ${Math.ceil((await redis.ttl("sid")) / 50) * 50} s`;
}
(async () => console.log(`Redis: ${await conditions(new Redis(process.argv[2]))}; ioredis-mock: ${await conditions(new Mock())}`))().then(() => process.exit());
JS
said=$(node condition.cjs "$folder/redis.sock")
echo "$said"
[ "$said" = "Redis: 0 0, 100 s; ioredis-mock: 1 1, 500 s" ]
