#!/usr/bin/env bash
# map-expire 1.0.2: "duration will be set to default value if not given" holds for the first `set` of a key alone. A later one without it leaves the timer of the first running, whatever is set: a new value
# ends with the old one's time. A session that is written at each request ends all the same, `duration` after it began.
# Seen, with 300 ms by default, set anew after 200 ms and read 200 ms later: "undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts map-expire@1.0.2 >/dev/null
cat >again.cjs <<'JS'
const MapExpire = require("map-expire/MapExpire");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
(async () => {
  const sessions = new MapExpire([], { duration: 300 });
  sessions.set("ada", { pages: 1 });
  await wait(200);
  sessions.set("ada", { pages: 2 });
  await wait(200);
  console.log(sessions.get("ada"));
})();
JS
said=$(node again.cjs)
echo "$said"
[ "$said" = "undefined" ]
