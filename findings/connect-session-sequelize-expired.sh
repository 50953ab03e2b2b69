#!/usr/bin/env bash
# connect-session-sequelize 8.0.6 under express-session 1.19.0: "expiration: the maximum age (in milliseconds) of a valid session" is looked at by the sweep alone, each fifteen minutes. One that
# is over and still there is loaded as if it were valid, and being loaded it is touched, which the sweep then spares. Run over Sequelize 6.37.8 and @appthreat/sqlite3 9.0.2.
# Seen, 0.5 s after one of 0.1 s: "loaded: ada; after a touch and the sweep: ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts connect-session-sequelize@8.0.6 express-session@1.19.0 sequelize@6.37.8 sqlite3@npm:@appthreat/sqlite3@9.0.2 >/dev/null
cat >expired.cjs <<'JS'
const { setTimeout: after } = require("node:timers/promises");
const { Store } = require("express-session");
const { Sequelize } = require("sequelize");
const SequelizeStore = require("connect-session-sequelize")(Store);
(async () => {
  const db = new Sequelize({ dialect: "sqlite", storage: ":memory:", logging: false, dialectOptions: { mode: 6 } });
  const store = new SequelizeStore({ db, expiration: 100 });
  await store.sync();
  await store.set("sid", { cookie: {}, user: "ada" });
  await after(500);
  const seen = `loaded: ${(await store.get("sid"))?.user ?? "nobody"}`;
  store.options.expiration = 60_000;
  await store.touch("sid", { cookie: {} });
  await store.clearExpiredSessions();
  console.log(`${seen}; after a touch and the sweep: ${(await store.get("sid"))?.user ?? "nobody"}`);
})();
JS
said=$(node expired.cjs 2>/dev/null)
echo "$said"
[ "$said" = "loaded: ada; after a touch and the sweep: ada" ]
