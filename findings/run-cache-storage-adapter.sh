#!/usr/bin/env bash
# run-cache 1.6.1: a `storageAdapter` given to `RunCache.configure`, the one way that its README shows, is never used: `configure` looks for an option `storage` before it takes the adapter. `saveToStorage` answers false
# and writes nothing; after a restart the cache is empty.
# Seen: "saved false, file false"; with `storage: true` beside the adapter: "saved true, file true".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts run-cache@1.6.1 >/dev/null
cat >adapter.cjs <<'JS'
const { existsSync } = require("node:fs");
const { FilesystemAdapter, RunCache } = require("run-cache");
(async () => {
  const storageAdapter = new FilesystemAdapter({ filePath: `${process.cwd()}/cache.json` });
  for (const options of [{ storageAdapter }, { storage: true, storageAdapter }]) {
    await RunCache.configure(options);
    await RunCache.set({ key: "user:ada", value: "Ada" });
    console.log(`saved ${await RunCache.saveToStorage()}, file ${existsSync("cache.json")}`);
  }
  process.exit();
})();
JS
said=$(node adapter.cjs)
echo "$said"
[ "$said" = "saved false, file false
saved true, file true" ]
