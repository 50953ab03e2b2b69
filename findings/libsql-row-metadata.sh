#!/usr/bin/env bash
# libsql 0.5.29: each row that `get()` gives has a property `_metadata` beside its columns, enumerable, with how long the query took. Rows of `all()` have
# none, nor have those of better-sqlite3, whose API it says to be compatible with. Whoever sends a row on as JSON sends that on, too.
# Seen: get: a, _metadata; all: a.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts libsql@0.5.29 >/dev/null
cat >row.cjs <<'JS'
const Database = require("libsql");
const statement = new Database(":memory:").prepare("SELECT 1 AS a");
console.log(`get: ${Object.keys(statement.get()).join()}; all: ${Object.keys(statement.all()[0]).join()}`);
JS
said=$(node row.cjs)
echo "$said"
[ "$said" = "get: a,_metadata; all: a" ]
