#!/usr/bin/env bash
# shelved-cache 0.5.0, PersistentCache over cachetools 5.5.2's TTLCache: each entry begins its time anew whenever the process does: the file has the values, and not their ends. What is over is
# there again, too, if nobody looked at it before the process ended. A session of an hour lives for as long as the app is restarted each hour.
# Seen, of an entry of a second, in a process that begins 1.5 s later: "ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check shelved-cache==0.5.0 cachetools==5.5.2
cat >ttl.py <<'PY'
import sys
from cachetools import TTLCache
from shelved_cache import PersistentCache

cache = PersistentCache(TTLCache, "cache", maxsize=10, ttl=1)
if sys.argv[1] == "set":
    cache["sid"] = "ada"
else:
    print(cache.get("sid", "nobody"))
cache.close()
PY
venv/bin/python ttl.py set
sleep 1.5
said=$(venv/bin/python ttl.py get)
echo "$said"
[ "$said" = "ada" ]
