#!/usr/bin/env bash
# cacheman 2.2.1 with its store in memory, cacheman-memory 1.1.0: `del` stores null in the key's place, without an end, and null is a value for `cache`, which "will call set if the key is not
# found": from then on it gives null, whatever it is given, for as long as the process runs.
# Seen, of a key that is set, deleted and then cached anew: "never set: new; deleted: null".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cacheman@2.2.1 cacheman-memory@1.1.0 >/dev/null
cat >del.cjs <<'JS'
const Cacheman = require("cacheman");
(async () => {
  const cache = new Cacheman("users");
  const never = await cache.cache("bob", "new", 60);
  await cache.set("ada", "old", 60);
  await cache.del("ada");
  console.log(`never set: ${never}; deleted: ${await cache.cache("ada", "new", 60)}`);
})();
JS
said=$(node del.cjs)
echo "$said"
[ "$said" = "never set: new; deleted: null" ]
