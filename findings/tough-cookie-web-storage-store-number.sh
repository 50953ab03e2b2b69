#!/usr/bin/env bash
# tough-cookie-web-storage-store 1.0.0 under tough-cookie 3.0.1: where the first cookie of a path is named by a number, those that follow it there are lost: the names are set by a path through objects, which makes an
# array for a number, and what else is set on an array is not in its JSON.
# Seen, of the cookies "0" and then "sid": "0=a"; the other way round, sorted: "0=a; sid=b".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tough-cookie-web-storage-store@1.0.0 tough-cookie@3.0.1 >/dev/null
cat >number.cjs <<'JS'
const { CookieJar } = require("tough-cookie");
const Store = require("tough-cookie-web-storage-store");
for (const cookies of [["0=a", "sid=b"], ["sid=b", "0=a"]]) {
  const kept = new Map();
  const jar = new CookieJar(new Store({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) }));
  for (const cookie of cookies) jar.setCookieSync(cookie, "https://shop.example/");
  console.log(jar.getCookieStringSync("https://shop.example/").split("; ").sort().join("; "));
}
JS
said=$(node number.cjs)
echo "$said"
[ "$said" = "0=a
0=a; sid=b" ]
