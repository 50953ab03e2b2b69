#!/usr/bin/env bash
# cookiefile 1.0.10, `CookieMap.header`: an attribute that it doesn't know becomes the cookie's name and value. SameSite and Max-Age, which its README says are not supported, were to
# be passed over; their names are put in lower case, and then compared with "same-Site" and "max-Age". What is kept of a session's cookie is a cookie SameSite, and the session is lost.
# Seen: "sid=abc alone: sid=abc; with SameSite=Lax: SameSite=Lax; with Max-Age=3600: Max-Age=3600".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookiefile@1.0.10 >/dev/null
cat >same-site.cjs <<'JS'
const { CookieMap } = require("cookiefile");
function kept(more) {
  const map = new CookieMap().header(`Set-Cookie: sid=abc; Domain=app.test; Path=/${more}`);
  return [...map.values()].map(({ name, value }) => `${name}=${value}`).join(" ");
}
console.log(`sid=abc alone: ${kept("")}; with SameSite=Lax: ${kept("; SameSite=Lax")}; with Max-Age=3600: ${kept("; Max-Age=3600")}`);
JS
said=$(node same-site.cjs)
echo "$said"
[ "$said" = "sid=abc alone: sid=abc; with SameSite=Lax: SameSite=Lax; with Max-Age=3600: Max-Age=3600" ]
