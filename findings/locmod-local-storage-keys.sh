#!/usr/bin/env bash
# @locmod/local-storage 1.0.4: on the storage in memory that stands in where the browser's is blocked, `getKeys` gives as many nulls as there are items: a map's keys are asked for by number, which an iterator knows nothing of.
# Seen, of "theme" and "cart": "[null,null], theme dark".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @locmod/local-storage@1.0.4 >/dev/null
cat >keys.cjs <<'JS'
const blocked = () => {
  throw new DOMException("The operation is insecure.", "SecurityError");
};
for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(globalThis, name, { get: blocked });
const { default: storage } = require("@locmod/local-storage");
storage.setItem("theme", "dark");
storage.setItem("cart", "a pen");
console.log(`${JSON.stringify(storage.getKeys())}, theme ${storage.getItem("theme")}`);
JS
said=$(node keys.cjs)
echo "$said"
[ "$said" = "[null,null], theme dark" ]
