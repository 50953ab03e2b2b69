#!/usr/bin/env bash
# starsessions 2.2.1 under Starlette 1.10.0: a session that is emptied is removed from its store. In a request that has called `regenerate_session_id` before, the one that is removed is
# the new id's, which was never stored; the old one stays, with its user. A log-out that asks for a new id and clears the session ends nothing but the browser's cookie.
# Seen, in the store after the log-out: "cleared: nobody; regenerated and cleared: ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check starsessions==2.2.1 starlette==1.10.0 httpx==0.28.1
cat >logout.py <<'PY'
import asyncio
import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starsessions import InMemoryStore, SessionAutoloadMiddleware, SessionMiddleware, regenerate_session_id

async def page(request):
    if request.url.path == "/login":
        request.session["user"] = "ada"
    if request.url.path == "/regenerate":
        regenerate_session_id(request)
    if request.url.path in ("/regenerate", "/clear"):
        request.session.clear()
    return PlainTextResponse("")

async def left(path):
    store = InMemoryStore()
    middleware = [Middleware(SessionMiddleware, store=store, lifetime=3600, cookie_https_only=False), Middleware(SessionAutoloadMiddleware)]
    app = Starlette(routes=[Route(name, page) for name in ("/login", "/clear", "/regenerate")], middleware=middleware)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app.test") as client:
        await client.get("/login")
        await client.get(path)
    return "ada" if any(b'"ada"' in data for data in store.data.values()) else "nobody"

async def main():
    print(f"cleared: {await left('/clear')}; regenerated and cleared: {await left('/regenerate')}")

asyncio.run(main())
PY
said=$(venv/bin/python logout.py)
echo "$said"
[ "$said" = "cleared: nobody; regenerated and cleared: ada" ]
