#!/usr/bin/env bash
# BottleSessions 21.9.21 under bottle 0.13.4: `session_delete`, which is to "remove from backing store", doesn't: it looks whether the session's state is None, and it is True or False.
# The browser's cookie is ended, and the record is there as long as it would have been: a copy of the cookie, in another browser, is logged in after the log-out.
# Seen, by the same cookie: "before: ada; after session_delete: ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check BottleSessions==21.9.21 bottle==0.13.4 cachelib==0.17.0
cat >delete.py <<'PY'
from wsgiref.util import setup_testing_defaults
import bottle
from BottleSessions import BottleSessions

app = bottle.Bottle()
BottleSessions(app)

@app.get("/in")
def log_in():
    bottle.request.session["user"] = "ada"

@app.get("/who")
def who():
    return bottle.request.session.get("user", "nobody")

@app.get("/out")
def log_out():
    bottle.request.session.session_delete()

def get(path, cookie=""):
    seen = {}
    environ = {"PATH_INFO": path, "HTTP_COOKIE": cookie}
    setup_testing_defaults(environ)
    body = app.wsgi(environ, lambda status, headers, *rest: seen.update(headers))
    return b"".join(body).decode(), seen.get("Set-Cookie", "").split(";")[0]

cookie = get("/in")[1]
before = get("/who", cookie)[0]
get("/out", cookie)
print(f"before: {before}; after session_delete: {get('/who', cookie)[0]}")
PY
said=$(venv/bin/python delete.py 2>/dev/null | grep before)
echo "$said"
[ "$said" = "before: ada; after session_delete: ada" ]
