#!/usr/bin/env bash
# cookiefile 1.0.10, cookies.txt files: `expire` is cut to its lowest 32 bits, with a sign. Its README has it in milliseconds, `Date.now() + 600`, and a Set-Cookie's Expires is
# read into a Date, which is milliseconds, too: no time of today fits, and what is written to the file is another time, without an error. The file has seconds, says curl.
# Seen, of a cookie that ends on 1 January 2035: "2051222400 s, in the file -1771967488"; on the next day: "2051308800 s, in the file -1685567488".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookiefile@1.0.10 >/dev/null
cat >expire.cjs <<'JS'
const { CookieMap } = require("cookiefile");
for (const day of ["Mon, 01 Jan 2035", "Tue, 02 Jan 2035"]) {
  const time = `${day} 00:00:00 GMT`;
  const file = new CookieMap().header(`Set-Cookie: sid=abc; Domain=app.test; Path=/; Expires=${time}`).toString();
  const line = file.split("\n").find((text) => text.includes("sid"));
  console.log(`${Date.parse(time) / 1000} s, in the file ${line.split("\t")[4]}`);
}
JS
said=$(node expire.cjs)
echo "$said"
[ "$said" = "2051222400 s, in the file -1771967488
2051308800 s, in the file -1685567488" ]
