#!/usr/bin/env bash
# key-value-file 1.0.10: `delete` takes out a key and its equals sign, and leaves the value: it cuts up to the value, not after it. In the file stands a line that is no pair, where the README's example has an empty one.
# Seen, of A=1, SECRET=hush, B=2 after `delete("SECRET")`: "A=1 hush B=2".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts key-value-file@1.0.10 >/dev/null
printf 'A=1\nSECRET=hush\nB=2\n' >pairs
cat >delete.cjs <<'JS'
const { readFileSync } = require("node:fs");
const { parseFile } = require("key-value-file");
(async () => {
  const pairs = await parseFile("pairs");
  await pairs.delete("SECRET").writeFile();
  console.log(readFileSync("pairs", "utf8").trim().split("\n").join(" "));
})();
JS
said=$(node delete.cjs)
echo "$said"
[ "$said" = "A=1 hush B=2" ]
