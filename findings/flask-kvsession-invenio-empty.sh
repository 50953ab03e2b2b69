#!/usr/bin/env bash
# Flask-KVSession-Invenio 1.0.1: sessions that are empty, it says, "will not be stored at all". One that was empty before and is again, as by a flash that is set and taken within one request, is
# stored, empty, with a cookie for it.
# Seen, of a session with nothing in it: "untouched: no cookie, 0 stored; set and deleted: a cookie, 1 stored".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Flask-KVSession-Invenio==1.0.1 simplekv==0.14.1 Flask==3.1.3 Werkzeug==3.1.9
cat >empty.py <<'PY'
import flask
from flask_kvsession import KVSessionExtension
from simplekv.memory import DictStore

store = DictStore()
app = flask.Flask("shop")
app.secret_key = "a key"
KVSessionExtension(store, app)

@app.get("/untouched")
def untouched():
    return "hello"

@app.get("/deleted")
def deleted():
    flask.session["notice"] = "saved"
    return flask.session.pop("notice")

def told(path):
    response = app.test_client().get(path)
    cookie = "a cookie" if response.headers.getlist("Set-Cookie") else "no cookie"
    return f"{cookie}, {len(store.keys())} stored"

print(f"untouched: {told('/untouched')}; set and deleted: {told('/deleted')}")
PY
said=$(venv/bin/python empty.py)
echo "$said"
[ "$said" = "untouched: no cookie, 0 stored; set and deleted: a cookie, 1 stored" ]
