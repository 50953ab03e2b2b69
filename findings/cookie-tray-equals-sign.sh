#!/usr/bin/env bash
# cookie-tray 1.0.2, and cookie-muncher 0.4.6: `parse` cuts a cookie's value at its first "=", which a value may have (RFC 6265, section 4.1.1): base64 loses its padding, and a value of pairs
# all but its first key. cookie 1.1.1 gives the whole. cookie-tray's own `stringify` writes what its `parse` can't read.
# Seen, of `sid=YWRh==; cart=pen=1`: cookie {"sid":"YWRh==","cart":"pen=1"}, the two {"sid":"YWRh","cart":"pen"}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookie-tray@1.0.2 cookie-muncher@0.4.6 cookie@1.1.1 >/dev/null
cat >equals.mjs <<'JS'
import { parse } from "cookie";
import { httpCookie } from "cookie-muncher";
import tray from "cookie-tray";
const header = "sid=YWRh==; cart=pen=1";
console.log("cookie", JSON.stringify(parse(header)));
console.log("cookie-tray", JSON.stringify(tray.parse(header)));
console.log("cookie-muncher", JSON.stringify(Object.fromEntries(httpCookie.parse(header).map(({ name, value }) => [name, value]))));
JS
said=$(node equals.mjs)
echo "$said"
[ "$said" = 'cookie {"sid":"YWRh==","cart":"pen=1"}
cookie-tray {"sid":"YWRh","cart":"pen"}
cookie-muncher {"sid":"YWRh","cart":"pen"}' ]
