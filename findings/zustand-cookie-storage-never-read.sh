#!/usr/bin/env bash
# zustand-cookie-storage 1.1.1 under zustand 5.0.8: a store that was "persisted in cookies" is never read back: the names of its cookies are written percent-encoded, "|" and all, and are
# looked for as they were before.
# Seen: "cookies: cart%7Cstate%7Ccount=1; cart%7Cversion=0; the next load's count: 0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts zustand-cookie-storage@1.1.1 zustand@5.0.8 tough-cookie@6.0.0 >/dev/null
cat >counter.cjs <<'JS'
const { CookieJar } = require("tough-cookie");
const { createStore } = require("zustand/vanilla");
const { createJSONStorage, persist } = require("zustand/middleware");
const { cookieStorage } = require("zustand-cookie-storage");

const jar = new CookieJar();
const page = "https://app.test/";
globalThis.document = {
  get cookie() {
    return jar.getCookieStringSync(page);
  },
  set cookie(text) {
    jar.setCookieSync(text, page);
  },
};
const load = () => createStore(persist(() => ({ count: 0 }), { name: "cart", storage: createJSONStorage(() => cookieStorage) }));
load().setState({ count: 1 });
console.log(`cookies: ${document.cookie}; the next load's count: ${load().getState().count}`);
JS
said=$(node counter.cjs)
echo "$said"
[ "$said" = "cookies: cart%7Cstate%7Ccount=1; cart%7Cversion=0; the next load's count: 0" ]
