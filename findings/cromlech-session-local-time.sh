#!/usr/bin/env bash
# cromlech.session 0.1 with biscuits 0.3.2: the cookie's `Expires` is the time of the server's own clock face, with "GMT" behind it. In New York a session of an hour has a cookie that was over hours ago when it was
# sent, which a browser never keeps; east of Greenwich it stays as much longer.
# Seen, of an hour, in minutes from now: "UTC 60, New York -180 or -240". (It changes with summer time.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cromlech.session==0.1 cromlech.sessions.file==0.1 cromlech.marshallers==0.1 biscuits==0.3.2
cat >expires.py <<'PY'
import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from cromlech.session import SignedCookieManager
from cromlech.sessions.file import FileStore

cookie = SignedCookieManager("secret", FileStore("sessions", 3600)).cookie("s1")
expires = next(part[len("Expires="):] for part in cookie.split("; ") if part.startswith("Expires="))
print(round((parsedate_to_datetime(expires) - datetime.now(timezone.utc)).total_seconds() / 60))
PY
said="UTC $(TZ=UTC0 venv/bin/python expires.py), New York $(TZ=EST5EDT,M3.2.0,M11.1.0 venv/bin/python expires.py)"
echo "$said"
[ "$said" = "UTC 60, New York -240" ] || [ "$said" = "UTC 60, New York -180" ]
