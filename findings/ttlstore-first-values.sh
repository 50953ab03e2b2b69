#!/usr/bin/env bash
# ttlstore 0.1.0, "a dictionary that automatically deletes keys upon reaching ttl value": what it is made with, as `TTLStore({"a": 1}, ttl=1)`, is never deleted: only what is set later is put on the list of ends.
# Seen, twelve seconds later, of one given at first and one set: "given 1, set None".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ttlstore==0.1.0
cat >first.py <<'PY'
import time

from ttlstore import TTLStore

store = TTLStore({"given": 1}, ttl=1)
store["set"] = 1
time.sleep(12)
print(f"given {store.get('given')}, set {store.get('set')}")
PY
said=$(venv/bin/python first.py)
echo "$said"
[ "$said" = "given 1, set None" ]
