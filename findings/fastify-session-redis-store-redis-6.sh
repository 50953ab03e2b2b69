#!/usr/bin/env bash
# fastify-session-redis-store 7.1.2 with redis 6.3.1, which its README's `npm install redis` brings: sessions are stored and read, and `length` is the number of batches in which
# Redis gave the keys, since a scan has given lists of keys from redis 5 on. `clear`, which is to end all sessions, ends none, by a TypeError. With redis 4.7.1 both work.
# Seen, of three sessions: "redis 4: length 3, clear done, 0 left", "redis 6: length 1, clear TypeError, 3 left". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts fastify-session-redis-store@7.1.2 @fastify/session@11.1.3 redis4@npm:redis@4.7.1 redis6@npm:redis@6.3.1 >/dev/null
redis-server --port 0 --unixsocket "$folder/socket" --save '' >/dev/null &
trap 'kill %1; rm -rf "$folder"' EXIT
cat >clear.mjs <<'JS'
import { existsSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import RedisStore from "fastify-session-redis-store";
import * as four from "redis4";
import * as six from "redis6";
while (!existsSync("socket")) await after(50);
for (const [version, { createClient }] of Object.entries({ 4: four, 6: six })) {
  const client = createClient({ socket: { path: "socket" } });
  await client.connect();
  await client.flushDb();
  const store = new RedisStore({ client });
  for (const sid of ["a", "b", "c"]) await store.set(sid, { user: sid });
  let length, cleared;
  await store.length((error, count) => { length = error?.name ?? count; });
  await store.clear((error) => { cleared = error?.name ?? "done"; });
  console.log(`redis ${version}: length ${length}, clear ${cleared}, ${await client.dbSize()} left`);
  await client.quit();
}
process.exit();
JS
said=$(node clear.mjs)
echo "$said"
[ "$said" = "redis 4: length 3, clear done, 0 left
redis 6: length 1, clear TypeError, 3 left" ]
