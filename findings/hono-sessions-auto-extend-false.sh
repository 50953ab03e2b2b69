#!/usr/bin/env bash
# hono-sessions 0.8.1, `autoExtendExpiration: false`: a request that changes the session puts its end off all the same, by the whole of `expireAfterSeconds`. Only those that
# read leave it. A session that is to be over two seconds after the log-in is there for as long as things are put into its cart.
# Seen, of an end after 2 s, asked for after 3 s: "read in between: nobody; changed in between: ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts hono-sessions@0.8.1 hono@4.13.19 >/dev/null
cat >extend.mjs <<'JS'
import { setTimeout as after } from "node:timers/promises";
import { Hono } from "hono";
import { MemoryStore, sessionMiddleware } from "hono-sessions";

const app = new Hono();
app.use(sessionMiddleware({ store: new MemoryStore(), expireAfterSeconds: 2, autoExtendExpiration: false, cookieOptions: { path: "/" } }));
app.get("/login", (c) => (c.get("session").set("user", "ada"), c.text("")));
app.get("/change", (c) => (c.get("session").set("cart", 1), c.text("")));
app.get("/", (c) => c.text(c.get("session").get("user") ?? "nobody"));
async function user(between) {
  const login = await app.request("/login");
  const headers = { cookie: login.headers.getSetCookie().at(-1).split(";")[0] };
  await after(1500);
  await app.request(between, { headers });
  await after(1500);
  return (await app.request("/", { headers })).text();
}
console.log(`read in between: ${await user("/")}; changed in between: ${await user("/change")}`);
JS
said=$(node extend.mjs)
echo "$said"
[ "$said" = "read in between: nobody; changed in between: ada" ]
