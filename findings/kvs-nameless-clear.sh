#!/usr/bin/env bash
# kvs 2.3.0: a bucket without a name, the first in its README, has no `keys()`, and `clear()` clears nothing in it: a colon is put before what they look for, and before no key.
# Seen, after "foo" was set and cleared: "keys 0, cleared 0, still bar".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts kvs@2.3.0 >/dev/null
cat >clear.cjs <<'JS'
const { Store } = require("kvs");
(async () => {
  const bucket = Store.create("memory").bucket({ ttl: 100 });
  await bucket.set("foo", "bar");
  const keys = await bucket.keys();
  console.log(`keys ${keys.length}, cleared ${await bucket.clear()}, still ${await bucket.get("foo")}`);
})();
JS
said=$(node clear.cjs)
echo "$said"
[ "$said" = "keys 0, cleared 0, still bar" ]
