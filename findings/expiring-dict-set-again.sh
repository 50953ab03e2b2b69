#!/usr/bin/env bash
# expiring-dict 1.1.2: without a time of its own the dictionary is to be "like a normal dict", and only keys set by `ttl` end. A value set by `[]` under a key that `ttl` had set before, or that was
# deleted since, ends when that one would have.
# Seen, half a second after a `ttl` of 0.2 s: "never by ttl: kept; set again by []: gone; deleted and set by []: gone".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check expiring-dict==1.1.2
cat >again.py <<'PY'
import time
from expiring_dict import ExpiringDict

users = ExpiringDict()
users["plain"] = "bob"
users.ttl("again", "ada", 0.2)
users["again"] = "bob"
users.ttl("deleted", "ada", 0.2)
del users["deleted"]
users["deleted"] = "bob"
time.sleep(0.5)
users.flush()
plain, again, deleted = ("kept" if key in users else "gone" for key in ("plain", "again", "deleted"))
print(f"never by ttl: {plain}; set again by []: {again}; deleted and set by []: {deleted}")
PY
said=$(venv/bin/python again.py)
echo "$said"
[ "$said" = "never by ttl: kept; set again by []: gone; deleted and set by []: gone" ]
