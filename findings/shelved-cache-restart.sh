#!/usr/bin/env bash
# shelved-cache 0.5.0, PersistentCache over cachetools 5.5.2: a key that is set anew after a restart is in the file twice, with its old value and its new one, of which either may be read at the
# next start: entries are kept there by Python's hash of the key, which for a text is another one in each process (https://docs.python.org/3/reference/datamodel.html#object.__hash__).
# Seen, of a key that is set in three processes, one after the other: "entries in the file: 1, 2, 3".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check shelved-cache==0.5.0 cachetools==5.5.2
cat >restart.py <<'PY'
import sys
from cachetools import LRUCache
from shelved_cache import PersistentCache

cache = PersistentCache(LRUCache, "cache", maxsize=10)
cache["ada"] = sys.argv[1]
print(len(cache))
cache.close()
PY
said="entries in the file: $(for run in one two three; do venv/bin/python restart.py "$run" 2>/dev/null; done | paste -sd, | sed 's/,/, /g')"
echo "$said"
[ "$said" = "entries in the file: 1, 2, 3" ]
