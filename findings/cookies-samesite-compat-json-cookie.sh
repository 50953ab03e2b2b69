#!/usr/bin/env bash
# cookies-samesite-compat 0.0.1: a cookie of the request that Python's SimpleCookie can't read, as JSON in some script's cookie, takes those after it from the application, and is gone itself: the header is written anew
# from what could be read. An application with a reader of its own has no way to them.
# Seen, of a session behind `prefs={"wide":1}`, with the middleware and without: "with: ; without: prefs={"wide":1}; session=abc".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cookies-samesite-compat==0.0.1
cat >prefs.py <<'PY'
from cookies_samesite_compat import CookiesSameSiteCompatMiddleware


def app(environ, start_response):
    start_response("200 OK", [])
    return environ["HTTP_COOKIE"]


def seen(application):
    return application({"HTTP_COOKIE": 'prefs={"wide":1}; session=abc'}, lambda *_: None)


print(f"with: {seen(CookiesSameSiteCompatMiddleware(app, {'cookies_samesite_compat': [('session', 'session-legacy')]}))}; without: {seen(app)}")
PY
said=$(venv/bin/python prefs.py)
echo "$said"
[ "$said" = 'with: ; without: prefs={"wide":1}; session=abc' ]
