#!/usr/bin/env bash
# kvsqlite 0.3.0: a key whose time is over is gone for `get`, `exists` and `keys`. `expire` still finds it, until `cleanex` is called: it says true, and the old value is back for as long as asked. Redis,
# whose commands these are named after, says 0 of such a key.
# Seen, after the end of a key: "exists False; expire True; get ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check kvsqlite==0.3.0
cat >ended.py <<'PY'
import time
from kvsqlite.sync import Client

store = Client(":memory:")
store.setex("user", 1, "ada")
time.sleep(1.2)
print(f"exists {store.exists('user')}; expire {store.expire('user', 60)}; get {store.get('user')}")
store.close()
PY
said=$(venv/bin/python ended.py)
echo "$said"
[ "$said" = "exists False; expire True; get ada" ]
