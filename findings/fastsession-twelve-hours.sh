#!/usr/bin/env bash
# fastsession 0.3.0 under Starlette 1.10.0: with its MemoryStore, its only one, each session ends twelve hours after it was made, whatever `max_age` is and however much it is used, as soon as
# the hundredth session begins: that sets off a sweep, which goes by the time at which a session was made. On a site with few visitors they hold.
# Seen, of one of thirty days after thirteen hours: "among 10: ada; among 100: nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastsession==0.3.0 starlette==1.10.0 httpx==0.28.1 itsdangerous==2.2.0
cat >hours.py <<'PY'
import time
from fastsession import FastSessionMiddleware, MemoryStore
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

def login(request):
    request.state.session.get_session()["user"] = "ada"
    return PlainTextResponse("hello")

def page(request):
    return PlainTextResponse(request.state.session.get_session().get("user", "nobody"))

real = time.time
seen = []
for visitors in (10, 100):
    time.time = real
    middleware = [Middleware(FastSessionMiddleware, secret_key="a secret", store=MemoryStore(), secure=False, max_age=30 * 86400)]
    app = Starlette(routes=[Route("/login", login), Route("/", page)], middleware=middleware)
    client = TestClient(app)
    client.get("/login")
    time.time = lambda: real() + 13 * 3600
    for _ in range(visitors):
        TestClient(app).get("/")
    seen.append(f"among {visitors}: {client.get('/').text}")
print("; ".join(seen))
PY
said=$(venv/bin/python -W ignore hours.py)
echo "$said"
[ "$said" = "among 10: ada; among 100: nobody" ]
