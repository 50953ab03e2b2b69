#!/usr/bin/env bash
# secure-cookie 0.2.0, the sessions that Werkzeug had before 1.0: `copy` of a session is to "create a flat copy of the dict" and raises a TypeError, whatever is in it: it makes the new one by
# `object.__new__`, which dictionaries refuse. copy.copy does the same.
# Seen, of a session as its store hands it out: "read ada; copy TypeError; dict ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check secure-cookie==0.2.0 Werkzeug==2.3.8
cat >copied.py <<'PY'
from secure_cookie.session import FilesystemSessionStore

store = FilesystemSessionStore(".")
session = store.new()
session["user"] = "ada"
store.save(session)
session = store.get(session.sid)

def copied():
    try:
        return session.copy()["user"]
    except TypeError:
        return "TypeError"

print(f"read {session['user']}; copy {copied()}; dict {dict(session)['user']}")
PY
said=$(venv/bin/python copied.py)
echo "$said"
[ "$said" = "read ada; copy TypeError; dict ada" ]
