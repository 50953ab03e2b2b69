#!/usr/bin/env bash
# libsql 0.5.29: one BLOB column has two types in JavaScript: `get()` gives a Buffer, `all()` of the same statement an ArrayBuffer, which has no length
# and no bytes of its own. better-sqlite3, whose API it says to be compatible with, gives a Buffer in both.
# Seen: get Buffer, all ArrayBuffer. What reads `row.value.length` works until somebody asks for several rows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts libsql@0.5.29 >/dev/null
cat >blob.cjs <<'JS'
const Database = require("libsql");
const statement = new Database(":memory:").prepare("SELECT x'0102' AS value");
const kind = (value) => (Buffer.isBuffer(value) ? "Buffer" : Object.prototype.toString.call(value).slice(8, -1));
console.log(`get ${kind(statement.get().value)}, all ${kind(statement.all()[0].value)}`);
JS
said=$(node blob.cjs)
echo "$said"
[ "$said" = "get Buffer, all ArrayBuffer" ]
