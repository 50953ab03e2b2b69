#!/usr/bin/env bash
# redis-dict 3.4.1: a `with dic.expire_at(seconds):`, which is to hold for what is set inside of it, holds for good once an error leaves it: the dictionary's own time isn't put back. All that
# is set later ends with it.
# Seen, of a dictionary whose keys have no end, after an error inside of 60 s, which is caught: "before None, after 60". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redis-dict==3.4.1 redis==7.1.0
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >error.py <<'PY'
from redis import StrictRedis
from redis_dict import RedisDict

dic = RedisDict(namespace="shop", redis=StrictRedis(unix_socket_path="redis.sock", decode_responses=True))
dic["before"] = 1
try:
    with dic.expire_at(60):
        dic["code"] = 1234
        raise ValueError("the mail was not sent")
except ValueError:
    pass
dic["after"] = 1
print(f"before {dic.get_ttl('before')}, after {dic.get_ttl('after')}")
PY
said=$(venv/bin/python error.py)
echo "$said"
[ "$said" = "before None, after 60" ]
