#!/usr/bin/env bash
# flask-encrypted-cookies-session 0.2.4: it asks for Flask before 3 and for no Werkzeug, so that `pip install` brings Flask 2.3 with Werkzeug 3. Its serialiser gives bytes, which Werkzeug takes
# for a cookie up to 2.3 and no longer at 3: each answer with a changed session is a TypeError. Flask's own sessions work with both.
# Seen, of a session with a number: "Werkzeug 2.3.8: 1 1; Werkzeug 3.1.9: 1 TypeError" (by Flask's own, by this).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
cat >changed.py <<'PY'
import flask
from cryptography.fernet import Fernet
from flask_encrypted_cookies_session import EncryptedCookieSession

def count(encrypted):
    app = flask.Flask("shop")
    app.secret_key = "a key"
    app.testing = True
    if encrypted:
        app.config["ENCRYPTED_COOKIES_SECRET_KEY"] = Fernet.generate_key()
        EncryptedCookieSession(app)

    @app.get("/")
    def counted():
        flask.session["count"] = flask.session.get("count", 0) + 1
        return str(flask.session["count"])

    try:
        return app.test_client().get("/").text
    except TypeError:
        return "TypeError"

print(count(False), count(True))
PY
said=
for version in 2.3.8 3.1.9; do
  venv/bin/pip install --quiet --disable-pip-version-check flask-encrypted-cookies-session==0.2.4 Flask==2.3.3 "Werkzeug==$version"
  said="$said${said:+; }Werkzeug $version: $(venv/bin/python changed.py)"
done
echo "$said"
[ "$said" = "Werkzeug 2.3.8: 1 1; Werkzeug 3.1.9: 1 TypeError" ]
