#!/usr/bin/env bash
# next-session 4.0.5, its own MemoryStore: what an app keeps under a key `expires`, at any depth, comes back as a Date, as is meant for the cookie's own. A number
# of days is a time in 1970; a word is an invalid Date, which JSON has as null, and, where that request changes the session, 1970 at the next one.
# Seen: set {"plan":{"expires":30},"coupon":{"expires":"never"}}, read plan "1970-01-01T00:00:00.030Z" and coupon null, read again coupon "1970-01-01T00:00:00.000Z".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts next-session@4.0.5 >/dev/null
cat >expires.cjs <<'JS'
const { createServer } = require("node:http");
const { once } = require("node:events");
const nextSession = require("next-session").default ?? require("next-session");
const getSession = nextSession();
const server = createServer(async (request, response) => {
  const session = await getSession(request, response);
  if (request.url === "/set") Object.assign(session, { plan: { expires: 30 }, coupon: { expires: "never" } });
  else session.visits = (session.visits ?? 0) + 1;
  const { plan, coupon } = session;
  response.end(JSON.stringify({ plan, coupon }));
}).listen(0);
(async () => {
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  const first = await fetch(`${url}/set`);
  const headers = { cookie: first.headers.get("set-cookie").split(";")[0] };
  console.log(`set:  ${await first.text()}`);
  for (const _ of [1, 2]) console.log(`read: ${await (await fetch(url, { headers })).text()}`);
  process.exit();
})();
JS
said=$(node expires.cjs)
echo "$said"
[ "$said" = 'set:  {"plan":{"expires":30},"coupon":{"expires":"never"}}
read: {"plan":{"expires":"1970-01-01T00:00:00.030Z"},"coupon":{"expires":null}}
read: {"plan":{"expires":"1970-01-01T00:00:00.030Z"},"coupon":{"expires":"1970-01-01T00:00:00.000Z"}}' ]
