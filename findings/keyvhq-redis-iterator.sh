#!/usr/bin/env bash
# @keyvhq/redis 2.2.7 under @keyvhq/core 2.2.7: the iterator goes through a namespace by SCAN, and stops at the first page that has no key of it. SCAN gives empty pages in the middle; it has ended at the
# cursor "0" alone. In a Redis that holds much else nearly nothing is found, mostly nothing at all. `get` has each.
# Seen, of 5 keys among 5000 others: "fewer than 5 by the iterator; 5 by get". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @keyvhq/redis@2.2.7 @keyvhq/core@2.2.7 >/dev/null
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
redis-cli -s "$folder/redis.sock" eval 'for i = 1, 5000 do redis.call("set", "other:" .. i, 1) end' 0 >/dev/null
cat >iterator.cjs <<'JS'
const Keyv = require("@keyvhq/core");
const KeyvRedis = require("@keyvhq/redis");
async function main() {
  const redis = new KeyvRedis.Redis({ path: "redis.sock" });
  const keyv = new Keyv({ namespace: "shop", store: new KeyvRedis(redis) });
  let found = 0;
  let got = 0;
  for (let i = 0; i < 5; i += 1) await keyv.set(`key ${i}`, i);
  for await (const [key] of keyv.iterator()) found += key === undefined ? 0 : 1;
  for (let i = 0; i < 5; i += 1) got += (await keyv.get(`key ${i}`)) === i ? 1 : 0;
  console.log(`${found < 5 ? "fewer than 5" : found} by the iterator; ${got} by get`);
  redis.disconnect();
}
main();
JS
said=$(node iterator.cjs)
echo "$said"
[ "$said" = "fewer than 5 by the iterator; 5 by get" ]
