#!/usr/bin/env bash
# kvs 2.3.0: the options of `store.bucket("user", { ttl, load })`, as its README has it, are not looked at: `bucket` takes a name alone. What is not there is never loaded, what is set never ends. `createBucket` takes
# them.
# Seen, of a user who is to be loaded: "bucket undefined, createBucket Bob".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts kvs@2.3.0 >/dev/null
cat >options.cjs <<'JS'
const { Store } = require("kvs");
(async () => {
  const store = Store.create("memory");
  const options = { ttl: 100, load: async () => "Bob" };
  console.log(`bucket ${await store.bucket("user", options).get("#123", 123)}, createBucket ${await store.createBucket("user", options).get("#123", 123)}`);
})();
JS
said=$(node options.cjs)
echo "$said"
[ "$said" = "bucket undefined, createBucket Bob" ]
