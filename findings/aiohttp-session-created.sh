#!/usr/bin/env bash
# aiohttp-session 2.12.1: `session.created`, "the value returned by time.time() for very first access to the session object", is the time of the last change: each key that
# is set or deleted moves it, also in what is stored. A limit to a session's whole age that goes by it, twelve hours after the log-in, never comes for who uses the app.
# Seen: "created, by a change: moved; by a read: as it was".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiohttp-session==2.12.1 aiohttp==3.14.5
cat >created.py <<'PY'
import asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from aiohttp_session import SimpleCookieStorage, get_session, setup

async def page(request):
    session = await get_session(request)
    if request.path == "/count":
        session["visits"] = session.get("visits", 0) + 1
    return web.Response(text=str(session.created))

async def main():
    app = web.Application()
    setup(app, SimpleCookieStorage())
    app.router.add_get("/count", page)
    app.router.add_get("/read", page)
    async with TestClient(TestServer(app)) as client:
        async def visit(path):
            await asyncio.sleep(1.1)
            return int(await (await client.get(path)).text())
        first, second = await visit("/count"), await visit("/count")
        print(f"created, by a change: {'moved' if second > first else 'as it was'}; by a read: {'moved' if await visit('/read') > second else 'as it was'}")

asyncio.run(main())
PY
said=$(venv/bin/python created.py)
echo "$said"
[ "$said" = "created, by a change: moved; by a read: as it was" ]
