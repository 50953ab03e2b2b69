#!/usr/bin/env bash
# kv-store-adapter 0.1.2, PrefixKeyWrapper: it "prefixes all keys"; keys of other prefixes in the same collection are listed by it as its own, and clear_collection by it takes them away. What one
# of two applications clears is gone for both.
# Seen, of a key of each of two wrappers, and a clear by the first: "keys of a: 1, 2; after its clear b's: None".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'kv-store-adapter[memory]==0.1.2' cachetools==6.2.1 typing_extensions==4.15.0
cat >prefix.py <<'PY'
import asyncio
from kv_store_adapter.stores.memory import MemoryStore
from kv_store_adapter.stores.wrappers.prefix_key import PrefixKeyWrapper

async def main():
    store = MemoryStore()
    a, b = PrefixKeyWrapper(store, "a"), PrefixKeyWrapper(store, "b")
    await a.put("users", "1", {"name": "ada"})
    await b.put("users", "2", {"name": "bob"})
    keys = sorted(await a.keys("users"))
    await a.clear_collection("users")
    print(f"keys of a: {', '.join(keys)}; after its clear b's: {await b.get('users', '2')}")

asyncio.run(main())
PY
said=$(venv/bin/python prefix.py)
echo "$said"
[ "$said" = "keys of a: 1, 2; after its clear b's: None" ]
