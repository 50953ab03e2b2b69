#!/usr/bin/env bash
# php-serialize 5.1.3: a number that JavaScript writes with an exponent and without a dot can't be read back from what `serialize` makes of it: `unserialize` takes all that has no dot for
# a whole number, and gives it to BigInt, which throws. One with a dot is read. An amount, 0.0000001, ends all of a session in which it is.
# Seen: "0.00000015 -> d:1.5E-7; -> 1.5e-7", "0.0000001 -> d:1E-7; -> Cannot convert 1E-7 to a BigInt".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts php-serialize@5.1.3 >/dev/null
cat >exponents.mjs <<'JS'
import module from "php-serialize";
for (const [written, amount] of [["0.00000015", 0.00000015], ["0.0000001", 0.0000001]]) {
  const text = module.serialize(amount);
  let read;
  try {
    read = module.unserialize(text);
  } catch (error) {
    read = error.message;
  }
  console.log(`${written} -> ${text} -> ${read}`);
}
JS
said=$(node exponents.mjs)
echo "$said"
[ "$said" = "0.00000015 -> d:1.5E-7; -> 1.5e-7
0.0000001 -> d:1E-7; -> Cannot convert 1E-7 to a BigInt" ]
