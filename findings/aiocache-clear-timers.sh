#!/usr/bin/env bash
# aiocache 0.12.3, SimpleMemoryCache: `clear()` forgets the timers by which keys end, and doesn't stop them: what is set after it under a key of before is removed when the old one's time is
# over, whatever its own is. After a `delete` of the key it stays, and so it does after `clear(namespace=…)`.
# Seen, 1.3 s after a key of one second was removed and set again for an hour: "delete: here; clear: gone".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiocache==0.12.3
cat >clear.py <<'PY'
import asyncio
from aiocache import SimpleMemoryCache

async def kept(remove):
    cache = SimpleMemoryCache()
    await cache.set("sid", "old", ttl=1)
    await remove(cache)
    await cache.set("sid", "new", ttl=3600)
    await asyncio.sleep(1.3)
    return "here" if await cache.get("sid") else "gone"

async def main():
    delete, clear = await asyncio.gather(kept(lambda cache: cache.delete("sid")), kept(lambda cache: cache.clear()))
    print(f"delete: {delete}; clear: {clear}")

asyncio.run(main())
PY
said=$(venv/bin/python clear.py)
echo "$said"
[ "$said" = "delete: here; clear: gone" ]
