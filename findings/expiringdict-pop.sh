#!/usr/bin/env bash
# expiringdict 1.2.2: `pop` gives what is over: it looks at no age, where `get`, `in` and `[]` do. A code that holds for five minutes, and once, is taken by `pop`, and holds for as long as
# nobody has looked at it otherwise.
# Seen, of two values of 0.1 s, 0.3 s later: "get None, pop 1234".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check expiringdict==1.2.2
cat >pop.py <<'PY'
import time
from expiringdict import ExpiringDict

codes = ExpiringDict(max_len=10, max_age_seconds=0.1)
codes["ada"] = codes["bob"] = "1234"
time.sleep(0.3)
print(f"get {codes.get('ada')}, pop {codes.pop('bob')}")
PY
said=$(venv/bin/python pop.py)
echo "$said"
[ "$said" = "get None, pop 1234" ]
