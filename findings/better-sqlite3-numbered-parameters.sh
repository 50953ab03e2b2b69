#!/usr/bin/env bash
# better-sqlite3 13.2.0: SQLite's numbered parameters (`?1`, https://sqlite.org/lang_expr.html#parameters) can't be bound by position: a RangeError says
# that there are too many values. They are taken for names. libsql 0.5.29, which says that its API is compatible, and node:sqlite bind them.
# Seen: better-sqlite3 "Too many parameter values were provided", libsql "a". SQL that is shared by such clients has to write plain `?`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts better-sqlite3@13.2.0 libsql@0.5.29 >/dev/null
cat >numbered.cjs <<'JS'
for (const name of ["better-sqlite3", "libsql"]) {
  const Database = require(name);
  const database = new Database(":memory:");
  let said;
  try { said = database.prepare("SELECT ?1 AS value").get("a").value; } catch (error) { said = `${error.name}: ${error.message}`; }
  const named = database.prepare("SELECT ?1 AS value");
  let byName;
  try { byName = named.get({ 1: "a" }).value; } catch (error) { byName = error.name; }
  console.log(`${name}: by position ${said}; by the name 1: ${byName}`);
}
JS
said=$(node numbered.cjs)
echo "$said"
grep -q "^better-sqlite3: by position RangeError: Too many parameter values were provided; by the name 1: a$" <<<"$said" && grep -q "^libsql: by position a;" <<<"$said"
