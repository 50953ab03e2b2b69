#!/usr/bin/env bash
# cookie-manager 0.0.19, and node-fetch-cookies 2.1.1: two cookies of one name and different paths are two (RFC 6265, section 5.3, step 11), and the one that comes later takes the other's
# place: they are kept by their domain and name alone. Who logs in to a site's office is logged out of its shop.
# Seen, for /shop after a cookie for /shop and one for /office: "cookie-manager: none; node-fetch-cookies: none".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookie-manager@0.0.19 node-fetch-cookies@2.1.1 >/dev/null
cat >name.mjs <<'JS'
import CookieManager from "cookie-manager";
import { CookieJar } from "node-fetch-cookies";
const cookies = ["sid=1; Path=/shop", "sid=2; Path=/office"];
const manager = new CookieManager();
const jar = new CookieJar();
for (const cookie of cookies) {
  manager.store("http://example.com/", cookie);
  jar.addCookie(cookie, "http://example.com/");
}
const sent = [...jar.cookiesValidForRequest("http://example.com/shop")].map((cookie) => cookie.serialize());
console.log(`cookie-manager: ${manager.prepare("http://example.com/shop") || "none"}; node-fetch-cookies: ${sent.join("; ") || "none"}`);
JS
said=$(node --no-deprecation name.mjs)
echo "$said"
[ "$said" = "cookie-manager: none; node-fetch-cookies: none" ]
