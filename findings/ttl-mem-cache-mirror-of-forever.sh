#!/usr/bin/env bash
# ttl-mem-cache 4.1.0: of caches that are linked by `pipe` "to distribute cached items", the second never hears of a change to an item that is kept for ever: what arrives with the end that the item has already is
# taken for the same item, and the end of all such is Infinity. With a `ttl` of some time it hears of it, save where both are set in the same millisecond.
# Seen, after "old" and then "new" were set in the first: "first new, second old".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ttl-mem-cache@4.1.0 >/dev/null
cat >linked.cjs <<'JS'
const Cache = require("ttl-mem-cache");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
(async () => {
  const first = new Cache({ ttl: Infinity });
  const second = new Cache({ ttl: Infinity });
  first.pipe(second);
  await wait(100);
  first.set("theme", "old");
  await wait(100);
  first.set("theme", "new");
  await wait(100);
  console.log(`first ${first.get("theme")}, second ${second.get("theme")}`);
})();
JS
said=$(node linked.cjs)
echo "$said"
[ "$said" = "first new, second old" ]
