#!/usr/bin/env bash
# @whatwg-node/cookie-store 0.3.0: a cookie is still there after `delete`: `get`, which is to give null for what isn't there (Cookie Store, https://cookiestore.spec.whatwg.org/), gives
# it with an empty value, and `getAll` lists it. `if (await request.cookieStore.get("sid"))` holds for who has just logged out.
# Seen: "before: there "abc"; after: there "", 1 in all; never set: not there".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @whatwg-node/cookie-store@0.3.0 >/dev/null
cat >delete.mjs <<'JS'
import { CookieStore } from "@whatwg-node/cookie-store";
const store = new CookieStore("sid=abc");
const look = async (name) => ((found) => (found ? `there "${found.value}"` : "not there"))(await store.get(name));
const before = await look("sid");
await store.delete("sid");
console.log(`before: ${before}; after: ${await look("sid")}, ${(await store.getAll()).length} in all; never set: ${await look("other")}`);
JS
said=$(node delete.mjs)
echo "$said"
[ "$said" = 'before: there "abc"; after: there "", 1 in all; never set: not there' ]
