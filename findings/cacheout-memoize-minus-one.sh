#!/usr/bin/env bash
# cacheout 0.17.0, `memoize`: a function that was called with -1 gives the same for -2, and the other way round: the key is made of the arguments' hashes, and Python's hash of -1 is -2, its own
# mark of an error. So it is with 0 and 2 ** 61 - 1, and for a negative time zone, a balance or an offset, without an error.
# Seen, of a function that gives its argument back: "f(-1) -1, f(-2) -1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cacheout==0.17.0
cat >memoize.py <<'PY'
from cacheout import Cache

cache = Cache()

@cache.memoize()
def same(number):
    return number

print(f"f(-1) {same(-1)}, f(-2) {same(-2)}")
PY
said=$(venv/bin/python memoize.py)
echo "$said"
[ "$said" = "f(-1) -1, f(-2) -1" ]
