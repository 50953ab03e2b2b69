#!/usr/bin/env bash
# erlang_js 2.0.7, `term_to_binary`: a whole number of 2 ** 32 or more is encoded as its lowest 32 bits, without an error, and so is one of -(2 ** 32) or less. A time in
# milliseconds arrives in Erlang as another one. What Erlang sends is read as what it is.
# Seen, read back: "4294967295 -> 4294967295; 4294967296 -> 0; 1764340000000 -> 3403408640; 9007199254740991 -> 4294967295".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts erlang_js@2.0.7 >/dev/null
cat >integers.cjs <<'JS'
const { promisify } = require("node:util");
const { Erlang } = require("erlang_js");
(async () => {
  const said = [];
  for (const number of [4294967295, 4294967296, 1764340000000, 9007199254740991]) {
    const binary = await promisify(Erlang.term_to_binary)(number);
    said.push(`${number} -> ${await promisify(Erlang.binary_to_term)(binary)}`);
  }
  console.log(said.join("; "));
})();
JS
said=$(node integers.cjs)
echo "$said"
[ "$said" = "4294967295 -> 4294967295; 4294967296 -> 0; 1764340000000 -> 3403408640; 9007199254740991 -> 4294967295" ]
