#!/usr/bin/env bash
# asgi-sessions 1.3.0: what is put into the session, a dict, by `update`, `setdefault` or `|=` is there for the rest of the request, and its cookie is not sent: at the next one it is
# gone. Only assignments to a key are noted; of `update`, which the class has of its own, the note is kept under another name ("modifield").
# Seen, at the next request: "assigned: ada; update: nobody; setdefault: nobody; |=: nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asgi-sessions==1.3.0 asgi-tools==3.2.1 httpx==0.28.1
cat >update.py <<'PY'
import asyncio
import httpx
from asgi_sessions import SessionMiddleware

def assign(session):
    session["user"] = "ada"

def merge(session):
    session |= {"user": "ada"}

ways = {
    "assigned": assign,
    "update": lambda session: session.update({"user": "ada"}),
    "setdefault": lambda session: session.setdefault("user", "ada"),
    "|=": merge,
}

async def after(way):
    async def page(scope, receive, send):
        if scope["path"] == "/login":
            ways[way](scope["session"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["session"].get("user", "nobody").encode()})

    app = SessionMiddleware(page, secret_key="a secret of thirty-two characters")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app.test") as client:
        assert (await client.get("/login")).text == "ada"
        return (await client.get("/")).text

async def main():
    print("; ".join([f"{way}: {await after(way)}" for way in ways]))

asyncio.run(main())
PY
said=$(venv/bin/python update.py)
echo "$said"
[ "$said" = "assigned: ada; update: nobody; setdefault: nobody; |=: nobody" ]
