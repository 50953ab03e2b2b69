#!/usr/bin/env bash
# kvalchemy 0.2.3: to go through a store gives, by its documentation and its types, "all non-expired keys"; what comes are the rows of its table, objects that no key is
# equal to.
# Seen, of a store with one key: "a KVStore, its key user; in the list of keys: False".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check kvalchemy==0.2.3 SQLAlchemy==2.0.44
cat >rows.py <<'PY'
from kvalchemy import KVAlchemy

store = KVAlchemy("sqlite:///store.db")
store.set("user", "ada")
keys = list(store)
print(f"a {type(keys[0]).__name__}, its key {keys[0].key}; in the list of keys: {'user' in keys}")
PY
said=$(venv/bin/python rows.py)
echo "$said"
[ "$said" = "a KVStore, its key user; in the list of keys: False" ]
