#!/usr/bin/env bash
# Astro 7.3.5, `Astro.session`: what is set after `destroy()` goes into a new session, unless something was set before it in the same request: then the new session's
# cookie is never sent, and its record stays in the storage, where nobody can reach it. A middleware that counts visits is enough to lose the notice of a log-out.
# Seen: "destroy, set: bye; set, destroy, set: undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
export ASTRO_TELEMETRY_DISABLED=1
echo '{ "type": "module", "private": true }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts astro@7.3.5 @astrojs/node@11.1.6 >/dev/null
cat >astro.config.mjs <<'JS'
import node from "@astrojs/node";
import { defineConfig } from "astro/config";
export default defineConfig({ output: "server", adapter: node({ mode: "standalone" }) });
JS
mkdir -p src/pages
cat >src/middleware.js <<'JS'
export async function onRequest({ session, url }, next) {
  if (url.searchParams.has("count")) session.set("visits", ((await session.get("visits")) ?? 0) + 1);
  return next();
}
JS
cat >src/pages/logout.js <<'JS'
export function GET({ session }) {
  session.destroy();
  session.set("notice", "bye");
  return new Response("");
}
JS
cat >src/pages/index.js <<'JS'
export const GET = async ({ session }) => new Response(String(await session.get("notice")));
JS
npx astro build >build.log 2>&1 || { cat build.log; exit 1; }
HOST=127.0.0.1 PORT=4392 node dist/server/entry.mjs >server.log 2>&1 &
server=$!
cat >visit.mjs <<'JS'
import { setTimeout } from "node:timers/promises";
const app = "http://127.0.0.1:4392";
for (let tries = 0; ; tries += 1) {
  if (await fetch(app).catch(() => undefined)) break;
  if (tries === 100) throw new Error("the server does not answer");
  await setTimeout(100);
}
async function after(path) {
  const response = await fetch(app + path);
  const pairs = response.headers.getSetCookie().filter((cookie) => !/expires=Thu, 01 Jan 1970/i.test(cookie)).map((cookie) => cookie.split(";")[0]);
  return (await fetch(app, { headers: { cookie: pairs.join("; ") } })).text();
}
console.log(`destroy, set: ${await after("/logout")}; set, destroy, set: ${await after("/logout?count")}`);
JS
said=$(node visit.mjs)
echo "$said"
[ "$said" = "destroy, set: bye; set, destroy, set: undefined" ]
