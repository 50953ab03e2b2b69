#!/usr/bin/env bash
# redis-dict 3.4.1, PythonRedisDict: with an `expire`, `len` and `keys()` go on with what is over, for good: they go by a list of the keys which Redis's own end of a key doesn't
# touch. `popitem` of such a one fails. RedisDict of the same package asks for the keys themselves.
# Seen, of a key of a second, 1.5 s later: "RedisDict: 0, []; PythonRedisDict: 1, ['sid']". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redis-dict==3.4.1 redis==7.1.0
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >length.py <<'PY'
import time
from redis import StrictRedis
from redis_dict import PythonRedisDict, RedisDict

dictionaries = [
    kind(namespace=kind.__name__, expire=1, redis=StrictRedis(unix_socket_path="redis.sock", decode_responses=True)) for kind in (RedisDict, PythonRedisDict)
]
for dictionary in dictionaries:
    dictionary["sid"] = "ada"
time.sleep(1.5)
print("; ".join(f"{type(dictionary).__name__}: {len(dictionary)}, {list(dictionary.keys())}" for dictionary in dictionaries))
PY
said=$(venv/bin/python length.py)
echo "$said"
[ "$said" = "RedisDict: 0, []; PythonRedisDict: 1, ['sid']" ]
