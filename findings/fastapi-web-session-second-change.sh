#!/usr/bin/env bash
# fastapi-web-session 0.1.0a2 under FastAPI 0.115.6: a session is stored at its first change, and never after: Redis is asked to set it only where there is none (NX), and its refusal is passed
# over. What a later request puts into it, or takes out, is not there at the next.
# Seen, of a cart and a theme that are set one after the other: {"cart": 1}. Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastapi-web-session==0.1.0a2 fastapi==0.115.6 httpx==0.28.1
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >change.py <<'PY'
import json
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from fastapi_web_session import RedisStorage, Session, get_session

app = FastAPI(dependencies=[Depends(RedisStorage(unix_socket_path="redis.sock"))])

@app.get("/set/{key}")
def put(key: str, session: Session = Depends(get_session)):
    session[key] = 1

@app.get("/")
def page(session: Session = Depends(get_session)):
    return {key: session[key] for key in session}

client = TestClient(app)
client.get("/set/cart")
client.get("/set/theme")
print(json.dumps(client.get("/").json()))
PY
said=$(venv/bin/python -W ignore change.py)
echo "$said"
[ "$said" = '{"cart": 1}' ]
