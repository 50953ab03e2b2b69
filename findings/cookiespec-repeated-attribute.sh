#!/usr/bin/env bash
# cookiespec 0.1.1, a parser and linter of Set-Cookie by RFC 6265: of an attribute that is there twice it keeps the first, and its source cites section 5.3 for "first wins". Section 5.3 takes the last
# of each, and so do browsers: a cookie that the linter's reader sees as kept for a minute is deleted by them.
# Seen, of "Max-Age=60; Max-Age=0; Path=/shop; Path=/": "60 /shop".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cookiespec==0.1.1
cat >repeated.py <<'PY'
from cookiespec import parse_set_cookie

attrs = parse_set_cookie("sid=1; Max-Age=60; Max-Age=0; Path=/shop; Path=/").attrs
print(attrs.max_age, attrs.path)
PY
said=$(venv/bin/python repeated.py)
echo "$said"
[ "$said" = "60 /shop" ]
