#!/usr/bin/env bash
# next-session 4.0.5: whether a session has changed is asked of it without its cookie's options, and so without every other key `cookie`, at any depth. Where an app
# keeps `consent.cookie`, a request that changes nothing else saves nothing: the next one sees the old answer.
# Seen: "first: false; changed to: true; next request: false".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts next-session@4.0.5 >/dev/null
cat >consent.cjs <<'JS'
const { createServer } = require("node:http");
const { once } = require("node:events");
const nextSession = require("next-session").default ?? require("next-session");
const getSession = nextSession();
const server = createServer(async (request, response) => {
  const session = await getSession(request, response);
  if (request.url === "/refuse") session.consent = { cookie: false };
  if (request.url === "/agree") session.consent.cookie = true;
  response.end(String(session.consent.cookie));
}).listen(0);
(async () => {
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  const first = await fetch(`${url}/refuse`);
  const headers = { cookie: first.headers.get("set-cookie").split(";")[0] };
  const visit = async (path) => (await fetch(url + path, { headers })).text();
  console.log(`first: ${await first.text()}; changed to: ${await visit("/agree")}; next request: ${await visit("/")}`);
  process.exit();
})();
JS
said=$(node consent.cjs)
echo "$said"
[ "$said" = "first: false; changed to: true; next request: false" ]
