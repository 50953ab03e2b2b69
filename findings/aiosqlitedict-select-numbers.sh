#!/usr/bin/env bash
# aiosqlitedict 0.0.29: `select` gives a column's numbers that have a point or a minus without their first and last character, as text: each value is put into words and taken for a text in quotes, which are then cut off.
# Only whole numbers from 0 on are numbers; a NULL is the text "None".
# Seen, of a column of 19.99, -250, 7 and NULL: "['9.9', '25', 7, 'None']".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiosqlitedict==0.0.29 aiosqlite==0.21.0
cat >prices.py <<'PY'
import asyncio
import sqlite3

from aiosqlitedict.database import Connect

database = sqlite3.connect("shop.db")
database.execute("CREATE TABLE wares (id INTEGER PRIMARY KEY, price NUMERIC)")
database.executemany("INSERT INTO wares (price) VALUES (?)", [(19.99,), (-250,), (7,), (None,)])
database.commit()


async def main():
    print(await Connect("shop.db", "wares", "id").select("price"))


asyncio.run(main())
PY
said=$(venv/bin/python prices.py)
echo "$said"
[ "$said" = "['9.9', '25', 7, 'None']" ]
