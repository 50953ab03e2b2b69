#!/usr/bin/env bash
# @keyvhq/multi 2.1.15, @keyvhq/core 2.2.7: what is read from the remote store is kept in the local one with the time at which it expires for its time to live, in
# milliseconds both. A session of 200 ms is over in the remote store, and is served from the local one for the next fifty-odd years.
# Seen: "at once: ada; after 400 ms: remote undefined, multi ada, for over 50 years".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @keyvhq/multi@2.1.15 @keyvhq/core@2.2.7 >/dev/null
cat >ttl.cjs <<'JS'
const { setTimeout: after } = require("node:timers/promises");
const Keyv = require("@keyvhq/core");
const KeyvMulti = require("@keyvhq/multi");
(async () => {
  const remote = new Keyv();
  const local = new Keyv();
  const multi = new KeyvMulti({ remote, local });
  await remote.set("sid", "ada", 200);
  const atOnce = await multi.get("sid");
  await after(400);
  const { expires } = await local.get("sid", { raw: true });
  console.log(`at once: ${atOnce}; after 400 ms: remote ${await remote.get("sid")}, multi ${await multi.get("sid")}, for ${expires - Date.now() > 50 * 31_556_952_000 ? "over 50" : "under 50"} years`);
})();
JS
said=$(node ttl.cjs)
echo "$said"
[ "$said" = "at once: ada; after 400 ms: remote undefined, multi ada, for over 50 years" ]
