#!/usr/bin/env bash
# koa-session 7.0.2 with a store: after `await ctx.session.regenerate()` the session is stored under a new key, which its cookie has, and `ctx.session.externalKey` is the old one,
# whose record is gone. An app that notes it at the log-in, to end all of a user's sessions later, notes one that isn't there.
# Seen: "externalKey: that of before; in the store: a new one".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koa-session@7.0.2 koa@3.3.0 >/dev/null
cat >key.cjs <<'JS'
const { once } = require("node:events");
const Koa = require("koa");
const session = require("koa-session");
const app = new Koa({ keys: ["a key"] });
const kept = new Map();
const store = { get: async (id) => kept.get(id), set: async (id, data) => void kept.set(id, structuredClone(data)), destroy: async (id) => void kept.delete(id) };
app.use((session.default ?? session)({ store }, app));
app.use(async (ctx) => {
  const before = ctx.session.externalKey;
  ctx.session.user = "ada";
  if (ctx.path === "/login") await ctx.session.regenerate();
  ctx.body = JSON.stringify([before, ctx.session.externalKey]);
});
const server = app.listen(0);
(async () => {
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  const first = await fetch(url);
  const cookie = first.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const [before, said] = await (await fetch(`${url}/login`, { headers: { cookie } })).json();
  const [stored] = kept.keys();
  console.log(`externalKey: ${said === before ? "that of before" : "a new one"}; in the store: ${stored === before ? "that of before" : "a new one"}`);
  process.exit();
})();
JS
said=$(node key.cjs)
echo "$said"
[ "$said" = "externalKey: that of before; in the store: a new one" ]
