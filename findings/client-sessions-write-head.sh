#!/usr/bin/env bash
# client-sessions 0.8.0 and next-session 4.0.5: in an answer whose own Set-Cookie is given by `response.writeHead(200, { "set-cookie": … })`, that takes the place of the session's
# cookie: what was put into the session is lost, a log-in too. They set theirs as a header, which Node's writeHead replaces. express-session 1.19.0 sends both.
# Seen: "express-session: own, sid; client-sessions: own; next-session: own".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts client-sessions@0.8.0 next-session@4.0.5 express-session@1.19.0 >/dev/null
cat >head.cjs <<'JS'
const { once } = require("node:events");
const { createServer } = require("node:http");
const nextSession = require("next-session").default ?? require("next-session");
const secret = "a secret of thirty-two characters";
const express = require("express-session")({ name: "sid", secret, resave: false, saveUninitialized: false });
const client = require("client-sessions")({ cookieName: "session", secret });
const next = nextSession();
const apps = {
  "express-session": (request, response) => new Promise((resolve) => express(request, response, resolve)),
  "client-sessions": (request, response) => new Promise((resolve) => client(request, response, resolve)),
  "next-session": next,
};
async function sent(open) {
  const server = createServer(async (request, response) => {
    await open(request, response);
    request.session.user = "ada";
    response.writeHead(200, { "set-cookie": "own=1" }).end();
  }).listen(0);
  await once(server, "listening");
  const response = await fetch(`http://127.0.0.1:${server.address().port}`);
  return response.headers.getSetCookie().map((line) => line.split("=")[0]).join(", ");
}
(async () => {
  const said = [];
  for (const [name, open] of Object.entries(apps)) said.push(`${name}: ${await sent(open)}`);
  console.log(said.join("; "));
  process.exit();
})();
JS
said=$(node head.cjs 2>/dev/null)
echo "$said"
[ "$said" = "express-session: own, sid; client-sessions: own; next-session: own" ]
