#!/usr/bin/env bash
# simple-on-disk-cache 1.7.3: a text that could be a number comes back from the disk as another: what JSON can parse is kept parsed, "for observability", and put into words anew when it is read. An id of twenty
# digits ends in zeros, "1.10" is "1.1". The program that set it has the right one in memory, and sees nothing until it starts anew.
# Seen, set and then read by a second cache on the folder: "set 12345678901234567890 1.10; read 12345678901234567000 1.1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts simple-on-disk-cache@1.7.3 >/dev/null
cat >numbers.cjs <<'JS'
const { createCache } = require("simple-on-disk-cache");
(async () => {
  const open = () => createCache({ directory: { mounted: { path: "cache" } } });
  const before = open();
  await new Promise((done) => setTimeout(done, 200));
  await before.set("order", "12345678901234567890");
  await before.set("version", "1.10");
  const after = open();
  const both = async (cache) => `${await cache.get("order")} ${await cache.get("version")}`;
  console.log(`set ${await both(before)}; read ${await both(after)}`);
})();
JS
said=$(node numbers.cjs)
echo "$said"
[ "$said" = "set 12345678901234567890 1.10; read 12345678901234567000 1.1" ]
