#!/usr/bin/env bash
# asyncio-ttl-cache 0.0.6: all functions that are decorated share one cache, and a call is looked up in it by its arguments alone. What one function gave for an argument is what every other gives for it
# until its time is over.
# Seen, of a name and a number of orders for the same user: "name ada; orders ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asyncio-ttl-cache==0.0.6
cat >shared.py <<'PY'
import asyncio
from asyncio_ttl_cache import ttl_cache

@ttl_cache(ttl=60)
async def name(user):
    return "ada"

@ttl_cache(ttl=60)
async def orders(user):
    return 7

async def main():
    print(f"name {await name(1)}; orders {await orders(1)}")

asyncio.run(main())
PY
said=$(venv/bin/python shared.py)
echo "$said"
[ "$said" = "name ada; orders ada" ]
