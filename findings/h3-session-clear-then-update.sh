#!/usr/bin/env bash
# h3 2.0.8 and 1.15.11, `useSession`: what is set after `clear()` in one request is set into the session as the request's cookie has it, not into an empty one. A log-out that
# leaves a notice, `await session.clear(); await session.update({ notice })`, logs nobody out: the answer's cookie holds the user, too. @hono/session 0.2.1, whose sessions are alike,
# does the same by `delete()` and `update()`. Seen, at the next request, with each: {"user":"ada","notice":"bye"}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts h3v1@npm:h3@1.15.11 h3v2@npm:h3@2.0.8 @hono/session@0.2.1 hono@4.13.19 >/dev/null
cat >clear.mjs <<'JS'
import { useSession } from "@hono/session";
import { Hono } from "hono";
import * as one from "h3v1";
import * as two from "h3v2";

const password = "a secret of thirty-two characters";
const handle = (useSession) => async (event) => {
  const session = await useSession(event, { password, cookie: { secure: false } });
  const { pathname } = new URL(event.path ?? event.req.url, "http://app.test");
  if (pathname === "/login") await session.update({ user: "ada" });
  if (pathname === "/logout") {
    await session.clear();
    await session.update({ notice: "bye" });
  }
  return JSON.stringify(session.data);
};
const hono = new Hono();
hono.use(useSession({ secret: password }));
hono.get("/login", async (c) => (await c.var.session.update({ user: "ada" }), c.text("")));
hono.get("/logout", async (c) => (await c.var.session.get(), c.var.session.delete(), await c.var.session.update({ notice: "bye" }), c.text("")));
hono.get("/", async (c) => c.json(await c.var.session.get()));
const apps = {
  "h3 1.15.11": one.toWebHandler(one.createApp().use(one.eventHandler(handle(one.useSession)))),
  "h3 2.0.8": new two.H3().use(handle(two.useSession)).fetch,
  "@hono/session": hono.fetch,
};
for (const [version, fetch] of Object.entries(apps)) {
  let cookie = "";
  const visit = async (path) => {
    const response = await fetch(new Request(`http://app.test${path}`, { headers: { cookie } }));
    cookie = response.headers.getSetCookie().at(-1)?.split(";")[0] ?? cookie;
    return response.text();
  };
  await visit("/login");
  await visit("/logout");
  console.log(`${version}: ${await visit("/")}`);
}
JS
said=$(node clear.mjs)
echo "$said"
[ "$said" = 'h3 1.15.11: {"user":"ada","notice":"bye"}
h3 2.0.8: {"user":"ada","notice":"bye"}
@hono/session: {"user":"ada","notice":"bye"}' ]
