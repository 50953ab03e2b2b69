#!/usr/bin/env bash
# FalconSignedSessions 0.0.3 under falcon 4.4.0: a session that is emptied is not saved, since only one with something in it is: the cookie stays as it was, and with it all that was taken
# out. A log-out that clears the session logs nobody out; one that leaves another key does.
# Seen, at the next request: "user taken, theme left: nobody; cleared: ada".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check FalconSignedSessions==0.0.3 falcon==4.4.0 itsdangerous==2.2.0
cat >emptied.py <<'PY'
import falcon
from falcon.testing import TestClient
from FalconSignedSessions import SignedSessions

class Page:
    def on_get(self, request, response, does):
        session = request.context.sessions()
        if does == "in":
            response.context.set_session("user", "ada")
            response.context.set_session("theme", "dark")
        if does == "take":
            session.pop("user")
        if does == "clear":
            session.clear()
        response.text = request.context.get_session("user") or "nobody"

app = falcon.App()
app.add_middleware(SignedSessions())
app.add_route("/{does}", Page())
said = []
for does in ["take", "clear"]:
    client = TestClient(app)
    cookies = {}
    for path in ["/in", f"/{does}", "/who"]:
        answer = client.simulate_get(path, cookies=cookies)
        cookies.update({name: cookie.value for name, cookie in answer.cookies.items()})
    said.append(answer.text)
print(f"user taken, theme left: {said[0]}; cleared: {said[1]}")
PY
said=$(venv/bin/python emptied.py)
echo "$said"
[ "$said" = "user taken, theme left: nobody; cleared: ada" ]
