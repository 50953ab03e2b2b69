#!/usr/bin/env bash
# koa-session-minimal 4.0.3 with koa 3.0.3 and the store that it comes with: what a request changes in its session before it fails is there for the next one, though nothing was saved: the store hands
# out its own object. The same app on a store that writes, as Redis, has the session of before.
# Seen, of the credit after a request that takes 5 of 5 and throws: "its own store: 0; a store of texts: 5".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koa-session-minimal@4.0.3 koa@3.0.3 >/dev/null
cat >failed.cjs <<'JS'
const Koa = require("koa");
const session = require("koa-session-minimal");

const credit = async (options) => {
  const app = new Koa().on("error", () => {});
  app.use(session(options)).use((ctx) => {
    if (ctx.path === "/start") ctx.session.credit = 5;
    if (ctx.path === "/buy") {
      ctx.session.credit -= 5;
      throw new Error("sold out");
    }
    ctx.body = `${ctx.session.credit}`;
  });
  const server = app.listen(0);
  await new Promise((listening) => server.once("listening", listening));
  const visit = (path, cookie = "") => fetch(`http://localhost:${server.address().port}${path}`, { headers: { cookie } });
  const cookie = (await visit("/start")).headers.get("set-cookie").split(";")[0];
  await visit("/buy", cookie);
  const text = await (await visit("/", cookie)).text();
  server.close();
  return text;
};
const texts = new Map();
const store = {
  get: async (id) => JSON.parse(texts.get(id) ?? "{}"),
  set: async (id, data) => void texts.set(id, JSON.stringify(data)),
  destroy: async (id) => void texts.delete(id),
};
(async () => {
  console.log(`its own store: ${await credit()}; a store of texts: ${await credit({ store })}`);
  process.exit();
})();
JS
said=$(node failed.cjs)
echo "$said"
[ "$said" = "its own store: 0; a store of texts: 5" ]
