#!/usr/bin/env bash
# cookie-jar 0.3.0, once a part of request: of the two ways to end a cookie (RFC 6265, section 5.3) it knows Expires. One that a server ends by Max-Age=0 stays in the jar, with an empty value, and is sent
# on with every request; one with a minute to live stays for good.
# Seen, of a session and then its end by either: "Expires: nothing; Max-Age: sid=".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookie-jar@0.3.0 >/dev/null
cat >end.cjs <<'JS'
const Cookie = require("cookie-jar");
function sent(end) {
  const request = { url: "/" };
  const jar = new Cookie.Jar();
  jar.add(new Cookie("sid=1; Path=/", request));
  jar.add(new Cookie(`sid=; Path=/; ${end}`, request));
  return jar.cookieString(request) ?? "nothing";
}
console.log(`Expires: ${sent("Expires=Thu, 01 Jan 1970 00:00:00 GMT")}; Max-Age: ${sent("Max-Age=0")}`);
JS
said=$(node --no-deprecation end.cjs)
echo "$said"
[ "$said" = "Expires: nothing; Max-Age: sid=" ]
