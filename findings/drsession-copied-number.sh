#!/usr/bin/env bash
# drsession 1.2.0: numbers are read as a kind of int that remembers what is added by `+=`, so that this becomes an increment in Redis. One that is merely copied to another key is stored as an
# increment too, by nothing: a new key gets 0, and one that is there keeps what it has.
# Seen, of 5 copied to a new key and over a 7: "from 5; new 0; over 7". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check drsession==1.2.0 redis==5.0.8
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >copied.py <<'PY'
import redis
from drsession import Session

session = Session(redis.Redis(unix_socket_path="redis.sock"), "session")
session["from"] = 5
session["over"] = 7
session["new"] = session["from"]
session["over"] = session["from"]
print(f"from {session['from']}; new {session['new']}; over {session['over']}")
PY
said=$(venv/bin/python copied.py)
echo "$said"
[ "$said" = "from 5; new 0; over 7" ]
