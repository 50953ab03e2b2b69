#!/usr/bin/env bash
# walrus 0.9.8: `del list[index]`, which its docstring has delete by index where that is a number, deletes the first item of the list that is equal to the one at the index. The others move:
# of a log of what was done the last entry is to go, and the first one does.
# Seen, of log-in, view, log-in, by `del list[2]`: "view, log-in". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check walrus==0.9.8 redis==5.0.8
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >delete.py <<'PY'
from walrus import Database

done = Database(unix_socket_path="redis.sock").List("done")
done.extend(["log-in", "view", "log-in"])
del done[2]
print(", ".join(item.decode() for item in done))
PY
said=$(venv/bin/python delete.py)
echo "$said"
[ "$said" = "view, log-in" ]
