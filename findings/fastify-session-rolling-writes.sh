#!/usr/bin/env bash
# @fastify/session 11.1.3 over memorystore 1.6.8: `rolling`, on by default, is to set the cookie on every response. It also has each request write all of the session as
# it was when the request began. A log-out while a slow page is under way is undone by that page's answer: the destroyed session is there again, with its user.
# Seen: "default: after the log-out nobody, after the slow page's answer ada", with `rolling: false` nobody twice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @fastify/session@11.1.3 @fastify/cookie@11.1.5 fastify@5.12.8 memorystore@1.6.8 >/dev/null
cat >rolling.cjs <<'JS'
const session = require("@fastify/session");
const MemoryStore = require("memorystore")(session);
async function after(rolling) {
  const app = require("fastify")();
  app.register(require("@fastify/cookie"));
  app.register(session, { secret: "a secret of thirty-two characters", cookie: { secure: false }, store: new MemoryStore(), ...rolling });
  const begun = Promise.withResolvers();
  const slow = Promise.withResolvers();
  app.get("/login", async (request) => (request.session.set("user", "ada"), ""));
  app.get("/logout", async (request) => (await request.session.destroy(), ""));
  app.get("/slow", async () => (begun.resolve(), await slow.promise, ""));
  app.get("/", async (request) => request.session.get("user") ?? "nobody");
  const login = await app.inject("/login");
  const headers = { cookie: login.headers["set-cookie"].split(";")[0] };
  const visit = async (url) => (await app.inject({ url, headers })).body;
  const page = visit("/slow");
  await begun.promise;
  await visit("/logout");
  const between = await visit("/");
  slow.resolve();
  await page;
  return `after the log-out ${between}, after the slow page's answer ${await visit("/")}`;
}
(async () => {
  console.log(`default: ${await after({})}`);
  console.log(`rolling false: ${await after({ rolling: false })}`);
  process.exit();
})();
JS
said=$(node rolling.cjs)
echo "$said"
[ "$said" = "default: after the log-out nobody, after the slow page's answer ada
rolling false: after the log-out nobody, after the slow page's answer nobody" ]
