#!/usr/bin/env bash
# cappedttlcache 0.1.1: a cache of at most `max_items` holds one more: it is pruned before an item comes in, and then only of what is over the limit.
# Seen, with `max_items=2`, after four were added: "3 b,c,d".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cappedttlcache==0.1.1
cat >more.py <<'PY'
import asyncio

from CappedTTLCache import CappedTTLCache


async def main():
    cache = CappedTTLCache(max_items=2, ttl_seconds=60)
    for key in "abcd":
        await cache.add_item(key, key)
    print(cache.get_count(), ",".join(key for key, _ in cache.get_items()))


asyncio.run(main())
PY
said=$(venv/bin/python more.py)
echo "$said"
[ "$said" = "3 b,c,d" ]
