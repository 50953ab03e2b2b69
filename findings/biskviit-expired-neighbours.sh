#!/usr/bin/env bash
# biskviit 2.0.0, a cookie jar: when it finds an expired cookie it drops as many as that one's place says, from there on: the first isn't dropped, and from the third on those that come
# after it go along, which hold still. `get`, which only reads, loses them, and gives them that one time.
# Seen, of six cookies of which the third has ended: "a=1; b=1; d=1; e=1; f=1", and the second time "a=1; b=1; e=1; f=1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts biskviit@2.0.0 >/dev/null
cat >expired.cjs <<'JS'
const Biskviit = require("biskviit");
const jar = new Biskviit();
const url = "https://app.test/";
for (const name of ["a", "b", "c", "d", "e", "f"]) jar.set(`${name}=1; Max-Age=${name === "c" ? 1 : 3600}`, url);
setTimeout(() => console.log(`${jar.get(url)}\n${jar.get(url)}`), 1500);
JS
said=$(node --no-deprecation expired.cjs)
echo "$said"
[ "$said" = "a=1; b=1; d=1; e=1; f=1
a=1; b=1; e=1; f=1" ]
