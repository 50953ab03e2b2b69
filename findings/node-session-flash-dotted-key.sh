#!/usr/bin/env bash
# node-session 1.2.1: `flash` is to store an item "only for the next request". One whose key has a dot, as `notice.cart`, is there at all requests after that, too: its value is put
# at a path, `notice` and then `cart`, and what is to be forgotten is looked for under the whole key. `forget("notice.cart")` doesn't remove it either.
# Seen, at the request that flashes, and three later ones: "notice: saved saved - -", "notice.cart: saved saved saved saved".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-session@1.2.1 >/dev/null
cat >flash.cjs <<'JS'
const { once } = require("node:events");
const { createServer } = require("node:http");
const NodeSession = require("node-session");
const sessions = new NodeSession({ secret: "a secret of thirty-two characters", driver: "memory" });
const server = createServer((request, response) => sessions.startSession(request, response, () => {
  const { pathname, searchParams } = new URL(request.url, "http://app.test");
  if (pathname === "/flash") request.session.flash(searchParams.get("key"), "saved");
  response.end(request.session.get(searchParams.get("key"), "-"));
})).listen(0, "127.0.0.1");
(async () => {
  await once(server, "listening");
  for (const key of ["notice", "notice.cart"]) {
    const seen = [];
    let cookie = "";
    for (const path of ["/flash", "/", "/", "/"]) {
      const response = await fetch(`http://127.0.0.1:${server.address().port}${path}?key=${key}`, { headers: { cookie } });
      cookie = response.headers.getSetCookie().at(-1)?.split(";")[0] ?? cookie;
      seen.push(await response.text());
    }
    console.log(`${key}: ${seen.join(" ")}`);
  }
  process.exit();
})();
JS
said=$(node flash.cjs)
echo "$said"
[ "$said" = "notice: saved saved - -
notice.cart: saved saved saved saved" ]
