#!/usr/bin/env bash
# sqlite-shelve 2.2.1, for "applications that use the builtin shelve": `get` raises a TypeError for a key that is there, and gives the default for one that isn't: the kept bytes are made a text before they are unpickled.
# `d[key]` reads them.
# Seen, of a key that's there: "[] ada, get TypeError; of another: get nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sqlite-shelve==2.2.1
cat >get.py <<'PY'
import sqliteshelve as shelve


def get(key):
    try:
        return users.get(key, "nobody")
    except Exception as error:
        return type(error).__name__


users = shelve.open("users.db")
users["1"] = "ada"
print(f"[] {users['1']}, get {get('1')}; of another: get {get('2')}")
PY
said=$(venv/bin/python get.py)
echo "$said"
[ "$said" = "[] ada, get TypeError; of another: get nobody" ]
