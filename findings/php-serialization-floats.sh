#!/usr/bin/env bash
# php-serialization 0.0.4: a float of PHP comes as an object, a big decimal of the library's own, which its documentation's list of values doesn't say: a price plus 1 is a text, and JSON.stringify
# refuses it. Whole numbers are numbers.
# Seen, of a price of 1.5 and 2 of them: "1.5 + 1 is 1.51 (object); 2 + 1 is 3 (number)".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts php-serialization@0.0.4 >/dev/null
cat >price.cjs <<'JS'
const { unserialize } = require("php-serialization");
const { price, count } = unserialize('a:2:{s:5:"price";d:1.5;s:5:"count";i:2;}');
console.log(`1.5 + 1 is ${price + 1} (${typeof price}); 2 + 1 is ${count + 1} (${typeof count})`);
JS
said=$(node price.cjs)
echo "$said"
[ "$said" = "1.5 + 1 is 1.51 (object); 2 + 1 is 3 (number)" ]
