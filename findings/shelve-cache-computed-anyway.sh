#!/usr/bin/env bash
# shelve-cache 0.0.4: a result that is kept in the file is computed again all the same in each new process: the function is called to have a default for what may be missing, and the kept one then given. What is to be
# spared by the cache is never spared; what the function does besides, it does again.
# Seen, of two runs: "computed 6" twice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check shelve-cache==0.0.4
cat >product.py <<'PY'
from shelvecache import persistent_cache


@persistent_cache("results")
def product(x, y):
    print("computed", end=" ")
    return x * y


print(product(2, 3))
PY
said=$(venv/bin/python product.py; venv/bin/python product.py)
echo "$said"
[ "$said" = "computed 6
computed 6" ]
