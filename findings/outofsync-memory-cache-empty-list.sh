#!/usr/bin/env bash
# @outofsync/memory-cache 2.0.2, "a fully-functional stand-in" for Redis: RPOPLPUSH from a list that has become empty pushes a null to the other one; Redis answers nil and does nothing. A worker that asks for
# its next piece of work, and finds none, has one more piece of nothing in its own list each time.
# Seen, after three calls on a queue of one: [null,null,"1"].
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @outofsync/memory-cache@2.0.2 >/dev/null
cat >empty.cjs <<'JS'
const { default: MemoryCache } = require("@outofsync/memory-cache");
const client = new MemoryCache({ bypassUnsupported: true });
client.createClient();
(async () => {
  await client.rpushAsync("queue", "1");
  for (let call = 0; call < 3; call += 1) await client.rpoplpushAsync("queue", "work");
  console.log(JSON.stringify(await client.lrangeAsync("work", 0, -1)));
})();
JS
said=$(node empty.cjs)
echo "$said"
[ "$said" = '[null,null,"1"]' ]
