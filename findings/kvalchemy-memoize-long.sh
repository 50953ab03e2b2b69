#!/usr/bin/env bash
# kvalchemy 0.2.3: `memoize` names a call by its arguments, cut at 256 characters. Two calls whose arguments begin alike for that long share one result, kept in the database: the second is given what the
# first came to. Its README shows the decorator without a word on it.
# Seen, of the last word of two texts of 301 letters: "first a; second a".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check kvalchemy==0.2.3 SQLAlchemy==2.0.44
cat >long.py <<'PY'
from kvalchemy import KVAlchemy

store = KVAlchemy("sqlite:///store.db")

@store.memoize()
def last(text):
    return text[-1]

print(f"first {last('x' * 300 + 'a')}; second {last('x' * 300 + 'b')}")
PY
said=$(venv/bin/python long.py)
echo "$said"
[ "$said" = "first a; second a" ]
