#!/usr/bin/env bash
# keyv-dir-store 2.0.0 under keyv 5.6.0: `delete`, which gives "true if the key existed, false if not" (keyv's README), gives true of what was never there, and to each of two that delete one
# key. A token that holds once, and is taken by deleting it, is taken by everybody. Over keyv's own Map the first alone is told true.
# Seen, of a key that isn't there, and of two deletions of one that is: "dir: true, true and true; Map: false, true and false".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts keyv-dir-store@2.0.0 keyv@5.6.0 >/dev/null
cat >delete.mjs <<'JS'
import Keyv from "keyv";
import { KeyvDirStore } from "keyv-dir-store";
const seen = [];
for (const [name, store] of [["dir", new KeyvDirStore("tokens")], ["Map", new Map()]]) {
  const keyv = new Keyv({ store });
  const nothing = await keyv.delete("nothing");
  await keyv.set("token", 1);
  seen.push(`${name}: ${nothing}, ${await keyv.delete("token")} and ${await keyv.delete("token")}`);
}
console.log(seen.join("; "));
JS
said=$(node delete.mjs)
echo "$said"
[ "$said" = "dir: true, true and true; Map: false, true and false" ]
