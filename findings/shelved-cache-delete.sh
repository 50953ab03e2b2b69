#!/usr/bin/env bash
# shelved-cache 0.5.0, PersistentCache over cachetools 5.5.2: `del cache[key]` and `cache.pop(key)` raise a KeyError for each key that is there, and leave it: they look into the file by the key,
# where it is kept by its hash. Iteration gives the hashes, and not the keys.
# Seen, of one key, "ada": "del KeyError, pop KeyError, still there True, listed as it is False".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check shelved-cache==0.5.0 cachetools==5.5.2
cat >delete.py <<'PY'
from cachetools import LRUCache
from shelved_cache import PersistentCache

cache = PersistentCache(LRUCache, "cache", maxsize=10)
cache["ada"] = 1
seen = []
for name, remove in [("del", lambda: cache.__delitem__("ada")), ("pop", lambda: cache.pop("ada"))]:
    try:
        remove()
        seen.append(f"{name} done")
    except KeyError as error:
        seen.append(f"{name} {type(error).__name__}")
print(f"{', '.join(seen)}, still there {'ada' in cache}, listed as it is {'ada' in list(cache)}")
PY
said=$(venv/bin/python delete.py)
echo "$said"
[ "$said" = "del KeyError, pop KeyError, still there True, listed as it is False" ]
