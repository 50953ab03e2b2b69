#!/usr/bin/env bash
# cf-workers-kv 0.0.0, Workers KV "for testing": a list by prefix that is complete says that it isn't, where there are enough keys of other prefixes: what was given is held against the count of all keys. The cursor that
# comes with it leads to an empty page.
# Seen, of one key of the prefix and two others, two at a time: "apple:1, complete false; , complete true". In Cloudflare's: "apple:1, complete true".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cf-workers-kv@0.0.0 >/dev/null
cat >prefix.mjs <<'JS'
import { KV } from "cf-workers-kv";
const fruits = new KV(new Map());
for (const key of ["apple:1", "pear:1", "pear:2"]) await fruits.put(key, "");
const pages = [];
for (let cursor, complete = false; !complete; ) {
  const page = await fruits.list({ prefix: "apple:", limit: 2, cursor });
  ({ cursor, list_complete: complete } = page);
  pages.push(`${page.keys.map(({ name }) => name)}, complete ${complete}`);
}
console.log(pages.join("; "));
JS
said=$(node prefix.mjs)
echo "$said"
[ "$said" = "apple:1, complete false; , complete true" ]
