#!/usr/bin/env bash
# lru-expiring-cache 1.1: a new cache isn't empty: the options that it is made with, all but `maxsize`, are put into it as items, since what is left of the named arguments is taken for those of a dictionary. They take up
# room, and are over when their time is.
# Seen, of `LruCache(maxsize=10, expires=60)`: "1 [('expires', 60)]".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lru-expiring-cache==1.1 six==1.17.0 future-fstrings==1.2.0 monotonic==1.6
cat >options.py <<'PY'
from lru import LruCache

cache = LruCache(maxsize=10, expires=60)
print(len(cache), cache.items())
PY
said=$(venv/bin/python options.py)
echo "$said"
[ "$said" = "1 [('expires', 60)]" ]
