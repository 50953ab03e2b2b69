#!/usr/bin/env bash
# @whatwg-node/cookie-store 0.3.0: its CookieStore is an EventTarget, and `addEventListener("change", …)`, by which Cookie Store (https://cookiestore.spec.whatwg.org/) tells of changes,
# is never called: only the one function at `onchange` is. Of two parts of an app that want to know, one learns nothing.
# Seen, after one `set`: "onchange 1, listener 0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @whatwg-node/cookie-store@0.3.0 >/dev/null
cat >change.mjs <<'JS'
import { CookieStore } from "@whatwg-node/cookie-store";
const store = new CookieStore("");
const heard = { onchange: 0, listener: 0 };
store.onchange = () => (heard.onchange += 1);
store.addEventListener("change", () => (heard.listener += 1));
await store.set("sid", "abc");
await new Promise((done) => setTimeout(done, 50));
console.log(`onchange ${heard.onchange}, listener ${heard.listener}`);
JS
said=$(node change.mjs)
echo "$said"
[ "$said" = "onchange 1, listener 0" ]
