#!/usr/bin/env bash
# remix-redis-session 0.0.12: a session whose cookie has `expires` can't be saved: the time left is given to Redis in seconds with their fraction, and its EX takes whole ones.
# With `maxAge` it is a matter of the millisecond: saved if none passes between two looks at the clock.
# Seen: "without expires: saved; with expires: ERR value is not an integer or out of range".
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts remix-redis-session@0.0.12 @remix-run/node@1.19.3 @remix-run/server-runtime@1.19.3 ioredis@4.31.0 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >expires.cjs <<'JS'
const Redis = require("ioredis");
const { createRedisSessionStorage } = require("remix-redis-session");
const redisClient = new Redis(process.argv[2]);
async function save(more) {
  const cookie = { name: "sid", secrets: ["a secret of this script"], ...more };
  const storage = createRedisSessionStorage({ cookie, options: { redisClient } });
  const session = await storage.getSession();
  session.set("user", "ada");
  return storage.commitSession(session).then(() => "saved", (error) => error.message);
}
(async () => {
  const expires = new Date(Date.now() + 3_600_500);
  console.log(`without expires: ${await save({})}; with expires: ${await save({ expires })}`);
})().then(() => process.exit());
JS
said=$(node expires.cjs "$folder/redis.sock" 2>/dev/null)
echo "$said"
[ "$said" = "without expires: saved; with expires: ERR value is not an integer or out of range" ]
