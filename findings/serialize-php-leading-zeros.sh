#!/usr/bin/env bash
# serialize-php 1.1.2, "serialize data the way php does": a key of digits is written as a whole number, its zeros in front gone, where PHP has only those for numbers that are written like
# one (https://www.php.net/manual/en/language.types.array.php: "08" stays a text). A postcode is another one afterwards, or the same as its neighbour's.
# Seen, there and back: {"01067":"Dresden"} -> {"1067":"Dresden"}; what PHP writes is read with its zeros.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts serialize-php@1.1.2 >/dev/null
cat >zeros.cjs <<'JS'
const { serialize, unserialize } = require("serialize-php");
console.log(JSON.stringify(unserialize(serialize({ "01067": "Dresden" }))));
console.log(JSON.stringify(unserialize('a:1:{s:5:"01067";s:7:"Dresden";}')));
JS
said=$(node zeros.cjs)
echo "$said"
[ "$said" = '{"1067":"Dresden"}
{"01067":"Dresden"}' ]
