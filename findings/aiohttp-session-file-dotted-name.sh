#!/usr/bin/env bash
# aiohttp-session-file 0.0.3 under aiohttp-session 2.12.1: where the cookie's name has a dot, as "connect.sid", all sessions share one file with the time of their end: its name is made by putting
# a suffix in place of what is after the last dot, where the session's id is, too. Who asks for a short session last ends everybody's.
# Seen, of a session of an hour, 2 s after another user's session of one: "cookie sid: ada; cookie app.sid: nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiohttp-session-file==0.0.3 aiohttp-session==2.12.1 aiohttp==3.14.5 aiofiles==25.1.0
cat >name.py <<'PY'
import asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from aiohttp_session import get_session, setup
from aiohttp_session_file import FileStorage

async def page(request):
    session = await get_session(request)
    if request.path == "/ada":
        session["user"] = "ada"
    if request.path == "/guest":
        session["user"] = "guest"
        session.max_age = 1
    return web.Response(text=session.get("user", "nobody"))

async def user(name):
    app = web.Application()
    setup(app, FileStorage(name, cookie_name=name, max_age=3600))
    for path in ["/ada", "/guest", "/who"]:
        app.router.add_get(path, page)
    server = TestServer(app)
    async with TestClient(server) as ada, TestClient(server) as guest:
        await ada.get("/ada")
        await guest.get("/guest")
        await asyncio.sleep(2.2)
        return f"cookie {name}: {await (await ada.get('/who')).text()}"

print("; ".join([asyncio.run(user("sid")), asyncio.run(user("app.sid"))]))
PY
said=$(venv/bin/python name.py)
echo "$said"
[ "$said" = "cookie sid: ada; cookie app.sid: nobody" ]
