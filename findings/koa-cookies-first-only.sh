#!/usr/bin/env bash
# koa-cookies 5.1.0: the Cookie header is cut at each ";", and the space that browsers send after it (RFC 6265, section 4.2.1) stays in front of the name. `parseCookie` finds the first cookie of
# a request and no other.
# Seen, of "theme=dark; sid=1", as a browser sends it: "theme dark; sid undefined; names theme,  sid".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koa-cookies@5.1.0 koa@2.16.4 >/dev/null
cat >first.cjs <<'JS'
const { once } = require("node:events");
const Koa = require("koa");
const { parseCookie } = require("koa-cookies");

async function main() {
  const app = new Koa();
  app.use(async (ctx) => {
    const theme = await parseCookie("theme")(ctx);
    const sid = await parseCookie("sid")(ctx);
    ctx.body = `theme ${theme}; sid ${sid}; names ${Object.keys(ctx.cookie).join(", ")}`;
  });
  const server = app.listen(0);
  await once(server, "listening");
  const headers = { cookie: "theme=dark; sid=1" };
  console.log(await (await fetch(`http://127.0.0.1:${server.address().port}/`, { headers })).text());
  process.exit();
}
main();
JS
said=$(node first.cjs)
echo "$said"
[ "$said" = "theme dark; sid undefined; names theme,  sid" ]
