#!/usr/bin/env bash
# upstash-redis-level 1.1.1 on Upstash's REST interface (here @upstash/redis 1.24.3, with a bridge to Redis for the service): `getMany` finds no key that percent-encoding changes, as each that has a
# colon: it asks for the encoded names and looks for the plain ones in the answer. `get` finds them.
# Seen: get ada; getMany [null,"bea"]. Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts upstash-redis-level@1.1.1 @upstash/redis@1.24.3 redis@5.8.3 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >many.mjs <<'JS'
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
await db.put("user:1", "ada");
await db.put("user2", "bea");
console.log(`get ${await db.get("user:1")}; getMany ${JSON.stringify(await db.getMany(["user:1", "user2"]))}`);
process.exit();
JS
said=$(node many.mjs)
echo "$said"
[ "$said" = 'get ada; getMany [null,"bea"]' ]
