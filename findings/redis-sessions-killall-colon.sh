#!/usr/bin/env bash
# redis-sessions 4.0.0: `killall` ends the sessions of users whose id has a ":", as "google:42", and leaves the rest of them: it cuts token and id apart at each colon, and takes "google" for
# the user. They are active afterwards, and the set of their sessions is there for good; nothing removes it later. (The sweep of what is over cuts in the same way.)
# Seen, of users active after all sessions were ended: "ada: 0; google:42: 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts redis-sessions@4.0.0 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >killall.cjs <<'JS'
const RedisSessions = require("redis-sessions").default;
(async () => {
  const sessions = new RedisSessions({ options: { socket: { path: "redis.sock" } }, wipe: 0 });
  const seen = [];
  for (const id of ["ada", "google:42"]) {
    await sessions.create({ app: "shop", id, ip: "127.0.0.1", ttl: 3600 });
    await sessions.killall({ app: "shop" });
    seen.push(`${id}: ${(await sessions.activity({ app: "shop", deltaTime: 60 })).activity}`);
  }
  console.log(seen.join("; "));
  process.exit();
})();
JS
said=$(node killall.cjs)
echo "$said"
[ "$said" = "ada: 0; google:42: 1" ]
