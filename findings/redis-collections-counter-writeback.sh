#!/usr/bin/env bash
# redis-collections 0.13.0, Counter with `writeback=True`: `update` adds to the count in Redis, and keeps what was added as the count: it is read from then on, and `sync`, which each collection of
# this kind ends with, stores it. What was counted before is lost.
# Seen, of a count of 2 that 3 are added to: "read 3, in Redis 5, after sync 3". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redis-collections==0.13.0 redis==5.0.8
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >counter.py <<'PY'
from redis import StrictRedis
from redis_collections import Counter

redis = StrictRedis(unix_socket_path="redis.sock")
visits = Counter({"ada": 2}, redis=redis, key="visits", writeback=True)
visits.update({"ada": 3})
stored = Counter(redis=redis, key="visits")
seen = f"read {visits['ada']}, in Redis {stored['ada']}"
visits.sync()
print(f"{seen}, after sync {stored['ada']}")
PY
said=$(venv/bin/python counter.py)
echo "$said"
[ "$said" = "read 3, in Redis 5, after sync 3" ]
