#!/usr/bin/env bash
# ttldict 0.3.0, TTLOrderedDict: `[]`, `get`, `items` and `values` give a value; `pop` and `popitem` give the pair that is kept within, the time at which it ends and the value. Who takes a one-time
# token by `pop` compares a pair with it.
# Seen, of the value "ada": "get ada; pop a pair with its end; popitem a pair with its end".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ttldict==0.3.0
cat >pop.py <<'PY'
import time
from ttldict import TTLOrderedDict

def told(value):
    if isinstance(value, tuple) and value[0] > time.time() and value[1] == "ada":
        return "a pair with its end"
    return value

users = TTLOrderedDict(60, first="ada", second="ada")
print(f"get {told(users.get('first'))}; pop {told(users.pop('first'))}; popitem {told(users.popitem()[1])}")
PY
said=$(venv/bin/python pop.py)
echo "$said"
[ "$said" = "get ada; pop a pair with its end; popitem a pair with its end" ]
