#!/usr/bin/env bash
# level-ttl 3.1.1: a key that is deleted in a `batch` keeps its end, and takes what is put under it later along: a batch looks at its deletions only if it has a `ttl` itself. `del` ends the end with the key.
# Seen, of two keys put for half a second, deleted, put again for good, and read two seconds later: "by del kept, by batch gone".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts level-ttl@3.1.1 level-mem@5.0.1 >/dev/null
cat >batch.cjs <<'JS'
const { promisify } = require("node:util");
const db = require("level-ttl")(require("level-mem")(), { checkFrequency: 100 });
const [put, del, batch] = [promisify(db.put), promisify(db.del), promisify(db.batch)];
(async () => {
  for (const key of ["del", "batch"]) await put(key, "kept", { ttl: 500 });
  await del("del");
  await batch([{ type: "del", key: "batch" }]);
  for (const key of ["del", "batch"]) await put(key, "kept");
  await new Promise((done) => setTimeout(done, 2000));
  const seen = (key) => db.get(key).then(String, () => "gone");
  console.log(`by del ${await seen("del")}, by batch ${await seen("batch")}`);
  process.exit();
})();
JS
said=$(node batch.cjs)
echo "$said"
[ "$said" = "by del kept, by batch gone" ]
