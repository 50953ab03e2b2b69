#!/usr/bin/env bash
# starlette-session-middleware 0.1.6 with PyJWT 2.12.0: a session kept as a JWT is lost whole if it has a key that a token has a meaning for: the session is the token's claims, and what PyJWT takes no such claim for
# (a `sub` that is no text, an `aud` that nobody asked for) makes the token invalid on the way back. It's written without a word.
# Seen, of sessions with a cart and one more key: "user: a pen; sub: None; aud: None".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check starlette-session-middleware==0.1.6 starlette==0.52.1 PyJWT==2.12.0 httpx==0.28.1
cat >claims.py <<'PY'
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette_session.middleware import SessionMiddleware
from starlette_session.middleware.authorizationbackends.cookie import CookieAuthorizationBackend
from starlette_session.middleware.codecbackends.jwt import JwtCodecBackend
from starlette_session.middleware.storagebackends.cookie import CookieStorageBackend


def seen(key, value):
    async def put(request):
        request.session.update({"cart": "a pen", key: value})
        return PlainTextResponse("put")

    async def get(request):
        return PlainTextResponse(str(request.session.get("cart")))

    app = Starlette(routes=[Route("/put", put), Route("/get", get)])
    app.add_middleware(
        SessionMiddleware,
        codec_backend=JwtCodecBackend(key="a key of thirty-two bytes or more", algorithm="HS256"),
        storage_backend=CookieStorageBackend(),
        authorization_backend=CookieAuthorizationBackend(),
    )
    client = TestClient(app)
    client.get("/put")
    return f"{key}: {client.get('/get').text}"


print("; ".join([seen("user", 1), seen("sub", 1), seen("aud", "shop")]))
PY
said=$(venv/bin/python claims.py)
echo "$said"
[ "$said" = "user: a pen; sub: None; aud: None" ]
