#!/usr/bin/env bash
# koa-cookies 5.1.0 with koa 3.0.3: a cookie lasts "one week" by default, in its documentation. The default, `maxAge: 604800`, is a week in seconds; Koa reads milliseconds, and lets it
# overrule the `expires` of a week that is set beside it: the cookie is gone after ten minutes.
# Seen, of the minutes until it expires: 10.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koa-cookies@5.1.0 koa@3.0.3 >/dev/null
cat >week.cjs <<'JS'
const { get } = require("node:http");
const Koa = require("koa");
const { setCookie } = require("koa-cookies");
const app = new Koa();
app.use(setCookie("seen", "yes"));
app.use((ctx) => void (ctx.body = ""));
const server = app.listen(0, () => {
  get({ port: server.address().port, headers: { host: "app.test" } }, ({ headers }) => {
    const expires = Date.parse(/expires=([^;]+)/.exec(headers["set-cookie"][0])[1]);
    console.log(Math.round((expires - Date.parse(headers.date)) / 60_000));
    server.close().closeAllConnections();
  });
});
JS
said=$(node week.cjs)
echo "$said"
[ "$said" = 10 ]
