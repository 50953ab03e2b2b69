#!/usr/bin/env bash
# cookie-muncher 0.4.6: `httpOnly: false` makes a cookie HttpOnly, and `secure: false` a Secure one: both are set as soon as the option is there. Its README has them set "if the value is truthy".
# Seen, of both false: "theme=dark; Path=/; Secure; HttpOnly".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookie-muncher@0.4.6 >/dev/null
cat >flags.cjs <<'JS'
const { httpCookie } = require("cookie-muncher");
console.log(httpCookie.serialize({ name: "theme", value: "dark" }, { httpOnly: false, secure: false }));
JS
said=$(node flags.cjs)
echo "$said"
[ "$said" = "theme=dark; Path=/; Secure; HttpOnly" ]
