#!/usr/bin/env bash
# ioredis-mock 8.13.1 under ioredis 5.8.2: a set whose last member SPOP has taken, and a list that LTRIM has emptied, are still there: EXISTS says 1. In Redis what is empty is gone,
# and so it is in the mock after SREM and LPOP. An app that asks whether a user has sessions left gets another answer in its tests.
# Seen: "Redis: SREM 0, SPOP 0, LTRIM 0; ioredis-mock: SREM 0, SPOP 1, LTRIM 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ioredis-mock@8.13.1 ioredis@5.8.2 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >empty.cjs <<'JS'
const Redis = require("ioredis");
const Mock = require("ioredis-mock");
async function there(redis) {
  await redis.sadd("removed", "phone");
  await redis.srem("removed", "phone");
  await redis.sadd("popped", "phone");
  await redis.spop("popped");
  await redis.rpush("trimmed", "phone");
  await redis.ltrim("trimmed", 1, 0);
  return `SREM ${await redis.exists("removed")}, SPOP ${await redis.exists("popped")}, LTRIM ${await redis.exists("trimmed")}`;
}
(async () => console.log(`Redis: ${await there(new Redis(process.argv[2]))}; ioredis-mock: ${await there(new Mock())}`))().then(() => process.exit());
JS
said=$(node empty.cjs "$folder/redis.sock")
echo "$said"
[ "$said" = "Redis: SREM 0, SPOP 0, LTRIM 0; ioredis-mock: SREM 0, SPOP 1, LTRIM 1" ]
