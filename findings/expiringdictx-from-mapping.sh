#!/usr/bin/env bash
# expiringdictx 1.1.0: in `frommapping` the times of the README's example, `{"key1": ("value1", 1)}`, are not taken for times: the pair is the value, and its time is the default one. `update` takes the same pairs apart.
# Seen, of a pair of a value and a second, two seconds later: "frommapping ('value1', 1), update None".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check expiringdictx==1.1.0 lru-dict==1.3.0 typing_extensions==4.15.0
cat >mapping.py <<'PY'
import time

from expiringdictx import ExpiringDict

pairs = {"key1": ("value1", 1)}
made = ExpiringDict.frommapping(pairs, 60)
updated = ExpiringDict(capacity=10, default_age=60)
updated.update(pairs)
time.sleep(2)
print(f"frommapping {made.get('key1')}, update {updated.get('key1')}")
PY
said=$(venv/bin/python mapping.py)
echo "$said"
[ "$said" = "frommapping ('value1', 1), update None" ]
