#!/usr/bin/env bash
# fastapi-sessions 0.3.2 under FastAPI 0.163.2: the cookie's SameSite is written with the name of the enumeration it comes from, "SameSiteEnum.strict", which is no value of it: browsers
# take it for none given (RFC 6265bis, 5.6.7), which is Lax or less. Neither "strict" nor "none" has an effect.
# Seen, with `CookieParameters(samesite="strict")`: "SameSite=SameSiteEnum.strict".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastapi-sessions==0.3.2 fastapi==0.163.2 starlette==0.52.1 pydantic==2.14.4 itsdangerous==2.2.0
cat >cookie.py <<'PY'
from uuid import uuid4
from fastapi import Response
from fastapi_sessions.frontends.implementations import CookieParameters, SessionCookie

sessions = SessionCookie(cookie_name="sid", identifier="app", secret_key="a secret of this script", cookie_params=CookieParameters(samesite="strict"))
response = Response()
sessions.attach_to_response(response, uuid4())
print(response.headers["set-cookie"].split("; ")[-1])
PY
said=$(venv/bin/python -W ignore cookie.py)
echo "$said"
[ "$said" = "SameSite=SameSiteEnum.strict" ]
