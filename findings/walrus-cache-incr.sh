#!/usr/bin/env bash
# walrus 0.9.8, Cache: what `incr` counts `get` can't read, and what `set` has set `incr` can't count: the one writes a number as Redis has it, the other a pickle, under the same key. `get` of a
# count fails with whatever unpickling a digit gives.
# Seen: "incr, get: UnpicklingError; set, incr: ResponseError". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check walrus==0.9.8 redis==5.0.8
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >incr.py <<'PY'
from walrus import Database

cache = Database(unix_socket_path="redis.sock").cache("shop")
seen = []
for names in (("incr", "get"), ("set", "incr")):
    try:
        for name in names:
            getattr(cache, name)("-".join(names), *([1] if name == "set" else []))
        seen.append(f"{', '.join(names)}: fine")
    except Exception as error:
        seen.append(f"{', '.join(names)}: {type(error).__name__}")
print("; ".join(seen))
PY
said=$(venv/bin/python incr.py)
echo "$said"
[ "$said" = "incr, get: UnpicklingError; set, incr: ResponseError" ]
