#!/usr/bin/env bash
# cacheables 1.2.2: a fetch that fails once has failed for good: its rejected promise is taken for one that is still under way, by all that ask for the key later. The function isn't called
# again, with `max-age`, `cache-only` or none of its policies, until the key is deleted or the process ends. A service that was down for a second stays down.
# Seen, of a service that is down at the first call only: "down, down, down; called once".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cacheables@1.2.2 >/dev/null
cat >failure.mjs <<'JS'
import { setTimeout as after } from "node:timers/promises";
import { Cacheables } from "cacheables";
const cache = new Cacheables();
let called = 0;
const service = async () => {
  called += 1;
  if (called === 1) throw new Error("down");
  return "up";
};
const seen = [];
for (let i = 0; i < 3; i += 1) {
  seen.push(await cache.cacheable(service, "key", { cachePolicy: "max-age", maxAge: 1 }).catch((error) => error.message));
  await after(50);
}
console.log(`${seen.join(", ")}; called ${called === 1 ? "once" : `${called} times`}`);
JS
said=$(node failure.mjs)
echo "$said"
[ "$said" = "down, down, down; called once" ]
