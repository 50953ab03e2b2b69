#!/usr/bin/env bash
# @cacheable/node-cache 3.1.1, NodeCache: "every time you set a value into the cache, node-cache makes a deep clone of it" (README, `useClones`, on by default). It makes one when it is read
# only: who changes an object after it was set changes what all others read. node-cache 5.1.2, with which it says to be fully compatible, keeps a copy.
# Seen, of a cart of one that is changed after `set`: "node-cache 1, @cacheable/node-cache 2".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @cacheable/node-cache@3.1.1 node-cache@5.1.2 >/dev/null
cat >clone.mjs <<'JS'
import Cacheable from "@cacheable/node-cache";
import NodeCache from "node-cache";
const seen = [];
for (const [name, cache] of [["node-cache", new NodeCache({ checkperiod: 0 })], ["@cacheable/node-cache", new Cacheable({ checkperiod: 0 })]]) {
  const cart = ["pen"];
  cache.set("cart", cart);
  cart.push("ink");
  seen.push(`${name} ${cache.get("cart").length}`);
}
console.log(seen.join(", "));
JS
said=$(node clone.mjs)
echo "$said"
[ "$said" = "node-cache 1, @cacheable/node-cache 2" ]
