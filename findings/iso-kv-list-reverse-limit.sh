#!/usr/bin/env bash
# iso-kv 3.2.0: `list(…, { reverse: true, limit })`, "descending from the end of the range" (its types), gives nothing at all once there are as many entries as the limit: it returns
# there before it has given the first. Who asks for the two newest log-ins gets none; with a limit above their number, all.
# Seen, of the days 1 to 5: "reverse: 5 4 3 2 1; reverse, limit 6: 5 4 3 2 1; reverse, limit 2: nothing".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts iso-kv@3.2.0 >/dev/null
cat >reverse.mjs <<'JS'
import { KV } from "iso-kv";
const kv = new KV();
for (const day of ["1", "2", "3", "4", "5"]) await kv.set(["logins", day], "ada");
async function days(options) {
  const found = [];
  for await (const { key } of kv.list({ prefix: ["logins"] }, options)) found.push(key[1]);
  return found.join(" ") || "nothing";
}
const limited = async (limit) => days({ reverse: true, limit });
console.log(`reverse: ${await days({ reverse: true })}; reverse, limit 6: ${await limited(6)}; reverse, limit 2: ${await limited(2)}`);
JS
said=$(node reverse.mjs)
echo "$said"
[ "$said" = "reverse: 5 4 3 2 1; reverse, limit 6: 5 4 3 2 1; reverse, limit 2: nothing" ]
