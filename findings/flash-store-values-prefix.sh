#!/usr/bin/env bash
# flash-store 1.3.5: `keys({ prefix })` gives the keys that begin so, `values` and `entries` with the same option give everything: the prefix is turned into bounds in `keys` alone.
# Seen: "keys user:1; values ada,pen".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts flash-store@1.3.5 >/dev/null
cat >prefix.cjs <<'JS'
const { FlashStore } = require("flash-store");
(async () => {
  const store = new FlashStore("store");
  await store.set("user:1", "ada");
  await store.set("wares:1", "pen");
  const all = async (list) => {
    const found = [];
    for await (const each of list) found.push(each);
    return found.join();
  };
  console.log(`keys ${await all(store.keys({ prefix: "user:" }))}; values ${await all(store.values({ prefix: "user:" }))}`);
  await store.close();
})();
JS
said=$(node prefix.cjs)
echo "$said"
[ "$said" = "keys user:1; values ada,pen" ]
