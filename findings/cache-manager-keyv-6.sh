#!/usr/bin/env bash
# cache-manager 7.2.9 with stores of keyv 6.1.0, which `npm install cache-manager keyv` brings: `get` and `set` work, and `wrap` finds nothing, ever. It calls its function
# each time, since it reads by `get(key, { raw: true })`, which keyv 6 has no more; so does `ttl`. No error is told. With keyv 5.6.0 each works.
# Seen, of a function that counts its calls: "keyv 5.6.0: wrap 1 1 1, get 1, ttl number", "keyv 6.1.0: wrap 1 2 3, get 3, ttl undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cache-manager@7.2.9 keyv5@npm:keyv@5.6.0 keyv6@npm:keyv@6.1.0 >/dev/null
cat >wrap.mjs <<'JS'
import { createCache } from "cache-manager";
import { Keyv as Keyv5 } from "keyv5";
import { Keyv as Keyv6 } from "keyv6";

for (const [version, Keyv] of Object.entries({ "5.6.0": Keyv5, "6.1.0": Keyv6 })) {
  const cache = createCache({ stores: [new Keyv()], ttl: 60_000 });
  let calls = 0;
  const count = () => (calls += 1);
  const wrapped = [await cache.wrap("key", count), await cache.wrap("key", count), await cache.wrap("key", count)];
  console.log(`keyv ${version}: wrap ${wrapped.join(" ")}, get ${await cache.get("key")}, ttl ${typeof (await cache.ttl("key"))}`);
}
JS
said=$(node wrap.mjs)
echo "$said"
[ "$said" = "keyv 5.6.0: wrap 1 1 1, get 1, ttl number
keyv 6.1.0: wrap 1 2 3, get 3, ttl undefined" ]
