#!/usr/bin/env bash
# svelte-kit-connect-redis 0.1.0, a store of svelte-kit-sessions: `set` gives Redis the lifetime in milliseconds, as it gets it (PX), and `touch` gives the same number
# to EXPIRE, which is in seconds (https://redis.io/docs/latest/commands/expire/). With `rolling` a session of ten minutes is kept for a week from its second request on.
# Seen, of a lifetime of 600,000 ms, by a server that writes down what it is sent: "set sess:a … PX 600000; expire sess:a 600000".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts svelte-kit-connect-redis@0.1.0 ioredis@5.9.3 >/dev/null
cat >touch.mjs <<'JS'
import { once } from "node:events";
import { createServer } from "node:net";
import { Redis } from "ioredis";
import RedisStore from "svelte-kit-connect-redis";

const sent = [];
const server = createServer((socket) => socket.on("data", (data) => {
  sent.push(data.toString().split("\r\n").filter((line) => !/^([*$]\d+)?$/.test(line)).join(" "));
  socket.write("+OK\r\n");
})).listen(0, "127.0.0.1");
await once(server, "listening");
const client = new Redis(server.address().port, "127.0.0.1", { enableReadyCheck: false, disableClientInfo: true });
await once(client, "ready");
const store = new RedisStore({ client });
await store.set("a", { cookie: {}, data: {} }, 600_000);
await store.touch("a", 600_000);
console.log(sent.join("\n"));
process.exit();
JS
said=$(node touch.mjs)
echo "$said"
[ "$said" = 'set sess:a {"cookie":{},"data":{}} PX 600000
expire sess:a 600000' ]
