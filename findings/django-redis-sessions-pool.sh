#!/usr/bin/env bash
# django-redis-sessions 0.6.2 under Django 5.2.8: the addresses of a POOL are passed over: its entries are dicts, as its settings have them, and are read as if they were objects, of which each
# attribute that isn't there has a default. All sessions go to localhost:6379. (And the first visit fails, since a server is chosen by the session's key, which it hasn't got yet.)
# Seen, of four sessions over a pool of ports 7001 and 7002: "ports 6379; without a key: TypeError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check django-redis-sessions==0.6.2 Django==5.2.8 redis==5.0.8
cat >pool.py <<'PY'
from django.conf import settings

settings.configure(SESSION_REDIS={"POOL": [{"host": "localhost", "port": 7001, "weight": 1}, {"host": "localhost", "port": 7002, "weight": 1}]})
from redis_sessions.session import SessionStore

ports = {SessionStore(letter * 32).server.connection_pool.connection_kwargs["port"] for letter in "abcd"}
try:
    first = SessionStore().server.connection_pool.connection_kwargs["port"]
except Exception as error:
    first = type(error).__name__
print(f"ports {', '.join(map(str, ports))}; without a key: {first}")
PY
said=$(venv/bin/python pool.py)
echo "$said"
[ "$said" = "ports 6379; without a key: TypeError" ]
