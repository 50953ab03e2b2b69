#!/usr/bin/env bash
# unstorage 1.17.6, `prefixStorage(storage, "sessions")`, which gives a storage "with a prefix for all keys": its `clear()` removes nothing, and says nothing of it, though `getKeys()`
# lists what is there. The prefix is taken for a mount, and only mounts are cleared. Nitro's and Nuxt's `useStorage("sessions").clear()` is this one: nobody is logged out.
# Seen: "before: sid; after clear(): sid; mounted there: nothing".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts unstorage@1.17.6 >/dev/null
cat >clear.mjs <<'JS'
import { createStorage, prefixStorage } from "unstorage";
import memory from "unstorage/drivers/memory";
const keys = async (storage) => (await storage.getKeys()).join(" ") || "nothing";
const sessions = prefixStorage(createStorage(), "sessions");
await sessions.setItem("sid", { user: "ada" });
const before = await keys(sessions);
await sessions.clear();
const mounted = prefixStorage(createStorage().mount("sessions", memory()), "sessions");
await mounted.setItem("sid", { user: "ada" });
await mounted.clear();
console.log(`before: ${before}; after clear(): ${await keys(sessions)}; mounted there: ${await keys(mounted)}`);
JS
said=$(node clear.mjs)
echo "$said"
[ "$said" = "before: sid; after clear(): sid; mounted there: nothing" ]
