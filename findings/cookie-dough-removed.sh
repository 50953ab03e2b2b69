#!/usr/bin/env bash
# cookie-dough 0.1.0 under express 4.22.1: a cookie that was set and then removed in one request can still be read in it: `get` looks first at what was set, and `remove` leaves that there. The response removes it.
# `all` has neither: it gives what the request brought.
# Seen: "get dark, all {}, sent theme=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookie-dough@0.1.0 express@4.22.1 cookie-parser@1.4.7 >/dev/null
cat >removed.cjs <<'JS'
const express = require("express");
const cookieParser = require("cookie-parser");
const CookieDough = require("cookie-dough");
const app = express();
app.use(cookieParser());
app.get("/", (request, response) => {
  const cookie = new CookieDough(request);
  cookie.set("theme", "dark");
  cookie.remove("theme");
  response.send(`get ${cookie.get("theme")}, all ${JSON.stringify(cookie.all())}`);
});
const server = app.listen(0, "127.0.0.1", async () => {
  const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
  console.log(`${await response.text()}, sent ${response.headers.getSetCookie().at(-1)}`);
  server.close();
});
JS
said=$(node removed.cjs)
echo "$said"
[ "$said" = "get dark, all {}, sent theme=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT" ]
