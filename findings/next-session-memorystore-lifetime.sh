#!/usr/bin/env bash
# next-session 4.0.5 with memorystore 1.6.8, by `promisifyStore`, as its README has stores of Express used: `cookie.maxAge` is in seconds for the one and in
# milliseconds for the other, and is handed on as it is. A session of 20 minutes is over after 1.2 seconds, while its cookie goes on.
# Seen: "at once: ada; after two seconds: nobody, and the cookie has over 1190 seconds to go".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts next-session@4.0.5 memorystore@1.6.8 >/dev/null
cat >lifetime.cjs <<'JS'
const { createServer } = require("node:http");
const { once } = require("node:events");
const { setTimeout: after } = require("node:timers/promises");
const nextSession = require("next-session").default ?? require("next-session");
const { expressSession, promisifyStore } = require("next-session/lib/compat");
const MemoryStore = require("memorystore")(expressSession);
const getSession = nextSession({ cookie: { maxAge: 20 * 60 }, store: promisifyStore(new MemoryStore()) });
const server = createServer(async (request, response) => {
  const session = await getSession(request, response);
  if (request.url === "/login") session.user = "ada";
  response.end(session.user ?? "nobody");
}).listen(0);
(async () => {
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  const setCookie = (await fetch(`${url}/login`)).headers.get("set-cookie");
  const headers = { cookie: setCookie.split(";")[0] };
  const visit = async () => (await fetch(url, { headers })).text();
  const atOnce = await visit();
  await after(2000);
  const later = await visit();
  const left = new Date(/Expires=([^;]+)/.exec(setCookie)[1]) - Date.now();
  console.log(`at once: ${atOnce}; after two seconds: ${later}, and the cookie has ${left > 1_190_000 ? "over 1190" : left / 1000} seconds to go`);
  process.exit();
})();
JS
said=$(node lifetime.cjs)
echo "$said"
[ "$said" = "at once: ada; after two seconds: nobody, and the cookie has over 1190 seconds to go" ]
