#!/usr/bin/env bash
# async-ttl 0.0.4: what is over is never swept out: at the first sweep that finds anything the task fails, and it's the task that would have started the next: the sets of ended keys are taken for the keys. Only what is
# asked for again goes.
# Seen, of the loop, after a key of half a second: "TypeError: unhashable type: 'set'".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check async-ttl==0.0.4
cat >sweep.py <<'PY'
import asyncio

from async_ttl import AsyncTTL


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: print(f"{type(context['exception']).__name__}: {context['exception']}"))
    cache = AsyncTTL(resolution=1)
    cache.setex("ada", 0.5, "a pen")
    await asyncio.sleep(6)


asyncio.run(main())
PY
said=$(venv/bin/python sweep.py)
echo "$said"
[ "$said" = "TypeError: unhashable type: 'set'" ]
