#!/usr/bin/env bash
# Astro 7.3.5, `Astro.session`: a key that is deleted and set again in one request, before anything was read, is gone at the next: the deletion is carried out last.
# `session.delete("cart"); session.set("cart", [])` empties no cart, it removes the key. After a `get` of any key in the same request the order is kept.
# Seen: "delete, set: undefined; get, delete, set: new".
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
cat >src/pages/blind.js <<'JS'
export function GET({ session }) {
  session.delete("cart");
  session.set("cart", "new");
  return new Response("");
}
JS
cat >src/pages/read.js <<'JS'
export async function GET({ session }) {
  await session.get("cart");
  session.delete("cart");
  session.set("cart", "new");
  return new Response("");
}
JS
cat >src/pages/index.js <<'JS'
export const GET = async ({ session }) => new Response(String(await session.get("cart")));
JS
npx astro build >build.log 2>&1 || { cat build.log; exit 1; }
HOST=127.0.0.1 PORT=4391 node dist/server/entry.mjs >server.log 2>&1 &
server=$!
cat >visit.mjs <<'JS'
import { setTimeout } from "node:timers/promises";
const app = "http://127.0.0.1:4391";
for (let tries = 0; ; tries += 1) {
  if (await fetch(app).catch(() => undefined)) break;
  if (tries === 100) throw new Error("the server does not answer");
  await setTimeout(100);
}
async function after(path) {
  const [cookie] = (await fetch(app + path)).headers.getSetCookie();
  return (await fetch(app, { headers: { cookie: cookie.split(";")[0] } })).text();
}
console.log(`delete, set: ${await after("/blind")}; get, delete, set: ${await after("/read")}`);
JS
said=$(node visit.mjs)
echo "$said"
[ "$said" = "delete, set: undefined; get, delete, set: new" ]
