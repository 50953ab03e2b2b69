#!/usr/bin/env bash
# cookies-samesite-compat 0.0.1: of two cookies of one name in a response, the last is sent, with the attributes of both: all are read into one dictionary by name, and written anew from it. Where an old session's cookie is
# ended under its path and a new one is set, the browser is told to end the new.
# Seen, of "session=old; Path=/shop; Max-Age=0" and "session=new; Path=/": "session=new; Max-Age=0; Path=/".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cookies-samesite-compat==0.0.1
cat >name.py <<'PY'
from cookies_samesite_compat import CookiesSameSiteCompatMiddleware


def app(environ, start_response):
    start_response("200 OK", [("Set-Cookie", "session=old; Path=/shop; Max-Age=0"), ("Set-Cookie", "session=new; Path=/")])
    return [b""]


def start_response(status, headers, exc_info=None):
    print("\n".join(value.strip() for _, value in headers))


CookiesSameSiteCompatMiddleware(app, {"cookies_samesite_compat": [("user", "user-legacy")]})({"HTTP_COOKIE": "session=old"}, start_response)
PY
said=$(venv/bin/python name.py)
echo "$said"
[ "$said" = "session=new; Max-Age=0; Path=/" ]
