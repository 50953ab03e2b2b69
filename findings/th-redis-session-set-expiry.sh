#!/usr/bin/env bash
# th-redis-session 0.9.0 under Django 5.2.8: each time a session is loaded it is stored anew, with SESSION_COOKIE_AGE for its time, whatever the session was given by `set_expiry`. One that is
# to end after a minute is kept for two weeks once it was read. Run over Django's cache in memory.
# Seen: "after save 60 s, after load 1209600 s".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check th-redis-session==0.9.0 Django==5.2.8 django-redis==6.0.0
cat >expiry.py <<'PY'
import time
from django.conf import settings

settings.configure(SECRET_KEY="a secret", CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}, SESSION_CACHE_ALIAS="default")
from django.core.cache import caches
from nscctj_redis_session.RedisSessionStore import SessionStore

def left():
    (end,) = caches["default"]._expire_info.values()
    return round(end - time.time())

session = SessionStore()
session["user"] = "ada"
session.set_expiry(60)
session.save()
saved = left()
SessionStore(session.session_key).get("user")
print(f"after save {saved} s, after load {left()} s")
PY
said=$(venv/bin/python expiry.py)
echo "$said"
[ "$said" = "after save 60 s, after load 1209600 s" ]
