#!/usr/bin/env bash
# redsession 1.4.0 under Starlette 1.10.0: with `max_age=0`, by which "the session will not expire" (its docstring; None is the other way), no session is made: the 0 is given to Redis as the
# key's time, which takes none of 0, and the answer to whoever logs in is 500. (Its cookie would have Max-Age=0, which is deleted at once.)
# Seen: "None: 200; 0: invalid expire time in 'set' command". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redsession==1.4.0 starlette==1.10.0 httpx==0.28.1 redis==5.0.8 itsdangerous==2.2.0
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >age.py <<'PY'
from redis.asyncio import Redis
from redsession import ServerSessionMiddleware
from redsession.backend import RedisBackend
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

async def login(request):
    request.session["user"] = "ada"
    return PlainTextResponse("hello")

seen = []
for max_age in (None, 0):
    backend = RedisBackend(Redis(unix_socket_path="redis.sock"))
    app = Starlette(routes=[Route("/login", login)], middleware=[Middleware(ServerSessionMiddleware, backend=backend, secret_key="a secret", max_age=max_age)])
    try:
        seen.append(f"{max_age}: {TestClient(app).get('/login').status_code}")
    except Exception as error:
        seen.append(f"{max_age}: {error}")
print("; ".join(seen))
PY
said=$(venv/bin/python -W ignore age.py)
echo "$said"
[ "$said" = "None: 200; 0: invalid expire time in 'set' command" ]
