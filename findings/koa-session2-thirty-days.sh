#!/usr/bin/env bash
# koa-session2 2.2.10, its own store: a `maxAge` of more than 2 ** 31 - 1 ms (24.8 days) ends each session after one millisecond, since setTimeout is given it, which
# makes 1 of it (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args). A log-in that is to last 30 days is lost at once.
# Seen: "24 days: ada; 30 days: nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koa-session2@2.2.10 koa@3.3.0 >/dev/null
cat >days.cjs <<'JS'
const { once } = require("node:events");
const { setTimeout: after } = require("node:timers/promises");
const Koa = require("koa");
const session = require("koa-session2");
async function user(days) {
  const app = new Koa();
  app.use(session({ key: "sid", maxAge: days * 24 * 60 * 60 * 1000 }));
  app.use((ctx) => {
    if (ctx.path === "/login") ctx.session.user = "ada";
    ctx.body = ctx.session.user ?? "nobody";
  });
  const server = app.listen(0);
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  const login = await fetch(`${url}/login`);
  await after(100);
  return (await fetch(url, { headers: { cookie: login.headers.get("set-cookie").split(";")[0] } })).text();
}
(async () => console.log(`24 days: ${await user(24)}; 30 days: ${await user(30)}`))().then(() => process.exit());
JS
said=$(node days.cjs 2>/dev/null)
echo "$said"
[ "$said" = "24 days: ada; 30 days: nobody" ]
