#!/usr/bin/env bash
# obsession 1.2.2: `keys_olderthan(when)`, "session ids … that have not been accessed since when", gives those that have been: it compares the wrong way round. A sweep that deletes what it
# gives ends the sessions in use, and keeps those that are over.
# Seen, of a session of yesterday and one of now, older than an hour ago: "FileBackend: now; MemoryBackend: now".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check obsession==1.2.2
cat >older.py <<'PY'
import os
import time
from datetime import datetime, timedelta
from obsession import FileBackend, MemoryBackend

os.mkdir("sessions")
ids = {"yesterday": "y" * 40, "now": "n" * 40}
yesterday = time.time() - 86400
files, memory = FileBackend("sessions"), MemoryBackend()
for name, session_id in ids.items():
    files.save(session_id, {"user": "ada"})
    memory.save(session_id, {"user": "ada"}, timestamp=lambda: time.localtime(yesterday if name == "yesterday" else time.time()))
os.utime(os.path.join("sessions", f"s_{ids['yesterday']}"), (yesterday, yesterday))
hour_ago = datetime.now() - timedelta(hours=1)
print("; ".join(
    f"{type(backend).__name__}: {', '.join(name for name in ids if ids[name] in list(backend.keys_olderthan(hour_ago)))}" for backend in (files, memory)
))
PY
said=$(venv/bin/python older.py)
echo "$said"
[ "$said" = "FileBackend: now; MemoryBackend: now" ]
