#!/usr/bin/env bash
# postgres 3.4.9: where the server writes bytes as `bytea_output = escape` says, the client reads other bytes, without an error: it takes the first two
# characters for `\x` and the rest for hex (src/types.js). pg 8.23.1 reads both forms.
# Seen: of the four bytes 61 62 00 ff pg gives 616200ff, postgres something else. Needs PostgreSQL's initdb and postgres (Debian: postgresql), and no root.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as() { if [ "$(id -u)" = 0 ]; then chown -R postgres "$folder"; (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@"); else "$@"; fi; }
as "$bin/initdb" -D "$folder/data" -U test -A trust --no-sync >/dev/null
as "$bin/pg_ctl" -D "$folder/data" -o "-c listen_addresses= -c unix_socket_directories=$folder -c fsync=off -c bytea_output=escape" -w -l "$folder/log" start >/dev/null
trap 'as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null; rm -rf "$folder"' EXIT
mkdir "$folder/app" && cd "$folder/app"
npm install --silent --no-audit --no-fund --ignore-scripts postgres@3.4.9 pg@8.23.1 >/dev/null
cat >bytes.mjs <<'JS'
import pg from "pg";
import postgres from "postgres";
const [host] = process.argv.slice(2);
const text = "SELECT '\\x616200ff'::bytea AS value";
const client = new pg.Client({ host, user: "test", database: "postgres" });
await client.connect();
const sql = postgres({ host, path: `${host}/.s.PGSQL.5432`, user: "test", database: "postgres" });
const hex = (rows) => Buffer.from(rows[0].value).toString("hex");
console.log(`pg ${hex((await client.query(text)).rows)}, postgres ${hex(await sql.unsafe(text))}`);
await client.end();
await sql.end();
JS
said=$(node bytes.mjs "$folder")
echo "$said"
grep -q "^pg 616200ff, " <<<"$said" && ! grep -q "postgres 616200ff" <<<"$said"
