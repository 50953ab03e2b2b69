#!/usr/bin/env bash
# @zodash/cookie 0.1.9: what is read has no spaces: they are taken out of the whole of the page's cookies before these are parted. A name comes back in one word, from one's own `set` too.
# Seen, of "Ada Lovelace", with tough-cookie 4.1.4 as the browser's jar: "kept user=Ada Lovelace, get AdaLovelace".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @zodash/cookie@0.1.9 tough-cookie@4.1.4 >/dev/null
cat >spaces.cjs <<'JS'
const { CookieJar } = require("tough-cookie");
const jar = new CookieJar();
const page = "https://shop.test.example.com/";
globalThis.document = {
  get cookie() {
    return jar.getCookieStringSync(page, { http: false });
  },
  set cookie(text) {
    jar.setCookieSync(text, page, { http: false });
  },
};
const cookie = require("@zodash/cookie");
cookie.set("user", "Ada Lovelace");
console.log(`kept ${document.cookie}, get ${cookie.get("user")}`);
JS
said=$(node spaces.cjs)
echo "$said"
[ "$said" = "kept user=Ada Lovelace, get AdaLovelace" ]
