#!/usr/bin/env bash
# @mgcrea/fastify-session 2.4.1: what the plugin is given (store, cookie, secret) is kept once for the process, not for each app. Where two apps of one process register
# it, both have the options of the one that was ready last: the first app's sessions go into the second's store, and its own stays empty.
# Seen: "a session of the first app: first store 0, second store 1; Max-Age=60", where the first app has 3600.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @mgcrea/fastify-session@2.4.1 @fastify/cookie@11.1.5 fastify@5.12.8 >/dev/null
cat >apps.mjs <<'JS'
import cookie from "@fastify/cookie";
import fastifySession, { MemoryStore } from "@mgcrea/fastify-session";
import fastify from "fastify";

const stores = [new Map(), new Map()];
const apps = stores.map((store, index) => {
  const app = fastify();
  app.register(cookie);
  app.register(fastifySession, { secret: "a secret of thirty-two characters", store: new MemoryStore({ store }), cookie: { maxAge: [3600, 60][index] } });
  app.get("/", async (request) => (request.session.set("user", "ada"), ""));
  return app;
});
await apps[0].ready();
await apps[1].ready();
const { headers } = await apps[0].inject("/");
console.log(`a session of the first app: first store ${stores[0].size}, second store ${stores[1].size}; ${/Max-Age=\d+/.exec(headers["set-cookie"])}`);
JS
said=$(node apps.mjs)
echo "$said"
[ "$said" = "a session of the first app: first store 0, second store 1; Max-Age=60" ]
