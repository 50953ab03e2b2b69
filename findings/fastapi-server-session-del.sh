#!/usr/bin/env bash
# fastapi-server-session 0.0.1 under FastAPI 0.163.2: `del session[key]` deletes nothing, and raises nothing: it looks for the key in that key's value, and passes over the error. So do `pop`
# and `popitem`, which the class has from MutableMapping and which go through it: they give the value, and it is there as before. A log-out by `del session["user"]` ends nothing.
# Seen, in Redis: "set: ada; after del: ada; after pop, which gave ada: ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastapi-server-session==0.0.1 fastapi==0.163.2 starlette==0.52.1 redis==8.1.0
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >delete.py <<'PY'
import sys
from fastapi import Request, Response
from fastapi_server_session import RedisSessionInterface, SessionManager
from redis import Redis

sessions = SessionManager(RedisSessionInterface(Redis(unix_socket_path=sys.argv[1])))
session = sessions.use_session(Request({"type": "http", "headers": []}), Response())
session["user"] = "ada"
said = [f"set: {session['user']}"]
del session["user"]
said.append(f"after del: {session['user']}")
said.append(f"after pop, which gave {session.pop('user')}: {session['user']}")
print("; ".join(said))
PY
said=$(venv/bin/python delete.py "$folder/redis.sock")
echo "$said"
[ "$said" = "set: ada; after del: ada; after pop, which gave ada: ada" ]
