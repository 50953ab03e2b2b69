#!/usr/bin/env bash
# cachetools-ext 0.0.8, FSLRUCache: of a key that begins or ends with "p", "k", "l" or ".", iteration gives another one: it takes all of these letters off both ends of "KEY.pkl" instead of
# the ending. `items()` leaves it out, since there is no such key, and it is never the one that makes room: what was used last goes in its place.
# Seen, of a cache of two that got "lock", "user" and, after a look at "user", "third": "keys: oc third; lock in the cache: True; user: False".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cachetools-ext==0.0.8
cat >names.py <<'PY'
from cachetools_ext.fs import FSLRUCache

cache = FSLRUCache(maxsize=2, path="cache")
cache["lock"] = 1
cache["user"] = 2
cache["user"]
cache["third"] = 3
print(f"keys: {' '.join(sorted(cache))}; lock in the cache: {'lock' in cache}; user: {'user' in cache}")
PY
said=$(venv/bin/python names.py)
echo "$said"
[ "$said" = "keys: oc third; lock in the cache: True; user: False" ]
