#!/usr/bin/env bash
# upstash-redis-level 1.1.1 on Upstash's REST interface (here @upstash/redis 1.24.3, with a bridge to Redis for the service): `clear()` leaves entries behind when there are more than a hundred: it
# takes them away by the hundred, and steps over as many of those that have moved up. abstract-level: "delete all entries".
# Seen, of 250: "left: 100". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts upstash-redis-level@1.1.1 @upstash/redis@1.24.3 redis@5.8.3 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >clear.mjs <<'JS'
import { once } from "node:events";
import { createServer } from "node:http";
import { Redis } from "@upstash/redis";
import { createClient } from "redis";
import level from "upstash-redis-level";

const client = await createClient({ socket: { path: "redis.sock" } }).connect();
const service = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const said = async (command) => ({ result: await client.sendCommand(command.map(String)) });
  const asked = JSON.parse(body);
  response.end(JSON.stringify(await (request.url === "/pipeline" ? Promise.all(asked.map(said)) : said(asked))));
}).listen(0);
await once(service, "listening");
const redis = new Redis({ url: `http://localhost:${service.address().port}`, token: "a token", responseEncoding: false });
const db = new level.RedisLevel({ redis });
await db.batch(Array.from({ length: 250 }, (_, number) => ({ type: "put", key: `session${number}`, value: "ada" })));
await db.clear();
console.log(`left: ${await client.zCard("level:z")}`);
process.exit();
JS
said=$(node clear.mjs)
echo "$said"
[ "$said" = "left: 100" ]
