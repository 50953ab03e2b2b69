#!/usr/bin/env bash
# lmdb-simple 0.1.3, a dict-like store: a key is looked up by its pickle, and the pickle of a tuple tells whether two equal parts of it are one object. A key made of the same words, read from elsewhere,
# isn't found; a dictionary finds it.
# Seen, of ("user", "user") stored, and asked for with a second "user" of its own: "equal True; dict 1; store KeyError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lmdb-simple==0.1.3 lmdb==1.6.2
cat >equal.py <<'PY'
from lmdb_simple import LmdbDict

word = "user"
again = "".join(["us", "er"])
stored, asked = (word, word), (word, again)

def told(store):
    store[stored] = 1
    try:
        return store[asked]
    except KeyError:
        return "KeyError"

with LmdbDict("store", writer=True, map_size_gb=0.01) as store:
    print(f"equal {stored == asked}; dict {told({})}; store {told(store)}")
PY
said=$(venv/bin/python equal.py)
echo "$said"
[ "$said" = "equal True; dict 1; store KeyError" ]
