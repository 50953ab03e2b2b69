#!/usr/bin/env bash
# lru-expiring-cache 1.1: the `maxsize` of its decorator `lru_cache` is not the size of its cache: it is handed on under another name, which the cache takes for an item, and its own size is the default, 128.
# Seen, with `maxsize=2`, how often ten arguments were computed when they were asked for twice in turn: "10".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lru-expiring-cache==1.1 six==1.17.0 future-fstrings==1.2.0 monotonic==1.6
cat >size.py <<'PY'
from lru.decorators import lru_cache

computed = []


@lru_cache(maxsize=2, expires=60)
def square(number):
    computed.append(number)
    return number * number


for number in list(range(10)) * 2:
    square(number)
print(len(computed))
PY
said=$(venv/bin/python size.py)
echo "$said"
[ "$said" = "10" ]
