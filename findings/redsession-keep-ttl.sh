#!/usr/bin/env bash
# redsession 1.4.0 under Starlette 1.10.0: each request that has a session writes it back at its end, changed or not, by Redis's SET with KEEPTTL. Where the session ended while the request was
# under way there is no time to keep: it is there again, and never ends. So it is for a log-out during a slow page.
# Seen, of a session of a second, which a page of 1.5 s has read: "ada, ttl -1". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redsession==1.4.0 starlette==1.10.0 httpx==0.28.1 redis==5.0.8 itsdangerous==2.2.0
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >slow.py <<'PY'
import asyncio
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
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

async def slow(request):
    await asyncio.sleep(1.5)
    return PlainTextResponse(request.session["user"])

backend = RedisBackend(AsyncRedis(unix_socket_path="redis.sock"))
middleware = [Middleware(ServerSessionMiddleware, backend=backend, secret_key="a secret", max_age=1)]
with TestClient(Starlette(routes=[Route("/login", login), Route("/slow", slow)], middleware=middleware)) as client:
    client.get("/login")
    user = client.get("/slow").text
redis = Redis(unix_socket_path="redis.sock")
print(f"{user}, ttl {redis.ttl(redis.keys()[0])}")
PY
said=$(venv/bin/python -W ignore slow.py)
echo "$said"
[ "$said" = "ada, ttl -1" ]
