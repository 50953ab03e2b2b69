#!/usr/bin/env bash
# django-redis-session-store 0.1.1 under Django 5.2.8: `delete(session_key)`, by which Django has a session removed, removes the store's own, whatever key it is given. `cycle_key`, which each
# log-in calls, makes a session under a new key and deletes the old one so: the new one is gone, and the old one is still there.
# Seen, of a session that is cycled: "old there, new gone". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check django-redis-session-store==0.1.1 Django==5.2.8 redis==5.0.8
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
redis-server --bind 127.0.0.1 --port "$port" --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >cycle.py <<'PY'
import sys
from django.conf import settings

settings.configure(
    SECRET_KEY="a secret",
    SHARED_SECRET_KEY="a shared secret",
    SESSION_REDIS_HOST="127.0.0.1",
    SESSION_REDIS_PORT=int(sys.argv[1]),
    SESSION_REDIS_SOCKET_TIMEOUT=5,
    SESSION_REDIS_TLS=False,
    SESSION_REDIS_DB=0,
    SESSION_REDIS_USER=None,
    SESSION_REDIS_PASSWORD=None,
    SESSION_REDIS_PREFIX="sessions",
)
from django_redis_session_store.session_store import SessionStore

session = SessionStore()
session["cart"] = ["pen"]
session.save()
old = session.session_key
session.cycle_key()
there = {True: "there", False: "gone"}
print(f"old {there[bool(session.exists(old))]}, new {there[bool(session.exists(session.session_key))]}")
PY
said=$(venv/bin/python cycle.py "$port")
echo "$said"
[ "$said" = "old there, new gone" ]
