#!/usr/bin/env bash
# starlette-sessions 0.3.0 under Starlette 1.10.0: `clear()` does nothing to a session that the request hasn't looked into before: it empties what was loaded, and loads nothing itself. A log-out
# that clears the session, and does nothing else, logs nobody out. After any key was read it clears.
# Seen, of the user after a log-out: "clear: ada; get, clear: nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check starlette-sessions==0.3.0 starlette==1.10.0 httpx==0.28.1
cat >clear.py <<'PY'
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

def logout(request):
    request.session.clear()
    return PlainTextResponse("bye")

def logout_by_name(request):
    name = request.session.get("user")
    request.session.clear()
    return PlainTextResponse(f"bye {name}")

def page(request):
    return PlainTextResponse(request.session.get("user", "nobody"))

routes = [Route("/login", login), Route("/logout", logout), Route("/logout-by-name", logout_by_name), Route("/", page)]
app = Starlette(routes=routes, middleware=[Middleware(SessionMiddleware, backend=MemorySessionBackend())])
seen = []
for name, path in [("clear", "/logout"), ("get, clear", "/logout-by-name")]:
    client = TestClient(app)
    client.get("/login")
    client.get(path)
    seen.append(f"{name}: {client.get('/').text}")
print("; ".join(seen))
PY
said=$(venv/bin/python -W ignore clear.py)
echo "$said"
[ "$said" = "clear: ada; get, clear: nobody" ]
