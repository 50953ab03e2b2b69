#!/usr/bin/env bash
# erlastic 2.0.0, a codec of Erlang's external terms: `encode(term, compressed=True)` raises a TypeError for each term that gets smaller by it: it joins the parts, which are bytes, by a str. One that
# doesn't get smaller is encoded as it is. What Erlang sends compressed is read.
# Seen, of a text of 3 and one of 100 letters: "3: encoded; 100: TypeError; term_to_binary's: read".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check erlastic==2.0.0
cat >compressed.py <<'PY'
import zlib
import erlastic

def encoded(text):
    try:
        erlastic.encode(text, compressed=True)
        return "encoded"
    except TypeError:
        return "TypeError"

plain = erlastic.encode("a" * 100)
sent = b"\x83P" + (len(plain) - 1).to_bytes(4, "big") + zlib.compress(plain[1:])
read = "read" if erlastic.decode(sent) == b"a" * 100 else "not read"
print(f"3: {encoded('abc')}; 100: {encoded('a' * 100)}; term_to_binary's: {read}")
PY
said=$(venv/bin/python compressed.py)
echo "$said"
[ "$said" = "3: encoded; 100: TypeError; term_to_binary's: read" ]
