#!/usr/bin/env bash
# starlette-session 0.4.3 under Starlette 0.52.1: where a session's record is gone from its backend before its cookie is over, `request.session` is None instead of a new, empty session,
# and what the app does with it fails. After Redis was restarted, or all sessions were ended, each user gets 500 from each page until the cookie ends, 14 days later.
# Seen: "a new browser: 200; with a record: 200; without: 500, and again: 500".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check starlette-session==0.4.3 starlette==0.52.1 itsdangerous==2.2.0 httpx==0.28.1
cat >gone.py <<'PY'
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette_session import SessionMiddleware
from starlette_session.backends import BackendType
from starlette_session.interfaces import ISessionBackend

records = {}

class Backend(ISessionBackend):
    async def get(self, key):
        return records.get(key)

    async def set(self, key, value, exp):
        records[key] = value

    async def delete(self, key):
        records.pop(key, None)

async def page(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return PlainTextResponse("in")

app = Starlette(routes=[Route("/", page)])
app.add_middleware(SessionMiddleware, secret_key="a secret of this script", cookie_name="sid", custom_session_backend=Backend(), backend_type=BackendType.redis)
client = TestClient(app, raise_server_exceptions=False)
new, there = client.get("/").status_code, client.get("/").status_code
records.clear()
print(f"a new browser: {new}; with a record: {there}; without: {client.get('/').status_code}, and again: {client.get('/').status_code}")
PY
said=$(venv/bin/python -W ignore gone.py)
echo "$said"
[ "$said" = "a new browser: 200; with a record: 200; without: 500, and again: 500" ]
