#!/usr/bin/env bash
# cashews 7.6.0, its store in memory: what is set without an end under a key whose time is over gets the old one's end, which is past, and isn't there: `set` says True, and `get` gives nothing.
# It is so until the sweep has passed, each second by default, or after `check_interval`. After a `get` in between, which removes what is over, it is kept.
# Seen, 0.3 s after a key of 0.1 s: "set: True, get: None; with a get before: set: True, get: new".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cashews==7.6.0
cat >end.py <<'PY'
import asyncio
from cashews import Cache

async def after_end(look):
    cache = Cache()
    cache.setup("mem://", check_interval=60)
    await cache.set("sid", "old", expire=0.1)
    await asyncio.sleep(0.3)
    if look:
        await cache.get("sid")
    said = f"set: {await cache.set('sid', 'new')}, get: {await cache.get('sid')}"
    await cache.close()
    return said

async def main():
    print(f"{await after_end(False)}; with a get before: {await after_end(True)}")

asyncio.run(main())
PY
said=$(venv/bin/python end.py)
echo "$said"
[ "$said" = "set: True, get: None; with a get before: set: True, get: new" ]
