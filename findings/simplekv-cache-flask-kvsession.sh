#!/usr/bin/env bash
# Flask-KVSession-Invenio 1.0.1 over simplekv 0.14.1: behind a `CacheDecorator` a store with times, as Redis, says by the decorator that it has them; `put` of the decorator itself takes none. Each
# request that changes its session raises a TypeError.
# Seen: "Redis: 1; Redis behind a cache: TypeError". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Flask-KVSession-Invenio==1.0.1 simplekv==0.14.1 redis==5.0.8 Flask==3.1.3 Werkzeug==3.1.9
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >cache.py <<'PY'
import flask
import redis
from flask_kvsession import KVSessionExtension
from simplekv.cache import CacheDecorator
from simplekv.memory import DictStore
from simplekv.memory.redisstore import RedisStore

def count(store):
    app = flask.Flask("shop")
    app.secret_key = "a key"
    app.testing = True
    KVSessionExtension(store, app)

    @app.get("/")
    def counted():
        flask.session["count"] = flask.session.get("count", 0) + 1
        return str(flask.session["count"])

    try:
        return app.test_client().get("/").text
    except TypeError:
        return "TypeError"

store = RedisStore(redis.Redis(unix_socket_path="redis.sock"))
print(f"Redis: {count(store)}; Redis behind a cache: {count(CacheDecorator(DictStore(), store))}")
PY
said=$(venv/bin/python cache.py)
echo "$said"
[ "$said" = "Redis: 1; Redis behind a cache: TypeError" ]
