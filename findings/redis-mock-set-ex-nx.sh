#!/usr/bin/env bash
# redis-mock 0.56.3, a client in memory with the commands of redis 3: `SET key value EX seconds NX`, by which a lock or a session's id is taken where nobody has it, says "OK" to whoever comes
# second, too, where Redis says null; the value stays as it was, and the time is the second's. Tests of two at once see both hold the lock, and those of a lock's end see it put off.
# Seen, of a second taker of a lock of 100 s, for 50: "OK, value one, ttl 50".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts redis-mock@0.56.3 >/dev/null
cat >nx.cjs <<'JS'
const { promisify } = require("node:util");
const client = require("redis-mock").createClient();
const set = promisify(client.set.bind(client));
(async () => {
  await set("lock", "one", "EX", 100, "NX");
  const second = await set("lock", "other", "EX", 50, "NX");
  const [value, ttl] = await Promise.all(["get", "ttl"].map((command) => promisify(client[command].bind(client))("lock")));
  console.log(`${second}, value ${value}, ttl ${Math.ceil(ttl)}`);
  process.exit();
})();
JS
said=$(node nx.cjs)
echo "$said"
[ "$said" = "OK, value one, ttl 50" ]
