#!/usr/bin/env bash
# set-cookie-serde 1.0.0: a Set-Cookie with an empty value, by which servers end a cookie (RFC 6265, section 5.2, has the value be what is between "=" and ";", empty or not), is
# refused with "Invalid value". Given a list of headers, as one answer has them, it gives none of them: the one that ends a flash takes the new session's with it.
# Seen: "one: sid=abc; with a deletion: Invalid value".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts set-cookie-serde@1.0.0 >/dev/null
cat >deletion.cjs <<'JS'
const SetCookie = require("set-cookie-serde");
function read(headers) {
  try {
    return new SetCookie(headers).map((cookie) => String(cookie)).join(", ");
  } catch (error) {
    return error.message;
  }
}
console.log(`one: ${read(["sid=abc"])}; with a deletion: ${read(["sid=abc", "flash=; Max-Age=0"])}`);
JS
said=$(node deletion.cjs)
echo "$said"
[ "$said" = "one: sid=abc; with a deletion: Invalid value" ]
