#!/usr/bin/env bash
# expiring-lru-cache 0.1.1, "a minimal drop-in replacement of `functools.lru_cache`": what it decorates has no `cache_clear`, so that a cache can't be emptied before its time. Of the two functions that functools gives,
# `cache_info` alone is there.
# Seen: "functools cache_clear cache_info; expiring cache_info".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check expiring-lru-cache==0.1.1
cat >clear.py <<'PY'
import functools

import expiring_lru_cache


def functions(function):
    return " ".join(name for name in ("cache_clear", "cache_info") if hasattr(function, name))


print(f"functools {functions(functools.lru_cache(maxsize=8)(abs))}; expiring {functions(expiring_lru_cache.lru_cache(60, maxsize=8)(abs))}")
PY
said=$(venv/bin/python clear.py)
echo "$said"
[ "$said" = "functools cache_clear cache_info; expiring cache_info" ]
