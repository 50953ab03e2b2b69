#!/usr/bin/env bash
# @cacheable/node-cache 3.1.1, NodeCache: `mget` leaves out what is 0, false or "", which `get` gives: a key that is there looks as if it were not. node-cache 5.1.2, with which it says to be
# fully compatible, gives all three.
# Seen, of a count of 0, a flag that is false and a name: node-cache {"tries":0,"seen":false,"name":"ada"}, @cacheable/node-cache {"name":"ada"}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @cacheable/node-cache@3.1.1 node-cache@5.1.2 >/dev/null
cat >mget.mjs <<'JS'
import Cacheable from "@cacheable/node-cache";
import NodeCache from "node-cache";
for (const [name, cache] of [["node-cache", new NodeCache({ checkperiod: 0 })], ["@cacheable/node-cache", new Cacheable({ checkperiod: 0 })]]) {
  cache.set("tries", 0);
  cache.set("seen", false);
  cache.set("name", "ada");
  console.log(name, JSON.stringify(cache.mget(["tries", "seen", "name"])));
}
JS
said=$(node mget.mjs)
echo "$said"
[ "$said" = 'node-cache {"tries":0,"seen":false,"name":"ada"}
@cacheable/node-cache {"name":"ada"}' ]
