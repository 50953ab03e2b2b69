#!/usr/bin/env bash
# lmdbm 0.0.6, a MutableMapping over LMDB: `pop` of a key that is not there, without a default, raises no KeyError, as mappings and dbm do: it gives a bare object(), its own mark for "no default". Who looks
# only whether something came takes it for a value.
# Seen, of a key that never was: "pop an object; [] KeyError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lmdbm==0.0.6 lmdb==1.7.5
cat >missing.py <<'PY'
import lmdbm

store = lmdbm.Lmdb.open("store", "c")

def told(take):
    try:
        value = take()
        return "an object" if type(value) is object else value
    except KeyError:
        return "KeyError"

print(f"pop {told(lambda: store.pop('token'))}; [] {told(lambda: store['token'])}")
store.close()
PY
said=$(venv/bin/python missing.py)
echo "$said"
[ "$said" = "pop an object; [] KeyError" ]
