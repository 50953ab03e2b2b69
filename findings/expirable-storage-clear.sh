#!/usr/bin/env bash
# expirable-storage 1.0.0: where there is no localStorage it keeps its items in a map of its own, as in Node or a server render, and there `clear` clears nothing: it asks for the keys by number, and the map's `key`
# gives null for each. `flush` ends nothing for the same reason.
# Seen, set and cleared: "still there".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts expirable-storage@1.0.0 >/dev/null
cat >clear.cjs <<'JS'
const { expirableLocalStorage } = require("expirable-storage");
expirableLocalStorage.setItem("cart", "still there", 900);
expirableLocalStorage.clear();
console.log(expirableLocalStorage.getItem("cart"));
process.exit();
JS
said=$(node clear.cjs)
echo "$said"
[ "$said" = "still there" ]
