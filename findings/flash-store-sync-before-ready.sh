#!/usr/bin/env bash
# flash-store 1.3.5: a FlashStoreSync that is set to before it is `ready` loses that value, for `get`, to the one of its folder, which is loaded over it; the folder has the new one. The two
# differ until the next start.
# Seen, of a user that was ada and is set to bea: "in memory: ada; after a restart: bea".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts flash-store@1.3.5 >/dev/null
cat >ready.cjs <<'JS'
const { FlashStoreSync } = require("flash-store");
(async () => {
  const first = new FlashStoreSync("store");
  await first.ready();
  first.set("user", "ada");
  await first.close();
  const second = new FlashStoreSync("store");
  second.set("user", "bea");
  await second.ready();
  const memory = second.get("user");
  await second.close();
  const third = new FlashStoreSync("store");
  await third.ready();
  console.log(`in memory: ${memory}; after a restart: ${third.get("user")}`);
  await third.close();
})();
JS
said=$(node ready.cjs)
echo "$said"
[ "$said" = "in memory: ada; after a restart: bea" ]
