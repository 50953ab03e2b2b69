#!/usr/bin/env bash
# @libsql/client 0.18.0, a local file: while `client.transaction("write")` is open, a write by the same client outside of it is refused (SQLITE_BUSY), as is
# right. After the transaction was rolled back, writes that the client makes at once are acknowledged, and not all of them are there for other
# connections: one of its own goes on in a transaction that nobody ends. Without the refused write all of them are there.
# Seen: of 100 writes at once without it 100 acknowledged and 100 there; after it 6 acknowledged, 1 there, the others SQLITE_BUSY.
# Who keeps sessions by such a client gives it one that nothing else uses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @libsql/client@0.18.0 >/dev/null
cat >writes.mjs <<'JS'
import { createClient } from "@libsql/client";
for (const isRefusedFirst of [false, true]) {
  const url = `file:${isRefusedFirst ? "after" : "without"}.db`;
  const other = createClient({ url });
  await other.execute("PRAGMA journal_mode = WAL");
  await other.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)");
  const client = createClient({ url });
  await client.execute("SELECT 1");
  const transaction = await client.transaction("write");
  if (isRefusedFirst) await client.execute("INSERT INTO t VALUES (100)").then(() => { throw new Error("not refused"); }, () => {});
  await transaction.rollback();
  let acknowledged = 0;
  await Promise.all(Array.from({ length: 100 }, (_, a) => client.execute({ sql: "INSERT INTO t VALUES (?)", args: [a] }).then(() => {
    acknowledged += 1;
    return client.execute({ sql: "SELECT a FROM t WHERE a = ?", args: [a] });
  }, () => {})));
  const there = (await other.execute("SELECT count(*) AS n FROM t")).rows[0].n;
  console.log(`${isRefusedFirst ? "after" : "without"}: ${acknowledged} acknowledged, ${there} there, ${there < acknowledged ? "some lost" : "none lost"}`);
}
JS
said=$(node writes.mjs)
echo "$said"
grep -q "^without: 100 acknowledged, 100 there, none lost$" <<<"$said" && grep -q "^after: .*, some lost$" <<<"$said"
