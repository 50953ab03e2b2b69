#!/usr/bin/env bash
# ttlru-map 1.2.0.post2, a "Custom Mapping with TTL": `keys()` and a loop give keys that are over, and `items()` and `values()` raise a KeyError on them, or a RuntimeError: what's over is looked for by reads of one key,
# not by the loop, whose first read then deletes beneath it. `len` and `in` know.
# Seen, after the end of the only entry: "len 0, keys a, items KeyError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ttlru-map==1.2.0.post2
cat >items.py <<'PY'
import time
from datetime import timedelta

from ttlru_map import TTLMap


def ended():
    users = TTLMap(ttl=timedelta(seconds=0.2))
    users["a"] = "ada"
    time.sleep(0.5)
    return users


def items():
    try:
        return dict(ended().items())
    except Exception as error:
        return type(error).__name__


print(f"len {len(ended())}, keys {','.join(ended().keys())}, items {items()}")
PY
said=$(venv/bin/python items.py)
echo "$said"
[ "$said" = "len 0, keys a, items KeyError" ]
