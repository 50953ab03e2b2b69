#!/usr/bin/env bash
# @keyv/tiered 2.0.2 under keyv 5.6.0: `delete` says false of a key that it has just deleted, if it was in the remote store alone: it asks that both stores had it. So it is for all that this
# process hasn't read yet. Keyv's `delete` gives "true if the key existed"; a token that is taken by deleting it is refused, and gone.
# Seen, of a key that another process has put into the remote store: "delete false; remote undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @keyv/tiered@2.0.2 keyv@5.6.0 >/dev/null
cat >delete.mjs <<'JS'
import KeyvTiered from "@keyv/tiered";
import Keyv from "keyv";
const remote = new Keyv();
const tiered = new KeyvTiered({ remote, local: new Keyv() });
await remote.set("token", 1);
console.log(`delete ${await tiered.delete("token")}; remote ${await remote.get("token")}`);
JS
said=$(node delete.mjs)
echo "$said"
[ "$said" = "delete false; remote undefined" ]
