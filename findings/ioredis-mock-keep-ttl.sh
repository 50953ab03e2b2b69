#!/usr/bin/env bash
# ioredis-mock 8.13.1 under ioredis 5.8.2: `SET … KEEPTTL`, which is to keep the time that the key has left, is taken and drops it: the key has no end any more. Tests of an app that
# updates its sessions so see them kept for good, and tests that there is no such fault can't pass. Redis keeps it.
# Seen, of a key of 100 s: "Redis: 100; ioredis-mock: -1".
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ioredis-mock@8.13.1 ioredis@5.8.2 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >keep.cjs <<'JS'
const Redis = require("ioredis");
const Mock = require("ioredis-mock");
async function left(redis) {
  await redis.set("sid", "ada", "EX", 100);
  await redis.set("sid", "ada, again", "KEEPTTL");
  const seconds = await redis.ttl("sid");
  return seconds > 90 ? 100 : seconds;
}
(async () => console.log(`Redis: ${await left(new Redis(process.argv[2]))}; ioredis-mock: ${await left(new Mock())}`))().then(() => process.exit());
JS
said=$(node keep.cjs "$folder/redis.sock")
echo "$said"
[ "$said" = "Redis: 100; ioredis-mock: -1" ]
