#!/usr/bin/env bash
# biskviit 2.0.0, a cookie jar: a cookie's name comes back in lower case, though names are told apart by case (RFC 6265): PHPSESSID is sent as phpsessid, which the server doesn't know.
# Its README's example sets "sessionToken" and has it listed so.
# Seen: "sessiontoken=abc123".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts biskviit@2.0.0 >/dev/null
cat >names.cjs <<'JS'
const Biskviit = require("biskviit");
const jar = new Biskviit();
jar.set("sessionToken=abc123; Max-Age=3600", "https://app.test/");
console.log(jar.get("https://app.test/"));
JS
said=$(node --no-deprecation names.cjs)
echo "$said"
[ "$said" = "sessiontoken=abc123" ]
