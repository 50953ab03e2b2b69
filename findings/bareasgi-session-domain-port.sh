#!/usr/bin/env bash
# bareASGI-session 4.0.1 under bareASGI 4.4.1: without a `domain` "the host header of the request will be used", with its port: "Domain=example.com:8080" is no domain that the request's
# host is in (RFC 6265, section 5.3, step 6), and the cookie is not kept. At any port but the usual there are no sessions, unless the host is localhost.
# Seen, by Host: "example.com -> Domain=example.com; example.com:8080 -> Domain=example.com:8080".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check bareASGI-session==4.0.1 bareASGI==4.4.1 bareutils==4.0.2
cat >port.py <<'PY'
import asyncio
from bareasgi import Application, HttpResponse
from bareasgi_session import add_session_middleware, session_data

async def page(request):
    session_data(request)["user"] = "ada"
    return HttpResponse(200)

app = Application()
add_session_middleware(app)
app.http_router.add({"GET"}, "/", page)

async def domain(host):
    sent = []
    messages = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        return messages.pop() if messages else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.1"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/", "raw_path": b"/",
        "query_string": b"", "root_path": "", "headers": [(b"host", host.encode())], "client": ("127.0.0.1", 4000), "server": ("127.0.0.1", 8080),
    }
    await app(scope, receive, send)
    cookie = dict(sent[0]["headers"])[b"set-cookie"].decode()
    return f"{host} -> {cookie.split('; ')[-1]}"

async def main():
    print("; ".join([await domain("example.com"), await domain("example.com:8080")]))

asyncio.run(main())
PY
said=$(venv/bin/python port.py)
echo "$said"
[ "$said" = "example.com -> Domain=example.com; example.com:8080 -> Domain=example.com:8080" ]
