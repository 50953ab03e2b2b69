#!/usr/bin/env bash
# set-cookie-serde 1.0.0: `secure: false` and `httpOnly: false` are written as the attributes Secure and HttpOnly: whatever is not undefined counts as asked for. An app that has
# `secure: production` in its options sends a Secure cookie in development, too, which a browser doesn't take over http. Its README has the two as booleans.
# Seen, of a cookie with both false: "sid=abc; Secure; HttpOnly".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts set-cookie-serde@1.0.0 >/dev/null
cat >secure.cjs <<'JS'
const SetCookie = require("set-cookie-serde");
console.log(String(new SetCookie({ data: { sid: "abc" }, meta: { secure: false, httpOnly: false } })));
JS
said=$(node secure.cjs)
echo "$said"
[ "$said" = "sid=abc; Secure; HttpOnly" ]
