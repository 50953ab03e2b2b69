#!/usr/bin/env bash
# astro-cookie-session 1.3.0, Flash: `has(key)` says yes of a message that there never was, once `get` was asked for it: what it gave, undefined, is kept for the rest of the request. And `get`
# of one that isn't there removes it, which in its cookie store is a write of the whole session.
# Seen: "has false, get undefined, has true; keys removed 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts astro-cookie-session@1.3.0 >/dev/null
cat >flash.mjs <<'JS'
import { Flash } from "astro-cookie-session";
let removed = 0;
class Storage extends Map {
  delete(key) {
    removed += 1;
    return super.delete(key);
  }
}
const flash = Flash.from(new Storage());
console.log(`has ${flash.has("notice")}, get ${flash.get("notice")}, has ${flash.has("notice")}; keys removed ${removed}`);
JS
said=$(node flash.mjs)
echo "$said"
[ "$said" = "has false, get undefined, has true; keys removed 1" ]
