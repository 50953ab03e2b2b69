#!/usr/bin/env bash
# @curveball/session 1.0.1 under @curveball/core 1.0.2: where there is a session, its cookie takes the place of all Set-Cookie headers that the app has set: they are lost in each
# answer, from the first with something in the session on. Without a session they are sent.
# Seen, of a handler that sets a cookie theme: "without a session: theme; with one: CB".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @curveball/session@1.0.1 @curveball/core@1.0.2 >/dev/null
cat >cookies.mjs <<'JS'
import { once } from "node:events";
import { createServer } from "node:http";
import { Application } from "@curveball/core";
import session from "@curveball/session";

const app = new Application();
app.use(session({ store: "memory" }));
app.use((ctx) => {
  if (ctx.path === "/login") ctx.session.user = "ada";
  ctx.response.headers.append("Set-Cookie", "theme=dark; Path=/");
  ctx.response.body = "";
});
const server = createServer(app.callback()).listen(0);
await once(server, "listening");
const sent = async (path) => (await fetch(`http://127.0.0.1:${server.address().port}${path}`)).headers.getSetCookie().map((line) => line.split("=")[0]).join(", ");
console.log(`without a session: ${await sent("/")}; with one: ${await sent("/login")}`);
process.exit();
JS
said=$(node cookies.mjs)
echo "$said"
[ "$said" = "without a session: theme; with one: CB" ]
