#!/usr/bin/env bash
# simple-on-disk-cache 1.7.3: an item with a time of its own outlives it where it was read: what comes from the disk is put into the memory in front for the cache's default time, five minutes, not for what is left
# to it. Both caches here are on one folder; the one that set the item forgets it in time, the one that read it gives it still.
# Seen, a second after the item's end: "set here undefined, read here code".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts simple-on-disk-cache@1.7.3 >/dev/null
cat >end.cjs <<'JS'
const { createCache } = require("simple-on-disk-cache");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
(async () => {
  const open = () => createCache({ directory: { mounted: { path: "cache" } } });
  const [set, read] = [open(), open()];
  await wait(200);
  await set.set("ada", "code", { expiration: { seconds: 2 } });
  await read.get("ada");
  await wait(3000);
  console.log(`set here ${await set.get("ada")}, read here ${await read.get("ada")}`);
})();
JS
said=$(node end.cjs)
echo "$said"
[ "$said" = "set here undefined, read here code" ]
