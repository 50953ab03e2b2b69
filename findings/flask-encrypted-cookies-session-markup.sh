#!/usr/bin/env bash
# flask-encrypted-cookies-session 0.2.4: it "only overrides the signing serializer" of Flask's own sessions, and with it the tags by which Flask keeps what JSON can't: tuples come back as lists, dates raise
# a TypeError, and a flashed Markup is escaped when it is shown.
# Seen, of a flash of Markup("<b>saved</b>"), by Flask's own and by this: "<b>saved</b>; &lt;b&gt;saved&lt;/b&gt;".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check flask-encrypted-cookies-session==0.2.4 Flask==2.3.3 Werkzeug==2.3.8 MarkupSafe==3.0.4
cat >markup.py <<'PY'
import flask
from cryptography.fernet import Fernet
from flask_encrypted_cookies_session import EncryptedCookieSession
from markupsafe import Markup

def shown(encrypted):
    app = flask.Flask("shop")
    app.secret_key = "a key"
    if encrypted:
        app.config["ENCRYPTED_COOKIES_SECRET_KEY"] = Fernet.generate_key()
        EncryptedCookieSession(app)

    @app.get("/save")
    def save():
        flask.flash(Markup("<b>saved</b>"))
        return "saved"

    @app.get("/")
    def show():
        return flask.render_template_string("{{ get_flashed_messages()[0] }}")

    client = app.test_client()
    client.get("/save")
    return client.get("/").text

print(f"{shown(False)}; {shown(True)}")
PY
said=$(venv/bin/python markup.py)
echo "$said"
[ "$said" = "<b>saved</b>; &lt;b&gt;saved&lt;/b&gt;" ]
