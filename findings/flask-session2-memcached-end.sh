#!/usr/bin/env bash
# Flask-Session2 1.3.1 under Flask 2.3.3, SESSION_TYPE memcached: sessions have no end in memcached: it is given none, where Redis and the files get PERMANENT_SESSION_LIFETIME. A cookie that was
# kept, in a copy of a browser's profile, opens its session for as long as memcached runs and has room.
# Seen, of a lifetime of a second, 3.5 s later, by the same cookie: "filesystem: nobody; memcached: ada". Needs memcached (Debian: memcached).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Flask-Session2==1.3.1 Flask==2.3.3 Werkzeug==2.3.8 pymemcache==4.0.0
as=()
[ "$(id -u)" = 0 ] && as=(-u nobody)
chmod 0777 "$folder"
MEMCACHED_PORT_FILENAME="$folder/port" memcached "${as[@]}" -l 127.0.0.1 -p -1 2>/dev/null &
trap 'kill %1; rm -rf "$folder"' EXIT
until [ -s port ]; do sleep 0.1; done
cat >end.py <<'PY'
import re
import time
from datetime import timedelta
from flask import Flask, session
from flask_session import Session
from pymemcache import Client

port = int(re.search(r"TCP INET: (\d+)", open("port").read())[1])
clients = {}
for kind in ("filesystem", "memcached"):
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a secret", SESSION_TYPE=kind, PERMANENT_SESSION_LIFETIME=timedelta(seconds=1), SESSION_FILE_DIR="sessions")
    app.config["SESSION_MEMCACHED"] = Client(("127.0.0.1", port))
    Session(app)

    @app.get("/login")
    def login():
        session["user"] = "ada"
        return "hello"

    @app.get("/")
    def page():
        return session.get("user", "nobody")

    clients[kind] = app.test_client(use_cookies=False)
cookies = {kind: client.get("/login").headers["Set-Cookie"].split(";")[0] for kind, client in clients.items()}
time.sleep(3.5)
print("; ".join(f"{kind}: {client.get('/', headers={'Cookie': cookies[kind]}).text}" for kind, client in clients.items()))
PY
said=$(venv/bin/python -W ignore end.py)
echo "$said"
[ "$said" = "filesystem: nobody; memcached: ada" ]
