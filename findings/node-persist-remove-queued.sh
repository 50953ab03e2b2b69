#!/usr/bin/env bash
# node-persist 4.0.4: writes wait in a queue, up to a second, and `removeItem` doesn't look into it. What is removed while its write still waits, as by a log-out right after another request has stored
# the session, is written afterwards: the removal says that there was nothing, and the item is back and stays.
# Seen, of an item removed before its write is done: "removed false; then there".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-persist@4.0.4 >/dev/null
cat >queued.cjs <<'JS'
const storage = require("node-persist");
async function main() {
  await storage.init({ dir: "store" });
  const written = storage.setItem("sid", { user: "ada" });
  const { removed } = await storage.removeItem("sid");
  await written;
  console.log(`removed ${removed}; then ${(await storage.getItem("sid"))?.user === "ada" ? "there" : "gone"}`);
}
main();
JS
said=$(node queued.cjs)
echo "$said"
[ "$said" = "removed false; then there" ]
