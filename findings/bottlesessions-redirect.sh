#!/usr/bin/env bash
# BottleSessions 21.9.21 under bottle 0.13.4: a handler that ends by `bottle.redirect` saves nothing of its session, and sends no cookie: bottle's redirect is raised, and what comes after the
# handler isn't reached then. `session["user"] = "ada"; redirect("/")`, as logs-in end, logs nobody in; so does `abort`, for a count of tries.
# Seen: "returned: 200, a cookie", "redirected: 302, no cookie".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check BottleSessions==21.9.21 bottle==0.13.4 cachelib==0.17.0
cat >redirect.py <<'PY'
from wsgiref.util import setup_testing_defaults
import bottle
from BottleSessions import BottleSessions

app = bottle.Bottle()
BottleSessions(app)

@app.get("/returned")
def returned():
    bottle.request.session["user"] = "ada"
    return "in"

@app.get("/redirected")
def redirected():
    bottle.request.session["user"] = "ada"
    bottle.redirect("/")

def get(path):
    seen = {}
    environ = {"PATH_INFO": path}
    setup_testing_defaults(environ)
    app.wsgi(environ, lambda status, headers, *rest: seen.update(status=status[:3], cookie="Set-Cookie" in dict(headers)))
    return f"{seen['status']}, {'a' if seen['cookie'] else 'no'} cookie"

print("returned:", get("/returned"))
print("redirected:", get("/redirected"))
PY
said=$(venv/bin/python redirect.py 2>/dev/null | grep cookie)
echo "$said"
[ "$said" = "returned: 200, a cookie
redirected: 302, no cookie" ]
