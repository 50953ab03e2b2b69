#!/usr/bin/env bash
# koa-generic-session 2.3.1: `sessionSave = false` is to "prevent saving the session regardless of any other options". With the store that it has by default the session handed out is the stored
# one itself: what the request has changed in it is there at the next, saved or not.
# Seen, of a number counted up once with and then twice without saving: "1; unsaved 2, 3; then 4".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koa-generic-session@2.3.1 koa@2.16.4 >/dev/null
cat >save.cjs <<'JS'
const { once } = require("node:events");
const Koa = require("koa");
const session = require("koa-generic-session");

async function main() {
  const app = new Koa();
  app.keys = ["a key"];
  app.use(session());
  app.use((ctx) => {
    ctx.session.count = (ctx.session.count ?? 0) + 1;
    if (ctx.query.save === "no") ctx.sessionSave = false;
    ctx.body = String(ctx.session.count);
  });
  const server = app.listen(0);
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}/`;
  const first = await fetch(url);
  const cookie = first.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const count = async (query) => (await fetch(url + query, { headers: { cookie } })).text();
  console.log(`${await first.text()}; unsaved ${await count("?save=no")}, ${await count("?save=no")}; then ${await count("")}`);
  process.exit();
}
main();
JS
said=$(NODE_ENV=production node save.cjs 2>/dev/null)
echo "$said"
[ "$said" = "1; unsaved 2, 3; then 4" ]
