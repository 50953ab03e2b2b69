#!/usr/bin/env bash
# storage-manager-js 4.2.6: `Cookie.delete` leaves on the pages below the root what `Cookie.set` has set there: the one writes `path=/` if it's told nothing, the other no path, and can be told none. `deleteAll` deletes it.
# Seen, on /shop/pens, with tough-cookie 4.1.4 as the browser's jar: "set theme=dark; deleted theme=dark; all deleted ".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts storage-manager-js@4.2.6 tough-cookie@4.1.4 >/dev/null
cat >delete.cjs <<'JS'
const { CookieJar } = require("tough-cookie");
const jar = new CookieJar();
const page = "https://shop.test.example.com/shop/pens";
globalThis.document = {
  get cookie() {
    return jar.getCookieStringSync(page, { http: false });
  },
  set cookie(text) {
    jar.setCookieSync(text, page, { http: false });
  },
};
const { Cookie } = require("storage-manager-js");
const wait = () => new Promise((done) => setTimeout(done, 1500));
(async () => {
  Cookie.set("theme", "dark");
  const set = document.cookie;
  Cookie.delete("theme");
  await wait();
  const deleted = document.cookie;
  Cookie.deleteAll();
  await wait();
  console.log(`set ${set}; deleted ${deleted}; all deleted ${document.cookie}`);
})();
JS
said=$(node delete.cjs)
echo "$said"
[ "$said" = "set theme=dark; deleted theme=dark; all deleted " ]
