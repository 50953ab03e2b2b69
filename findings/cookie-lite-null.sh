#!/usr/bin/env bash
# cookie-lite 0.0.2, and lightcookie 1.0.25, of which it is a fork: `serialize` leaves out the ";" after a name without a value, which is null, as its README has it and as its own `parse`
# gives it. The name and the next become one, and so both cookies another. The README's example has it last, where none is needed.
# Seen, of "seen; sid=abc" parsed and written: "seensid=abc", from both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookie-lite@0.0.2 lightcookie@1.0.25 >/dev/null
cat >null.cjs <<'JS'
for (const name of ["cookie-lite", "lightcookie"]) {
  const { parse, serialize } = require(name);
  const found = parse("seen; sid=abc");
  console.log(`${name}: ${JSON.stringify(found)} is written ${serialize(found)}`);
}
JS
said=$(node null.cjs)
echo "$said"
[ "$said" = 'cookie-lite: {"seen":null,"sid":"abc"} is written seensid=abc
lightcookie: {"seen":null,"sid":"abc"} is written seensid=abc' ]
