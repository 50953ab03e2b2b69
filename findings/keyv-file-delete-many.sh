#!/usr/bin/env bash
# keyv-file 5.3.5 under keyv 5.6.0: `deleteMany` stops at the first key that isn't there, and the ones after it stay. Who ends all sessions of a user by a list of ids, of which
# one is over already, leaves the others open. Over keyv's own Map all are deleted.
# Seen, of "over", "phone" and "laptop", the first not there: "Map: left nothing; keyv-file: left phone laptop".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts keyv-file@5.3.5 keyv@5.6.0 >/dev/null
cat >many.mjs <<'JS'
import { Keyv } from "keyv";
import { KeyvFile } from "keyv-file";

const said = [];
for (const [name, store] of [["Map", new Map()], ["keyv-file", new KeyvFile({ filename: "./kept.json", writeDelay: 1 })]]) {
  const keyv = new Keyv({ store });
  for (const key of ["phone", "laptop"]) await keyv.set(key, { user: "ada" });
  await keyv.deleteMany(["over", "phone", "laptop"]);
  const left = [];
  for (const key of ["phone", "laptop"]) if (await keyv.get(key)) left.push(key);
  said.push(`${name}: left ${left.join(" ") || "nothing"}`);
}
console.log(said.join("; "));
JS
said=$(node many.mjs)
echo "$said"
[ "$said" = "Map: left nothing; keyv-file: left phone laptop" ]
