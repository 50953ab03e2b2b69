#!/usr/bin/env bash
# keyvalue-sqlite 1.0.7: `atomic_add` to a number that is kept as a text, as its README's example has it, starts from zero: values are kept as JSON, with quotes, and it's SQLite that adds, to which what begins with a quote is 0.
# The count so far is gone. To a number it adds rightly.
# Seen, of the example, '1' and then 2 more: "2", where the README has '3'; of the number 1: "3".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check keyvalue-sqlite==1.0.7
cat >add.py <<'PY'
import os

from keyvalue_sqlite import KeyValueSqlite

db = KeyValueSqlite(os.path.abspath("counts.db"), "counts")
db.set_default("text", "1")
db.set_default("number", 1)
for key in ("text", "number"):
    db.atomic_add(key, "2")
print(db.get("text"), db.get("number"))
PY
said=$(venv/bin/python add.py)
echo "$said"
[ "$said" = "2 3" ]
