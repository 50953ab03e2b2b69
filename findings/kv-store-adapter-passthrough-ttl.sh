#!/usr/bin/env bash
# kv-store-adapter 0.1.2, PassthroughCacheWrapper: what is read from the store behind is kept in the cache for the whole time that it was once stored for, not for what is left of it. Read shortly before
# its end, it goes on for nearly that long again; its documentation speaks of stale data by culling alone.
# Seen, of a time of 2 s, read after 1.5 s and again after 2.5 s: "behind None; by the cache ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'kv-store-adapter[memory]==0.1.2' cachetools==6.2.1 typing_extensions==4.15.0
cat >ttl.py <<'PY'
import asyncio
from kv_store_adapter.stores.memory import MemoryStore
from kv_store_adapter.stores.wrappers.passthrough_cache import PassthroughCacheWrapper

async def main():
    behind = MemoryStore()
    store = PassthroughCacheWrapper(primary_store=behind, cache_store=MemoryStore())
    await store.put("users", "1", {"name": "ada"}, ttl=2)
    await asyncio.sleep(1.5)
    await store.get("users", "1")
    await asyncio.sleep(1)
    value = await store.get("users", "1")
    print(f"behind {await behind.get('users', '1')}; by the cache {value and value['name']}")

asyncio.run(main())
PY
said=$(venv/bin/python ttl.py)
echo "$said"
[ "$said" = "behind None; by the cache ada" ]
