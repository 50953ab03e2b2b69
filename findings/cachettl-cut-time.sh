#!/usr/bin/env bash
# cachettl 1.0.4: the time of a result is not counted from when it was made: time itself is cut into pieces of `ttl` seconds since 1970, and each result ends with its piece. With an hour, what was made
# a second before the full hour is gone two seconds later; by the same package for coroutines it lives an hour.
# Seen, of a `ttl` of 3600 and two calls two seconds apart: "plain: 2 calls; coroutine: 1 call".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cachettl==1.0.4
cat >cut.py <<'PY'
import asyncio
from unittest import mock
from cachettl import async_cachettl, cachettl

calls = {"plain": 0, "coroutine": 0}

@cachettl(ttl=3600)
def plain():
    calls["plain"] += 1

@async_cachettl(ttl=3600)
async def coroutine():
    calls["coroutine"] += 1

async def main():
    hour = 3600 * 500_000
    for now in (hour - 1, hour + 1):
        with mock.patch("time.time", return_value=now):
            plain()
            await coroutine()
    print("; ".join(f"{kind}: {count} {'call' if count == 1 else 'calls'}" for kind, count in calls.items()))

asyncio.run(main())
PY
said=$(venv/bin/python cut.py)
echo "$said"
[ "$said" = "plain: 2 calls; coroutine: 1 call" ]
