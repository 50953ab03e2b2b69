#!/usr/bin/env bash
# @edge-runtime/cookies 6.0.0, which is the `cookies` of Next's NextResponse: a Set-Cookie header that is there already loses its Max-Age=0 when another cookie is set. One
# that deletes a cookie by Max-Age=0, without an Expires, is one that stores an empty value instead. Hono's deleteCookie makes such ones.
# Seen: "before: sid=; Path=/; Max-Age=0", "after: sid=; Path=/" and the other one. A Max-Age=60 stays.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @edge-runtime/cookies@6.0.0 >/dev/null
cat >age.mjs <<'JS'
import { ResponseCookies } from "@edge-runtime/cookies";

for (const age of [60, 0]) {
  const headers = new Headers({ "set-cookie": `sid=; Path=/; Max-Age=${age}` });
  console.log(`before: ${headers.getSetCookie().join(" | ")}`);
  new ResponseCookies(headers).set("theme", "dark");
  console.log(`after:  ${headers.getSetCookie().join(" | ")}`);
}
JS
said=$(node age.mjs)
echo "$said"
[ "$said" = "before: sid=; Path=/; Max-Age=60
after:  sid=; Path=/; Max-Age=60 | theme=dark; Path=/
before: sid=; Path=/; Max-Age=0
after:  sid=; Path=/ | theme=dark; Path=/" ]
