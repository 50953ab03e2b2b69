#!/usr/bin/env bash
# aiosqlitedict 0.0.29: `to_sql` changes the dictionary that it writes: the lists in it are texts afterwards, in the caller's hands too. The next `append` fails, a loop goes through letters.
# Seen, of {"cart": ["pen"]} after it was written: "str ['pen']".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiosqlitedict==0.0.29 aiosqlite==0.21.0
cat >own.py <<'PY'
import asyncio
import sqlite3

from aiosqlitedict.database import Connect

database = sqlite3.connect("shop.db")
database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, cart TEXT)")
database.commit()


async def main():
    user = {"cart": ["pen"]}
    await Connect("shop.db", "users", "id").to_sql(1, user)
    print(type(user["cart"]).__name__, user["cart"])


asyncio.run(main())
PY
said=$(venv/bin/python own.py)
echo "$said"
[ "$said" = "str ['pen']" ]
