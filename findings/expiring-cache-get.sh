#!/usr/bin/env bash
# expiring-cache 1.0.0, "a simple Python dict with TTL": `get` knows neither the time nor, with `case_insensitive=True`, the case: it is the dictionary's own, over what is kept inside. What `[]` raises a KeyError for, it
# gives; what `[]` gives, it doesn't find.
# Seen, of "abc", asked for as "ABC", and of one that is over: "[] there, get None; [] KeyError, get there".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check expiring-cache==1.0.0
cat >get.py <<'PY'
import time

from cache import ExpiringCache


def seen(cache, key):
    got = "there" if cache.get(key) else None
    try:
        return f"[] {'there' if cache[key] else None}, get {got}"
    except KeyError:
        return f"[] KeyError, get {got}"


cache = ExpiringCache(60, case_insensitive=True)
cache["abc"] = "a pen"
ended = ExpiringCache(0.1)
ended["abc"] = "a pen"
time.sleep(0.5)
print(f"{seen(cache, 'ABC')}; {seen(ended, 'abc')}")
PY
said=$(venv/bin/python get.py)
echo "$said"
[ "$said" = "[] there, get None; [] KeyError, get there" ]
