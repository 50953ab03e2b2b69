#!/usr/bin/env bash
# pickledb 1.6: `remove` gives "True if it existed, False otherwise", and False of a key whose value is None, which it removes.
# Seen, of keys with 1 and with None: "1: True; None: False; left 0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pickledb==1.6
cat >none.py <<'PY'
from pickledb import PickleDB

store = PickleDB("store.json")
store.set("one", 1)
store.set("none", None)
print(f"1: {store.remove('one')}; None: {store.remove('none')}; left {len(store.all())}")
PY
said=$(venv/bin/python none.py)
echo "$said"
[ "$said" = "1: True; None: False; left 0" ]
