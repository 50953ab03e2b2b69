#!/usr/bin/env bash
# Flask-KVSession-Invenio 1.0.1: a session ends when PERMANENT_SESSION_LIFETIME has gone by since it was made, however busy it is: its age is taken from its name. Its cookie and its record in a
# store with times are given the whole lifetime anew with each change, as Flask does it with its own.
# Seen, of a number counted up each 0.6 s with a lifetime of 2 s: "Flask 1 2 3 4 5 6; KVSession begins anew".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Flask-KVSession-Invenio==1.0.1 simplekv==0.14.1 Flask==3.1.3 Werkzeug==3.1.9
cat >age.py <<'PY'
import time
from datetime import timedelta
import flask
from flask_kvsession import KVSessionExtension
from simplekv.memory import DictStore

def client(store):
    app = flask.Flask("shop")
    app.secret_key = "a key"
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=2)
    if store is not None:
        KVSessionExtension(store, app)

    @app.get("/")
    def count():
        flask.session.permanent = True
        flask.session["count"] = flask.session.get("count", 0) + 1
        return str(flask.session["count"])

    return app.test_client()

clients = client(None), client(DictStore())
counts = [], []
for _ in range(6):
    for one, counted in zip(clients, counts):
        counted.append(one.get("/").text)
    time.sleep(0.6)
kept = ["1", "2", "3", "4", "5", "6"]
print(f"Flask {' '.join(counts[0])}; KVSession {'counts on' if counts[1] == kept else 'begins anew'}")
PY
said=$(venv/bin/python age.py)
echo "$said"
[ "$said" = "Flask 1 2 3 4 5 6; KVSession begins anew" ]
