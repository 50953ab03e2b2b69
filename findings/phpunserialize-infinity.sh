#!/usr/bin/env bash
# phpunserialize 1.3.0, and php-serialize 5.1.3: `d:INF;` and `d:-INF;`, which PHP writes for its infinities, as the limit of a plan without one, are read as NaN by the first, and by the second not at
# all: it takes what has no point for a whole number.
# Seen: "phpunserialize NaN NaN; php-serialize SyntaxError SyntaxError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts phpunserialize@1.3.0 php-serialize@5.1.3 >/dev/null
cat >infinity.cjs <<'JS'
const read = (unserialize, text) => {
  try {
    return unserialize(text);
  } catch ({ name }) {
    return name;
  }
};
const all = (unserialize) => ["d:INF;", "d:-INF;"].map((text) => read(unserialize, text)).join(" ");
console.log(`phpunserialize ${all(require("phpunserialize"))}; php-serialize ${all(require("php-serialize").unserialize)}`);
JS
said=$(node infinity.cjs)
echo "$said"
[ "$said" = "phpunserialize NaN NaN; php-serialize SyntaxError SyntaxError" ]
