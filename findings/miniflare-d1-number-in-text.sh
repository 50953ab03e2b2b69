#!/usr/bin/env bash
# miniflare 4.20260730.0 with workerd 1.20260730.1, D1: a whole number that is bound to a TEXT column is stored as "5.0", where the same number in the statement is stored as "5": all that is
# bound is REAL, and such a one in a text has its point (https://www.sqlite.org/datatype3.html#type_affinity). `where user = '5'` finds nobody. A Durable Object's `storage.sql` does the same.
# Seen, of 5: "in the statement 5, bound 5.0, found 0; storage.sql 5.0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts miniflare@4.20260730.0 >/dev/null
cat >number.mjs <<'JS'
import { Miniflare } from "miniflare";
const workers = new Miniflare({
  modules: true,
  compatibilityDate: "2026-01-01",
  d1Databases: ["DB"],
  durableObjects: { SESSIONS: { className: "Sessions", useSQLite: true } },
  script: `
import { DurableObject } from "cloudflare:workers";
export class Sessions extends DurableObject {
  async fetch() {
    const { sql } = this.ctx.storage;
    sql.exec("create table sessions (user text)");
    sql.exec("insert into sessions values (?)", 5);
    return new Response(sql.exec("select user from sessions").one().user);
  }
}
export default {
  async fetch(request, { DB, SESSIONS }) {
    await DB.exec("create table sessions (user text)");
    await DB.prepare("insert into sessions values (?)").bind(5).run();
    const bound = await DB.prepare("select user from sessions").first("user");
    const found = await DB.prepare("select count(*) as found from sessions where user = '5'").first("found");
    await DB.exec("update sessions set user = 5");
    const written = await DB.prepare("select user from sessions").first("user");
    const object = await SESSIONS.get(SESSIONS.idFromName("a")).fetch("http://object/");
    return new Response("in the statement " + written + ", bound " + bound + ", found " + found + "; storage.sql " + (await object.text()));
  },
};`,
});
console.log(await (await workers.dispatchFetch("http://worker/")).text());
await workers.dispose();
JS
said=$(node number.mjs 2>/dev/null)
echo "$said"
[ "$said" = "in the statement 5, bound 5.0, found 0; storage.sql 5.0" ]
