#!/usr/bin/env bash
# cachelib 0.17.0, FileSystemCache: `add`, which is to store what isn't there yet, refuses a key whose time is over, though `get` and `has` say that it isn't there: it goes by the file, which
# nothing removes. A lock that is taken by `add` with a timeout, for a process that may die, can't be taken again. SimpleCache takes it.
# Seen, 2 s after `add` with a timeout of one: "SimpleCache: there False, added True; FileSystemCache: there False, added False".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cachelib==0.17.0
cat >add.py <<'PY'
import time
from cachelib import FileSystemCache, SimpleCache

said = []
for cache in [SimpleCache(), FileSystemCache("cache")]:
    cache.add("lock", "first", timeout=1)
    time.sleep(2.1)
    said.append(f"{type(cache).__name__}: there {cache.has('lock')}, added {cache.add('lock', 'second', timeout=1)}")
print("; ".join(said))
PY
said=$(venv/bin/python add.py)
echo "$said"
[ "$said" = "SimpleCache: there False, added True; FileSystemCache: there False, added False" ]
