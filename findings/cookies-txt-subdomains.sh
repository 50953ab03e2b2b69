#!/usr/bin/env bash
# cookies.txt 0.1.2, a parser of wget's cookies.txt: `getCookieString` never gives a cookie that is for a domain and all hosts below it, whose line begins with a dot and says TRUE: it goes by
# the domain as it is written, and no URL's host has a dot in front.
# Seen, of a cookie for example.com alone and one for all its hosts: "example.com: one=1; www.example.com: none".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookies.txt@0.1.2 >/dev/null
printf '# HTTP cookie file.\n\nexample.com\tFALSE\t/\tFALSE\t2051222400\tone\t1\n.example.com\tTRUE\t/\tFALSE\t2051222400\tall\t2\n' >cookies.txt
cat >domains.cjs <<'JS'
const cookies = require("cookies.txt");
cookies.parse("cookies.txt", () => {
  const [own, www] = ["http://example.com/", "http://www.example.com/"].map((url) => cookies.getCookieString(url) || "none");
  console.error(`example.com: ${own}; www.example.com: ${www}`);
});
JS
said=$(node --no-deprecation domains.cjs 2>&1 >/dev/null)
echo "$said"
[ "$said" = "example.com: one=1; www.example.com: none" ]
