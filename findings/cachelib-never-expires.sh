#!/usr/bin/env bash
# cachelib 0.17.0, SimpleCache: "A timeout of 0 indicates that the cache never expires." Where there is more than its threshold, it removes what has expired, and takes all that never does
# for that, since 0 is before now: all of it goes at once, and what does expire stays. Its FileSystemCache looks for the 0 there.
# Seen, of three that never expire and three of a minute, with a threshold of 5: "before: 3 and 3; after one more: 0 and 4".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cachelib==0.17.0
cat >never.py <<'PY'
from cachelib import SimpleCache

cache = SimpleCache(threshold=5)
for number in range(3):
    cache.set(f"never{number}", "here", timeout=0)
    cache.set(f"minute{number}", "here", timeout=60)

def count(name):
    return sum(cache.has(f"{name}{number}") for number in range(4))

before = f"{count('never')} and {count('minute')}"
cache.set("minute3", "here", timeout=60)
print(f"before: {before}; after one more: {count('never')} and {count('minute')}")
PY
said=$(venv/bin/python never.py)
echo "$said"
[ "$said" = "before: 3 and 3; after one more: 0 and 4" ]
