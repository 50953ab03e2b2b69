#!/usr/bin/env bash
# redis-dict 3.4.1: with `preserve_expiration=True`, by which an update leaves the time that a key has left, what `setdefault` sets has no end at all, though the dictionary has an `expire`: it
# asks Redis to keep the time of a key that isn't there. `dic[key] = …` gives a new key its time.
# Seen, of an `expire` of 60: "by [] 60, by setdefault None". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redis-dict==3.4.1 redis==7.1.0
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >default.py <<'PY'
from redis import StrictRedis
from redis_dict import RedisDict

redis = StrictRedis(unix_socket_path="redis.sock", decode_responses=True)
dic = RedisDict(namespace="shop", expire=60, preserve_expiration=True, redis=redis)
dic["ada"] = 1
dic.setdefault("bob", 1)
print(f"by [] {dic.get_ttl('ada')}, by setdefault {dic.get_ttl('bob')}")
PY
said=$(venv/bin/python default.py)
echo "$said"
[ "$said" = "by [] 60, by setdefault None" ]
