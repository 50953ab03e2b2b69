#!/usr/bin/env bash
# @edge-runtime/cookies 6.0.0, which is the `cookies` of Next's NextResponse: `sameSite: true`, which its types have, and which is Strict with the package cookie, whose
# options they are, is written "SameSite=true". That is no value of the attribute: browsers take it for none given (RFC 6265bis, 5.6.7), which is Lax or less.
# Seen: "@edge-runtime/cookies: SameSite=true; cookie: SameSite=Strict".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @edge-runtime/cookies@6.0.0 cookie@1.1.1 >/dev/null
grep -q 'sameSite?: true' node_modules/@edge-runtime/cookies/dist/index.d.ts
cat >site.mjs <<'JS'
import { ResponseCookies } from "@edge-runtime/cookies";
import * as cookie from "cookie";

const headers = new Headers();
new ResponseCookies(headers).set("sid", "1", { sameSite: true });
const part = (line) => line.split("; ").find((attribute) => attribute.startsWith("SameSite"));
console.log(`@edge-runtime/cookies: ${part(headers.getSetCookie()[0])}; cookie: ${part(cookie.serialize("sid", "1", { sameSite: true }))}`);
JS
said=$(node site.mjs)
echo "$said"
[ "$said" = "@edge-runtime/cookies: SameSite=true; cookie: SameSite=Strict" ]
