#!/usr/bin/env bash
# tornaSession 1.1.5.2 under tornado 6.4.2: `session["tries"]` raises a KeyError where it was set to 0, "", False or an empty list: only what is true is found. `in` says that it's there, `get` gives it.
# Seen, of tries set to 0: "in True, get 0, [] KeyError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tornaSession==1.1.5.2 tornado==6.4.2
cat >zero.py <<'PY'
import asyncio

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from torndsession.sessionhandler import SessionBaseHandler


class Page(SessionBaseHandler):
    def get(self):
        self.session["tries"] = 0
        try:
            found = self.session["tries"]
        except KeyError:
            found = "KeyError"
        self.write(f"in {'tries' in self.session}, get {self.session.get('tries')}, [] {found}")


async def main():
    listening, port = bind_unused_port()
    HTTPServer(Application([("/", Page)])).add_socket(listening)
    print((await AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}/")).body.decode())


asyncio.run(main())
PY
said=$(venv/bin/python zero.py)
echo "$said"
[ "$said" = "in True, get 0, [] KeyError" ]
