#!/usr/bin/env bash
# koekje 0.2.0, "API compatible" with the DOM's Storage: its `length` counts calls, not items: setting a key again adds one, removing one that isn't there takes one away, down to below none.
# Seen, after one key was set twice, and of an empty one after a removal: "2 -1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koekje@0.2.0 >/dev/null
cat >length.cjs <<'JS'
const koekje = require("koekje");
koekje.setItem("theme", "dark");
koekje.setItem("theme", "light");
const twice = koekje.length;
koekje.clear();
koekje.removeItem("theme");
console.log(twice, koekje.length);
JS
said=$(node length.cjs)
echo "$said"
[ "$said" = "2 -1" ]
