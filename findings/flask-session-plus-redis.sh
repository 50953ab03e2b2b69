#!/usr/bin/env bash
# flask-session-plus 0.6.2 under Flask 1.1.4: no session of its Redis backend is ever stored: the time until its end is asked of the moment at which it ends, which raises, and that is caught and
# logged. Its cookie is sent, and the next request finds nothing. The Memcached backend does the same.
# Seen: "cookie sent True; next request: nobody; keys 0". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check flask-session-plus==0.6.2 Flask==1.1.4 Werkzeug==1.0.1 Jinja2==2.11.3 MarkupSafe==2.0.1 itsdangerous==1.1.0 redis==5.0.8 pytz==2024.1
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >store.py <<'PY'
from flask import Flask, session
from flask_session_plus import Session
from redis import Redis

redis = Redis(unix_socket_path="redis.sock")
app = Flask(__name__)
app.config.update(SECRET_KEY="a secret", SESSION_CONFIG=[{"cookie_name": "sid", "session_type": "redis", "session_fields": ["user"], "client": redis}])
Session(app)

@app.route("/login")
def login():
    session["user"] = "ada"
    return "hello"

@app.route("/")
def page():
    return session.get("user", "nobody")

client = app.test_client()
sent = "Set-Cookie" in client.get("/login").headers
print(f"cookie sent {sent}; next request: {client.get('/').get_data(as_text=True)}; keys {redis.dbsize()}")
PY
said=$(venv/bin/python -W ignore store.py 2>/dev/null)
echo "$said"
[ "$said" = "cookie sent True; next request: nobody; keys 0" ]
