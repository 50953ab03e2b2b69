#!/usr/bin/env bash
# Flask-Session2 1.3.1 under Flask 2.3.3: with SESSION_PERMANENT False, "whether use permanent session or not", nothing is stored in Redis: only a permanent session is, as if that word meant
# that. Its cookie is sent, and the next request finds an empty session, without an error. Flask's own means by it that the cookie ends with the browser.
# Seen, of the user at the next request: "permanent: ada, keys 1; not permanent: nobody, keys 0". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Flask-Session2==1.3.1 Flask==2.3.3 Werkzeug==2.3.8 redis==5.0.8
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >permanent.py <<'PY'
from flask import Flask, session
from flask_session import Session
from redis import Redis

redis = Redis(unix_socket_path="redis.sock")
seen = []
for permanent in (True, False):
    redis.flushall()
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a secret", SESSION_TYPE="redis", SESSION_REDIS=redis, SESSION_PERMANENT=permanent)
    Session(app)

    @app.get("/login")
    def login():
        session["user"] = "ada"
        return "hello"

    @app.get("/")
    def page():
        return session.get("user", "nobody")

    client = app.test_client()
    client.get("/login")
    seen.append(f"{'permanent' if permanent else 'not permanent'}: {client.get('/').text}, keys {redis.dbsize()}")
print("; ".join(seen))
PY
said=$(venv/bin/python -W ignore permanent.py)
echo "$said"
[ "$said" = "permanent: ada, keys 1; not permanent: nobody, keys 0" ]
