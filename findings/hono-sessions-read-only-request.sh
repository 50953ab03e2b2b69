#!/usr/bin/env bash
# hono-sessions 0.8.1 with its BunSqliteStore, on Bun 1.4.5: a request that only reads the session writes all of it back as it was when the request began, since the
# time of the access is kept in it, by default. A slow page that is under way while its user logs in undoes the log-in.
# Seen: "during: ada; after the slow page's answer: null".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
case "$(uname -m)" in x86_64) kind=x64-baseline ;; *) kind=aarch64 ;; esac
npm install --silent --no-audit --no-fund --ignore-scripts "@oven/bun-linux-$kind@1.4.5" hono-sessions@0.8.1 hono@4.13.19 >/dev/null
cat >slow.mjs <<'JS'
import { Database } from "bun:sqlite";
import { Hono } from "hono";
import { sessionMiddleware } from "hono-sessions";
import { BunSqliteStore } from "hono-sessions/bun-sqlite-store";

const app = new Hono();
app.use(sessionMiddleware({ store: new BunSqliteStore(new Database(":memory:")), expireAfterSeconds: 900 }));
const slow = Promise.withResolvers();
const begun = Promise.withResolvers();
app.get("/slow", async (c) => {
  begun.resolve();
  await slow.promise;
  return c.json(c.get("session").get("user"));
});
app.get("/login", (c) => (c.get("session").set("user", "ada"), c.text("")));
app.get("/", (c) => c.json(c.get("session").get("user")));

const cookie = (await app.request("/")).headers.get("set-cookie").split(";")[0];
const visit = (path) => app.request(path, { headers: { cookie } });
const page = visit("/slow");
await begun.promise;
await visit("/login");
const during = await (await visit("/")).json();
slow.resolve();
await page;
console.log(`during: ${during}; after the slow page's answer: ${await (await visit("/")).json()}`);
JS
said=$("node_modules/@oven/bun-linux-$kind/bin/bun" slow.mjs)
echo "$said"
[ "$said" = "during: ada; after the slow page's answer: null" ]
