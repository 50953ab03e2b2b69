#!/usr/bin/env bash
# bert 2.2.0: whether a text comes back as a text depends on its letters. One with a letter beyond ASCII is sent with a mark and read as str; one without, keys of dictionaries too, is sent as a
# plain binary and read as bytes.
# Seen, of what is encoded and decoded again: "cafe: bytes; café: str; the key of {cafe: 1}: bytes".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check bert==2.2.0 erlastic==2.0.0
cat >ascii.py <<'PY'
from bert import BERTDecoder, BERTEncoder

def kind(value):
    decoded = BERTDecoder().decode(BERTEncoder().encode(value))
    return type(next(iter(decoded)) if isinstance(decoded, dict) else decoded).__name__

print(f"cafe: {kind('cafe')}; café: {kind('café')}; the key of {{cafe: 1}}: {kind({'cafe': 1})}")
PY
said=$(venv/bin/python ascii.py)
echo "$said"
[ "$said" = "cafe: bytes; café: str; the key of {cafe: 1}: bytes" ]
