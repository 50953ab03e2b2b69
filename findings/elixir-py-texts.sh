#!/usr/bin/env bash
# elixir-py 1.0.0: it was made, it says, for a == decode(encode(a)), and holds that for numbers, None, bytes, lists, tuples and dictionaries. A str comes back as bytes, and with it each dictionary with
# str for keys, the usual one: nothing is found in it under the name that was stored.
# Seen, of {"user": 1}: "equal False; user None".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check elixir-py==1.0.0
cat >texts.py <<'PY'
from elixir import binary_to_term, term_to_binary

stored = {"user": 1}
read = binary_to_term(term_to_binary(stored))
assert all(binary_to_term(term_to_binary(a)) == a for a in (1, 1.5, None, b"ada", [1, [2]], (1, 2), {b"user": 1}))
print(f"equal {read == stored}; user {read.get('user')}")
PY
said=$(venv/bin/python texts.py)
echo "$said"
[ "$said" = "equal False; user None" ]
