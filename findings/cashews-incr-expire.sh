#!/usr/bin/env bash
# cashews 7.6.0: `incr(key, value, expire=…)` gives a new key its end only where the count is 1 afterwards: one that begins with more has none, and stays for good. So it is in memory and over
# Redis, where a script asks the same. And one that comes back to 1, by a negative value, is given its whole time once more.
# Seen, of the time left of new keys, and of one whose 10 s are left at 2: "by 1: 60, by 5: -1; back to 1: 60 again".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cashews==7.6.0
cat >incr.py <<'PY'
import asyncio
from cashews import Cache

async def main():
    cache = Cache()
    cache.setup("mem://")
    await cache.incr("one", 1, expire=60)
    await cache.incr("five", 5, expire=60)
    seen = f"by 1: {await cache.get_expire('one')}, by 5: {await cache.get_expire('five')}"
    await cache.expire("one", 10)
    await cache.incr("one", 1, expire=60)
    between = await cache.get_expire("one")
    await cache.incr("one", -1, expire=60)
    again = "again" if between == 10 else f"after {between}"
    print(f"{seen}; back to 1: {await cache.get_expire('one')} {again}")
    await cache.close()

asyncio.run(main())
PY
said=$(venv/bin/python incr.py)
echo "$said"
[ "$said" = "by 1: 60, by 5: -1; back to 1: 60 again" ]
