#!/usr/bin/env bash
# @kangfenmao/keyv-storage 0.1.3: what is set without an end under a key that had one ends with the old value: its time is kept under a key of its own, which only a deletion removes. And
# `keys()` lists that one, too, as if an app had set it.
# Seen, of a key of 0.2 s that is set anew, without an end: "keys: sid:expired_time, sid; at once: new; 0.4 s later: undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @kangfenmao/keyv-storage@0.1.3 >/dev/null
cat >end.cjs <<'JS'
const { setTimeout: after } = require("node:timers/promises");
const KeyvStorage = require("@kangfenmao/keyv-storage").default;
(async () => {
  const storage = new KeyvStorage();
  storage.set("sid", "old", { expires: new Date(Date.now() + 200) });
  storage.set("sid", "new");
  const seen = `keys: ${storage.keys().join(", ")}; at once: ${storage.get("sid")}`;
  await after(400);
  console.log(`${seen}; 0.4 s later: ${storage.get("sid")}`);
})();
JS
said=$(node end.cjs)
echo "$said"
[ "$said" = "keys: sid:expired_time, sid; at once: new; 0.4 s later: undefined" ]
