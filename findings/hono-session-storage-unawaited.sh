#!/usr/bin/env bash
# @hono/session 0.2.1: what a storage's `set` and `delete` give is not awaited: the answer with its cookie is there while the session is still being written.
# A browser that follows a redirect at once finds nothing and is given another sid: the log-in is lost.
# Seen, with a storage that takes 50 ms: "answered before it was written; the next request: null, under another sid".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @hono/session@0.2.1 hono@4.13.19 >/dev/null
cat >late.mjs <<'JS'
import { setTimeout } from "node:timers/promises";
import { Hono } from "hono";
import { useSession, useSessionStorage } from "@hono/session";

const kept = new Map();
const storage = {
  get: async (sid) => kept.get(sid) ?? null,
  set: async (sid, data) => void kept.set(sid, await setTimeout(50, data)),
  delete: async (sid) => void kept.delete(sid),
};
const app = new Hono();
app.use(useSessionStorage(storage));
app.use(useSession({ secret: "a secret of thirty-two characters" }));
app.get("/login", async (c) => (await c.var.session.update({ user: "ada" }), c.redirect("/")));
app.get("/", async (c) => c.json(await c.var.session.get()));

const cookieOf = (response) => response.headers.get("set-cookie")?.split(";")[0];
const login = await app.request("/login");
const written = kept.size === 0 ? "before" : "after";
const next = await app.request("/", { headers: { cookie: cookieOf(login) } });
const sid = cookieOf(next) === undefined || cookieOf(next) === cookieOf(login) ? "the same" : "another";
console.log(`answered ${written} it was written; the next request: ${await next.text()}, under ${sid} sid`);
JS
said=$(node late.mjs)
echo "$said"
[ "$said" = "answered before it was written; the next request: null, under another sid" ]
