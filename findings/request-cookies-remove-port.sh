#!/usr/bin/env bash
# request-cookies 1.1.0: `remove` takes a URL, as `add` and `getCookies` do, but looks for its host together with the port, and cookies know no ports (RFC 6265, section 8.5). Of a URL with a
# port it removes nothing, and says nothing.
# Seen, of a cookie without Domain: "http://shop.test/: gone; http://shop.test:3000/: sid=1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts request-cookies@1.1.0 >/dev/null
cat >port.cjs <<'JS'
const { CookieJar } = require("request-cookies");
function removed(url) {
  const jar = new CookieJar();
  jar.add("sid=1; Path=/", url);
  jar.remove(url, "sid");
  return `${url}: ${jar.getCookieHeaderString(url) || "gone"}`;
}
console.log([removed("http://shop.test/"), removed("http://shop.test:3000/")].join("; "));
JS
said=$(node --no-deprecation port.cjs)
echo "$said"
[ "$said" = "http://shop.test/: gone; http://shop.test:3000/: sid=1" ]
