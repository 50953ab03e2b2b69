#!/usr/bin/env bash
# typed-flash 1.0.1: a message that is 0 or "", which a type map may well allow, is not kept but takes the others out: `flash(key, value)` tells a write from a read by the value's truth. What waited under the key
# goes to the writer, who doesn't look, and the next page shows none.
# Seen, of tries left, 1 and then 0, and what a page then reads: "1 given back to the writer; page ".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts typed-flash@1.0.1 >/dev/null
cat >zero.mjs <<'JS'
import { StandaloneFlash } from "typed-flash";
const user = new StandaloneFlash();
user.flash("triesLeft", 1);
const given = user.flash("triesLeft", 0);
console.log(`${given} given back to the writer; page ${user.flash("triesLeft")}`);
JS
said=$(node zero.mjs)
echo "$said"
[ "$said" = "1 given back to the writer; page " ]
