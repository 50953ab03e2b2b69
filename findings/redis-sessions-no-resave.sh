#!/usr/bin/env bash
# redis-sessions 4.0.0: a session with `no_resave: true`, which is to "run out exactly after the defined ttl", runs out by being read: each read stores the seconds that are left as the new
# ttl, and doesn't move the time from which they are counted while that is one second ago. Every read in that second takes a second off.
# Seen, of a session of 30 s that is read 40 times in its second second: "at first 29 s, then gone".
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts redis-sessions@4.0.0 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >reads.cjs <<'JS'
const { setTimeout: after } = require("node:timers/promises");
const RedisSessions = require("redis-sessions").default;
(async () => {
  const sessions = new RedisSessions({ options: { socket: { path: "redis.sock" } }, wipe: 0 });
  await sessions.activity({ app: "shop", deltaTime: 60 });
  while (Date.now() % 1000 > 50) await after(5);
  const { token } = await sessions.create({ app: "shop", id: "ada", ip: "127.0.0.1", ttl: 30, no_resave: true });
  await after(1100);
  const left = [];
  for (let i = 0; i < 40; i += 1) left.push((await sessions.get({ app: "shop", token }))?.ttl);
  console.log(`at first ${left[0]} s, then ${left.at(-1) ?? "gone"}`);
  process.exit();
})();
JS
said=$(node reads.cjs)
echo "$said"
[ "$said" = "at first 29 s, then gone" ]
