#!/usr/bin/env bash
# webext-storage-cache 6.0.3: what `getFresh` of a CachedFunction keeps, it keeps for 30 days: the function's `maxAge` is passed on by `get` and `applyOverride`, and forgotten there. A value that is good for a minute,
# once freshened by hand, is served for a month.
# Seen, with a `maxAge` of a minute, in minutes: "get 1, getFresh 43200". (The extension's storage is a map here; the library takes only `get`, `set` and `remove` of it.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts webext-storage-cache@6.0.3 >/dev/null
cat >fresh.mjs <<'JS'
const kept = {};
globalThis.chrome = {
  runtime: {},
  storage: {
    local: {
      get: (key, done) => done({ [key]: kept[key] }),
      set: (items, done) => done(Object.assign(kept, items)),
      remove: (key, done) => done(delete kept[key]),
    },
  },
};
const { CachedFunction } = await import("webext-storage-cache");
const rates = new CachedFunction("rates", { updater: async () => 1.08, maxAge: { minutes: 1 } });
const minutes = () => Math.round((kept["cache:rates"].maxAge - Date.now()) / 60_000);
await rates.get();
const byGet = minutes();
await rates.getFresh();
console.log(`get ${byGet}, getFresh ${minutes()}`);
JS
said=$(node fresh.mjs)
echo "$said"
[ "$said" = "get 1, getFresh 43200" ]
