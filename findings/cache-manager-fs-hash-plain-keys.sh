#!/usr/bin/env bash
# cache-manager-fs-hash 3.0.0: `hash: false` is "to use plain keys as filenames"; all but letters, digits, "_" and "-" become "_" in them, so that many keys share a file. Each such `set` loses what
# the other key had, though the store is without bounds and nothing has ended.
# Seen, of "user:1" and then "user_1": "user:1 undefined; user_1 bob".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cache-manager-fs-hash@3.0.0 >/dev/null
cat >keys.cjs <<'JS'
const { DiskStore } = require("cache-manager-fs-hash");
async function main() {
  const store = new DiskStore({ path: "cache", hash: false });
  await store.set("user:1", "ada");
  await store.set("user_1", "bob");
  console.log(`user:1 ${await store.get("user:1")}; user_1 ${await store.get("user_1")}`);
}
main();
JS
said=$(node keys.cjs)
echo "$said"
[ "$said" = "user:1 undefined; user_1 bob" ]
