#!/usr/bin/env bash
# aiohttp-flashbag 0.0.3: its middleware puts an empty bag into the session at the end of every request, whether one was asked for or not. Each visitor gets a session and its cookie from the first
# answer on, and each answer sets it anew; by itself aiohttp-session 2.12.1 sends none until something is stored.
# Seen, of a page that only says hello: "sessions: no cookie; with flashbag: a cookie, and again".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiohttp-flashbag==0.0.3 aiohttp-session==2.12.1 aiohttp==3.14.5
cat >visitor.py <<'PY'
import asyncio
import aiohttp_flashbag
import aiohttp_session
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

async def hello(request):
    return web.Response(text="hello")

async def cookies(*middlewares):
    app = web.Application()
    aiohttp_session.setup(app, aiohttp_session.SimpleCookieStorage())
    app.middlewares.extend(middlewares)
    app.router.add_get("/", hello)
    async with TestClient(TestServer(app)) as client:
        return ["a cookie" if "Set-Cookie" in (await client.get("/")).headers else "no cookie" for _ in range(2)]

async def main():
    without, (first, second) = await cookies(), await cookies(aiohttp_flashbag.flashbag_middleware)
    print(f"sessions: {without[1]}; with flashbag: {first}, {'and again' if second == first else second}")

asyncio.run(main())
PY
said=$(venv/bin/python visitor.py 2>/dev/null)
echo "$said"
[ "$said" = "sessions: no cookie; with flashbag: a cookie, and again" ]
