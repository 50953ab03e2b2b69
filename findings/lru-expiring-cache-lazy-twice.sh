#!/usr/bin/env bash
# lru-expiring-cache 1.1: what `lazy_cache(expires=…)` keeps, it keeps twice as long: kept with a result is its end, and reading takes that for its beginning. After the 10 seconds of the README's example the function isn't
# run again; after 20 it is.
# Seen, of a second, what was computed at first, after 1.5 seconds and after 2.5: "1 1 2".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lru-expiring-cache==1.1 six==1.17.0 future-fstrings==1.2.0 monotonic==1.6
cat >twice.py <<'PY'
import itertools
import time

from lru import lazy_cache

count = itertools.count(1)


@lazy_cache(maxsize=10, expires=1)
def computed():
    return next(count)


seen = [computed()]
for pause in (1.5, 1):
    time.sleep(pause)
    seen.append(computed())
print(*seen)
PY
said=$(venv/bin/python twice.py)
echo "$said"
[ "$said" = "1 1 2" ]
