#!/usr/bin/env bash
# keyv-cached-with 0.0.17 under keyv 4.5.4: a parameter with a default, and all after it, is no part of the key under which a result is kept: the arguments are cut to the function's `length`, which
# counts up to the first default. The second page of a list is the first.
# Seen, of pages 1 and 2: "page 1 page 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts keyv-cached-with@0.0.17 keyv@4.5.4 >/dev/null
cat >page.mjs <<'JS'
import Keyv from "keyv";
import { KeyvCachedWith } from "keyv-cached-with";
const list = KeyvCachedWith(new Keyv(), async (user, page = 1) => `page ${page}`);
console.log(await list("ada", 1), await list("ada", 2));
JS
said=$(node page.mjs)
echo "$said"
[ "$said" = "page 1 page 1" ]
