#!/usr/bin/env bash
# starlette-sessions 0.3.0 under Starlette 1.10.0: a session's length is 0, whatever is in it (`__len__` counts, and gives 0 back), and so it is false: `if request.session:` holds for nobody,
# and `len(request.session)` finds no key in one that lists them.
# Seen, at the request after the log-in: "user ada, keys ['user'], len 0, bool False".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check starlette-sessions==0.3.0 starlette==1.10.0 httpx==0.28.1
cat >length.py <<'PY'
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette_sessions.memory.backend import MemorySessionBackend
from starlette_sessions.middleware import SessionMiddleware

def login(request):
    request.session["user"] = "ada"
    return PlainTextResponse("hello")

def page(request):
    session = request.session
    return PlainTextResponse(f"user {session['user']}, keys {list(session)}, len {len(session)}, bool {bool(session)}")

app = Starlette(routes=[Route("/login", login), Route("/", page)], middleware=[Middleware(SessionMiddleware, backend=MemorySessionBackend())])
client = TestClient(app)
client.get("/login")
print(client.get("/").text)
PY
said=$(venv/bin/python -W ignore length.py)
echo "$said"
[ "$said" = "user ada, keys ['user'], len 0, bool False" ]
