#!/usr/bin/env bash
# cromlech.sessions.file 0.1 under cromlech.session 0.1: a session that is only read ends, though it is in use: for each read one the store is told to `touch` it ("we are alive, please keep us that way"), and this store,
# which ends a session by the time of its file, has no such method but the empty one that it inherits. The cookie is sent anew with each page all the same.
# Seen, of a session of two seconds that is read each 0.9: "ada ada None".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cromlech.session==0.1 cromlech.sessions.file==0.1 cromlech.marshallers==0.1
cat >touch.py <<'PY'
import time

from cromlech.session import Session
from cromlech.sessions.file import FileStore

store = FileStore("sessions", 2)
session = Session("s1", store, new=True)
session["user"] = "ada"
session.persist()
seen = []
for page in range(3):
    time.sleep(0.9)
    session = Session("s1", store)
    seen.append(session.get("user"))
    session.persist()
print(*seen)
PY
said=$(venv/bin/python touch.py)
echo "$said"
[ "$said" = "ada ada None" ]
