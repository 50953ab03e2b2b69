#!/usr/bin/env bash
# telegraf-session-local 2.1.1: `saveSession` promises the session object that it saved. Of a session that is new it gives the first in the database, whosever that is; of one that is
# known already it gives the right one.
# Seen, of ada's saved first and bob's after it: "new: ada's; saved again: bob's".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts telegraf-session-local@2.1.1 >/dev/null
cat >saved.cjs <<'JS'
const LocalSession = require("telegraf-session-local");
async function main() {
  const sessions = new LocalSession({ storage: LocalSession.storageMemory });
  await sessions.saveSession("1:1", { user: "ada" });
  const first = await sessions.saveSession("2:2", { user: "bob" });
  const second = await sessions.saveSession("2:2", { user: "bob", seen: 1 });
  console.log(`new: ${first.data.user}'s; saved again: ${second.data.user}'s`);
}
main();
JS
said=$(node saved.cjs)
echo "$said"
[ "$said" = "new: ada's; saved again: bob's" ]
