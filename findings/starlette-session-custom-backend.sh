#!/usr/bin/env bash
# starlette-session 0.4.3 under Starlette 0.52.1: a `custom_session_backend` alone, as its parameter's description has it, is never asked: unless a `backend_type` is given, too, which is for the
# predefined ones, all of the session goes into the cookie, readable by the user, and a deletion in the backend ends nothing.
# Seen, of the backend's calls in two requests: "alone: none; with a type of another: set get set".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check starlette-session==0.4.3 starlette==0.52.1 itsdangerous==2.2.0 httpx==0.28.1
cat >backend.py <<'PY'
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette_session import SessionMiddleware
from starlette_session.backends import BackendType
from starlette_session.interfaces import ISessionBackend

class Backend(ISessionBackend):
    def __init__(self):
        self.records, self.calls = {}, []

    async def get(self, key):
        self.calls.append("get")
        return self.records.get(key)

    async def set(self, key, value, exp):
        self.calls.append("set")
        self.records[key] = value

    async def delete(self, key):
        self.calls.append("delete")
        self.records.pop(key, None)

async def page(request):
    request.session["user"] = "ada"
    return PlainTextResponse("in")

def calls(**options):
    backend = Backend()
    app = Starlette(routes=[Route("/", page)])
    app.add_middleware(SessionMiddleware, secret_key="a secret of this script", cookie_name="sid", custom_session_backend=backend, **options)
    client = TestClient(app)
    client.get("/")
    client.get("/")
    return " ".join(backend.calls) or "none"

print(f"alone: {calls()}; with a type of another: {calls(backend_type=BackendType.aioRedis)}")
PY
said=$(venv/bin/python -W ignore backend.py)
echo "$said"
[ "$said" = "alone: none; with a type of another: set get set" ]
