#!/usr/bin/env bash
# cashews 7.6.0, its store in memory: in a pattern of `delete_match` and `scan` only "*" is a sign of a glob; all else is a regular expression, whose dot is any character. `delete_match("v1.2:*")`
# deletes "v1-2:…" and "v102:…", too, and "user:?" finds no user: over Redis a dot is a dot, and "?" one character.
# Seen, of v1.2:a, v1-2:a and v102:a, and then of user:1 by "user:?": "left: nothing; found: nothing".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cashews==7.6.0
cat >match.py <<'PY'
import asyncio
from cashews import Cache

async def main():
    cache = Cache()
    cache.setup("mem://")
    for key in ("v1.2:a", "v1-2:a", "v102:a"):
        await cache.set(key, 1)
    await cache.delete_match("v1.2:*")
    left = [key async for key in cache.scan("*")]
    await cache.set("user:1", 1)
    found = [key async for key in cache.scan("user:?")]
    print(f"left: {', '.join(left) or 'nothing'}; found: {', '.join(found) or 'nothing'}")
    await cache.close()

asyncio.run(main())
PY
said=$(venv/bin/python match.py)
echo "$said"
[ "$said" = "left: nothing; found: nothing" ]
