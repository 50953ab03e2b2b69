#!/usr/bin/env bash
# client-sessions 0.8.0: `req.session.setDuration(ms, true)`, by which one user's cookie is to end with the browser, is kept in the options that all requests share:
# from then on the cookies of all users do. (And `setDuration(ms)` in any request takes an app's `ephemeral: true` away from all of them.)
# Seen: "ada: a day; bob, by setDuration: until the browser ends; cyd: until the browser ends".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts client-sessions@0.8.0 >/dev/null
cat >duration.cjs <<'JS'
const { createServer } = require("node:http");
const { once } = require("node:events");
const sessions = require("client-sessions")({ cookieName: "session", secret: "a secret of thirty-two characters", duration: 24 * 60 * 60 * 1000 });
const server = createServer((request, response) => sessions(request, response, () => {
  request.session.user = request.url;
  if (request.url === "/bob") request.session.setDuration(60 * 60 * 1000, true);
  response.writeHead(200).end();
})).listen(0);
(async () => {
  await once(server, "listening");
  const visit = async (name) => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/${name}`);
    return /expires/i.exec(response.headers.get("set-cookie")) ? "a day" : "until the browser ends";
  };
  console.log(`ada: ${await visit("ada")}; bob, by setDuration: ${await visit("bob")}; cyd: ${await visit("cyd")}`);
  process.exit();
})();
JS
said=$(node duration.cjs)
echo "$said"
[ "$said" = "ada: a day; bob, by setDuration: until the browser ends; cyd: until the browser ends" ]
