#!/usr/bin/env bash
# @quixo3/prisma-session-store 3.1.21: of two saves of one session at once the second is dropped, and said to be made: its callback comes at once, without an error. The README
# has such calls "disabled by default"; the warning is logged at a level that by default isn't. A page that saves twice, or two tabs, lose what was put last.
# Seen, over a model in memory that takes 5 ms a call: "second save: no error; stored cart: 1", of 1 and then 2.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps @quixo3/prisma-session-store@3.1.21 express-session@1.19.0 >/dev/null
cat >set.cjs <<'JS'
const { setTimeout: after } = require("node:timers/promises");
const { PrismaSessionStore } = require("@quixo3/prisma-session-store");
const rows = new Map();
const session = {
  findUnique: async ({ where }) => (await after(5), rows.get(where.sid) ?? null),
  create: async ({ data }) => (await after(5), rows.set(data.sid, data), data),
  update: async ({ where, data }) => (await after(5), rows.set(where.sid, { ...rows.get(where.sid), ...data }), data),
};
const store = new PrismaSessionStore({ $connect: async () => {}, session }, {});
const set = (cart) => new Promise((resolve) => store.set("sid", { cookie: {}, cart }, resolve));
(async () => {
  await set(0);
  const [, second] = await Promise.all([set(1), after(2).then(() => set(2))]);
  console.log(`second save: ${second ?? "no error"}; stored cart: ${JSON.parse(rows.get("sid").data).cart}`);
})();
JS
said=$(node set.cjs 2>/dev/null)
echo "$said"
[ "$said" = "second save: no error; stored cart: 1" ]
