#!/usr/bin/env bash
# @hono/session 0.2.1: `session.update(data => …)` replaces a session that is in a storage, and is merged into one that is in the cookie: a key that the app left
# out comes back. The same app takes a privilege away with a storage, and not without.
# Seen, after `update({ user, admin })` and `update(({ admin, ...rest }) => rest)`: in the cookie {"user":"ada","admin":true}, in a storage {"user":"ada"}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @hono/session@0.2.1 hono@4.13.19 >/dev/null
cat >update.mjs <<'JS'
import { Hono } from "hono";
import { useSession, useSessionStorage } from "@hono/session";

async function after(isStored) {
  const app = new Hono();
  const kept = new Map();
  const storage = { get: (sid) => kept.get(sid) ?? null, set: (sid, data) => void kept.set(sid, data), delete: (sid) => void kept.delete(sid) };
  if (isStored) app.use(useSessionStorage(storage));
  app.use(useSession({ secret: "a secret of thirty-two characters" }));
  app.get("/login", async (c) => (await c.var.session.update({ user: "ada", admin: true }), c.text("")));
  app.get("/demote", async (c) => (await c.var.session.update(({ admin, ...rest }) => rest), c.text("")));
  app.get("/", async (c) => c.json(await c.var.session.get()));
  let cookie = "";
  const visit = async (path) => {
    const response = await app.request(path, { headers: { cookie } });
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    return response.text();
  };
  await visit("/login");
  await visit("/demote");
  return visit("/");
}

console.log(`in the cookie: ${await after(false)}`);
console.log(`in a storage: ${await after(true)}`);
JS
said=$(node update.mjs)
echo "$said"
[ "$said" = 'in the cookie: {"user":"ada","admin":true}
in a storage: {"user":"ada"}' ]
