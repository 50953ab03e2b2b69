#!/usr/bin/env bash
# phpserialize 1.3: an object's private and protected members can't be read by their names, and `_asdict`, "with Python identifiers", gives them with PHP's prefixes. These are taken for set
# off by spaces; PHP has null bytes there (https://www.php.net/manual/en/function.serialize.php). The members are there, under names that no one would write.
# Seen, of a public name and a private role: "name: ada; role: AttributeError".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check phpserialize==1.3
cat >members.py <<'PY'
from phpserialize import loads, phpobject

user = loads(b'O:4:"User":2:{s:4:"name";s:3:"ada";s:10:"\0User\0role";s:5:"admin";}', object_hook=phpobject, decode_strings=True)
try:
    role = user.role
except AttributeError:
    role = "AttributeError"
print(f"name: {user.name}; role: {role}")
PY
said=$(venv/bin/python members.py)
echo "$said"
[ "$said" = "name: ada; role: AttributeError" ]
