#!/usr/bin/env bash
# asgi-sessions 1.3.0: whether the session has changed, and its cookie is sent, is what its last statement says: a key that is set to what it was takes all changes of the request before
# it back. `session["user"] = "ada"; session["theme"] = session.get("theme")` logs nobody in, though the rest of that request has a user.
# Seen, at the next request: "user: ada; theme, user: ada; user, theme as it was: nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asgi-sessions==1.3.0 asgi-tools==3.2.1 httpx==0.28.1
cat >same.py <<'PY'
import asyncio
import httpx
from asgi_sessions import SessionMiddleware

async def page(scope, receive, send):
    session = scope["session"]
    for key in scope["query_string"].decode().split(","):
        if key == "user":
            session["user"] = "ada"
        if key == "theme":
            session["theme"] = session.get("theme")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": session.get("user", "nobody").encode()})

async def after(keys):
    app = SessionMiddleware(page, secret_key="a secret of thirty-two characters")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app.test") as client:
        assert (await client.get(f"/?{keys}")).text == "ada"
        return (await client.get("/")).text

async def main():
    print(f"user: {await after('user')}; theme, user: {await after('theme,user')}; user, theme as it was: {await after('user,theme')}")

asyncio.run(main())
PY
said=$(venv/bin/python same.py)
echo "$said"
[ "$said" = "user: ada; theme, user: ada; user, theme as it was: nobody" ]
