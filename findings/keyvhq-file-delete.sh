#!/usr/bin/env bash
# @keyvhq/file 2.1.15 under @keyvhq/core 2.2.7: a deletion is not written to the file, as what is set or cleared is. It holds as long as the process does. After a
# restart the session that was logged out is there again, unless something else was set meanwhile.
# Seen: "deleted: nobody; after a restart: ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @keyvhq/file@2.1.15 @keyvhq/core@2.2.7 >/dev/null
cat >delete.cjs <<'JS'
const Keyv = require("@keyvhq/core");
const KeyvFile = require("@keyvhq/file");
(async () => {
  const keyv = new Keyv({ store: new KeyvFile("./sessions.json") });
  if (process.argv[2] === "logout") {
    await keyv.set("sid", { user: "ada" });
    await keyv.delete("sid");
  }
  console.log((await keyv.get("sid"))?.user ?? "nobody");
})();
JS
said="deleted: $(node delete.cjs logout); after a restart: $(node delete.cjs)"
echo "$said"
[ "$said" = "deleted: nobody; after a restart: ada" ]
