#!/usr/bin/env bash
# sqlite-shelve 2.2.1: `d[key]` for a key that isn't there, which is to "raise KeyError if no such key", raises a TypeError: what it raises is a pair. What stands on the KeyError is lost with it: `except KeyError`, and
# `setdefault` and `pop` with a default, which it has from Python's own mapping.
# Seen: "[] TypeError, setdefault TypeError, pop TypeError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sqlite-shelve==2.2.1
cat >missing.py <<'PY'
import sqliteshelve as shelve


def raised(what):
    try:
        return what()
    except Exception as error:
        return type(error).__name__


users = shelve.open("users.db")
print(f"[] {raised(lambda: users['1'])}, setdefault {raised(lambda: users.setdefault('1', 'ada'))}, pop {raised(lambda: users.pop('1', None))}")
PY
said=$(venv/bin/python missing.py)
echo "$said"
[ "$said" = "[] TypeError, setdefault TypeError, pop TypeError" ]
