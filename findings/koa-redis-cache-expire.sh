#!/usr/bin/env bash
# koa-redis-cache 3.0.3 under koa 2.16.4: a route without an `expire` of its own is kept for that of the route which stands before it in the list, though that one doesn't match: the time is taken
# of each entry that is looked at. What is to be kept for the app's ten minutes is made anew each minute, or the news of a minute kept for a day.
# Seen, of { path: "/news", expire: 60 }, "/about" and an `expire` of 600: "about: 60 s; alone: 600 s". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koa-redis-cache@3.0.3 koa@2.16.4 redis@2.8.0 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >expire.cjs <<'JS'
const { once } = require("node:events");
const { join } = require("node:path");
const { setTimeout: after } = require("node:timers/promises");
const { promisify } = require("node:util");
const Koa = require("koa");
const cache = require("koa-redis-cache");
const redis = require("redis").createClient(join(process.cwd(), "redis.sock"));
async function kept(routes) {
  await promisify(redis.flushall.bind(redis))();
  const app = new Koa();
  app.use(cache({ prefix: "", expire: 600, routes, redis: { url: join(process.cwd(), "redis.sock") } }));
  app.use((ctx) => {
    ctx.body = "about us";
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  await after(300);
  await (await fetch(`http://127.0.0.1:${server.address().port}/about`)).text();
  const [key] = await promisify(redis.keys.bind(redis))("*");
  return promisify(redis.ttl.bind(redis))(key);
}
(async () => {
  console.log(`about: ${await kept([{ path: "/news", expire: 60 }, "/about"])} s; alone: ${await kept(["/about"])} s`);
  process.exit();
})();
JS
said=$(node expire.cjs 2>/dev/null)
echo "$said"
[ "$said" = "about: 60 s; alone: 600 s" ]
