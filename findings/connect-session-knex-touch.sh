#!/usr/bin/env bash
# connect-session-knex 5.0.0: `touch` does nothing to a session without a `maxAge`, express-session's default, which the store keeps for one day: who visits each hour is
# logged out a day after the session was last changed, however busy. With a `maxAge` it is put off, as the README of express-session has it.
# Seen, of the expiry in the table, by a visit a second after the log-in: "without maxAge: as it was; with one: put off".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts connect-session-knex@5.0.0 express-session@1.19.0 knex@3.3.0 better-sqlite3@13.2.0 >/dev/null
cat >touch.cjs <<'JS'
const { once } = require("node:events");
const { createServer } = require("node:http");
const { setTimeout: after } = require("node:timers/promises");
const { ConnectSessionKnexStore } = require("connect-session-knex");
const session = require("express-session");
const knex = require("knex")({ client: "better-sqlite3", connection: { filename: ":memory:" }, useNullAsDefault: true });
async function putOff(cookie) {
  await knex.schema.dropTableIfExists("sessions");
  const store = new ConnectSessionKnexStore({ knex, cleanupInterval: 0 });
  const sessions = session({ secret: "a secret", resave: false, saveUninitialized: false, cookie, store });
  const server = createServer((request, response) => sessions(request, response, () => {
    if (request.url === "/login") request.session.user = "ada";
    response.end();
  })).listen(0);
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  const login = await fetch(`${url}/login`);
  const expiry = async () => Date.parse((await knex("sessions").first()).expired);
  const before = await expiry();
  await after(1000);
  await (await fetch(url, { headers: { cookie: login.headers.get("set-cookie").split(";")[0] } })).text();
  return (await expiry()) > before ? "put off" : "as it was";
}
(async () => {
  console.log(`without maxAge: ${await putOff({})}; with one: ${await putOff({ maxAge: 3_600_000 })}`);
  process.exit();
})();
JS
said=$(node touch.cjs)
echo "$said"
[ "$said" = "without maxAge: as it was; with one: put off" ]
