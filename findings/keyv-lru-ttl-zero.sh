#!/usr/bin/env bash
# keyv-lru 3.0.4: the options of its own documentation, `ttl: 0` among them, which is tiny-lru's way of saying "never" (and KeyvLru's), end each entry of KeyvLruManagedTtl as it is set.
# Seen, of the same options: "KeyvLru ada; KeyvLruManagedTtl undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts keyv-lru@3.0.4 >/dev/null
cat >zero.cjs <<'JS'
const { KeyvLru, KeyvLruManagedTtl } = require("keyv-lru");
const options = { max: 1000, notify: false, ttl: 0, expire: 0 };
const said = [KeyvLru, KeyvLruManagedTtl].map((Store) => {
  const store = new Store(options);
  store.set("user", "ada");
  return `${Store.name} ${store.get("user")}`;
});
console.log(said.join("; "));
JS
said=$(node zero.cjs)
echo "$said"
[ "$said" = "KeyvLru ada; KeyvLruManagedTtl undefined" ]
