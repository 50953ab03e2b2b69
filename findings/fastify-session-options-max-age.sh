#!/usr/bin/env bash
# @fastify/session 11.1.3: in `request.session.options({ maxAge: 60 * 60 })` "maxAge is always passed in seconds", says the README of its example. It is taken in
# milliseconds, as in the plugin's own options: the cookie and the session of the example are over after 3.6 seconds.
# Seen: "at once: ada; after five seconds: nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @fastify/session@11.1.3 @fastify/cookie@11.1.5 fastify@5.12.8 >/dev/null
cat >options.cjs <<'JS'
const { setTimeout: after } = require("node:timers/promises");
const app = require("fastify")();
app.register(require("@fastify/cookie"));
app.register(require("@fastify/session"), { secret: "a secret of thirty-two characters", cookie: { secure: false }, rolling: false });
app.get("/", async (request) => request.session.get("user") ?? "nobody");
app.get("/login", async (request) => {
  request.session.set("user", "ada");
  request.session.options({ maxAge: 60 * 60 });
  return "";
});
(async () => {
  const login = await app.inject("/login");
  const headers = { cookie: login.headers["set-cookie"].split(";")[0] };
  const atOnce = (await app.inject({ url: "/", headers })).body;
  await after(5000);
  console.log(`at once: ${atOnce}; after five seconds: ${(await app.inject({ url: "/", headers })).body}`);
})();
JS
said=$(node options.cjs)
echo "$said"
[ "$said" = "at once: ada; after five seconds: nobody" ]
