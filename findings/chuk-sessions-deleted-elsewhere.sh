#!/usr/bin/env bash
# chuk-sessions 0.6.3, SessionManager: each keeps the sessions it has seen for itself, up to their end, and asks the shared store for none of them. What one process deletes is valid in another
# that knows it; and `validate_session` there stores it again, so that it is back for all. Run with two managers over its store in memory.
# Seen, of a session that a second manager has seen and the first deletes: "deleted True; valid in the second True; there for a third True".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check chuk-sessions==0.6.3
cat >delete.py <<'PY'
import asyncio
from chuk_sessions import SessionManager

async def main():
    first, second, third = (SessionManager(sandbox_id="shop") for _ in range(3))
    sid = await first.allocate_session(user_id="ada")
    await second.validate_session(sid)
    deleted = await first.delete_session(sid)
    valid = await second.validate_session(sid)
    print(f"deleted {deleted}; valid in the second {valid}; there for a third {await third.get_session_info(sid) is not None}")

asyncio.run(main())
PY
said=$(venv/bin/python delete.py)
echo "$said"
[ "$said" = "deleted True; valid in the second True; there for a third True" ]
