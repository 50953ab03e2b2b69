#!/usr/bin/env bash
# miniflare 4.20260730.0 with workerd 1.20260730.1, Cache API: an answer with `Cache-Control: private=set-cookie, max-age=100`, the way to keep one that sets a cookie, comes back with the
# Cache-Control ", max-age=100": the directive is cut out of the header and its comma is left. Its place at the end leaves "max-age=100,". The cookie is left out, as it should be.
# Seen, of the two: [", max-age=100",null] ["max-age=100,",null].
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts miniflare@4.20260730.0 >/dev/null
cat >private.mjs <<'JS'
import { Miniflare } from "miniflare";
const workers = new Miniflare({
  modules: true,
  compatibilityDate: "2026-01-01",
  script: `
export default {
  async fetch() {
    const said = [];
    for (const value of ["private=set-cookie, max-age=100", "max-age=100, private=set-cookie"]) {
      await caches.default.put("https://app.test/", new Response("page", { headers: { "cache-control": value, "set-cookie": "session=1" } }));
      const { headers } = await caches.default.match("https://app.test/");
      said.push(JSON.stringify([headers.get("cache-control"), headers.get("set-cookie")]));
    }
    return new Response(said.join(" "));
  },
};`,
});
console.log(await (await workers.dispatchFetch("https://app.test/")).text());
await workers.dispose();
JS
said=$(node private.mjs)
echo "$said"
[ "$said" = '[", max-age=100",null] ["max-age=100,",null]' ]
