#!/usr/bin/env bash
# kv-store-adapter 0.1.2, RedisStore: it takes "an existing Redis client". From one as redis-py makes it, without `decode_responses`, it gets bytes, and takes all that is no str for missing: what is
# put is in Redis, and `get` gives None for it, without an error.
# Seen, of a client without and with `decode_responses`: "without: in Redis, get None; with: in Redis, get ada". Needs redis-server.
set -euo pipefail
folder=$(mktemp -d)
trap 'redis-cli -s "$folder/redis.sock" shutdown nosave >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'kv-store-adapter[redis]==0.1.2' redis==6.4.0 typing_extensions==4.15.0
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --daemonize yes >/dev/null
until redis-cli -s "$folder/redis.sock" ping >/dev/null 2>&1; do sleep 0.1; done
cat >own.py <<'PY'
import asyncio
from kv_store_adapter.stores.redis import RedisStore
from redis.asyncio import Redis

async def told(decode):
    client = Redis(unix_socket_path="redis.sock", decode_responses=decode)
    await client.flushall()
    store = RedisStore(client=client)
    await store.put("users", "1", {"name": "ada"})
    stored = "in Redis" if await client.dbsize() == 1 else "not in Redis"
    value = await store.get("users", "1")
    await client.aclose()
    return f"{stored}, get {value and value['name']}"

async def main():
    print(f"without: {await told(False)}; with: {await told(True)}")

asyncio.run(main())
PY
said=$(venv/bin/python own.py)
echo "$said"
[ "$said" = "without: in Redis, get None; with: in Redis, get ada" ]
