#!/usr/bin/env bash
# minimalkv 1.11.2: `CacheDecorator` promises `copy`, in the store behind it, and a ValueError if that has none. It asks for the store by a misspelt name, so that each copy raises an AttributeError,
# though the store copies by itself. simplekv 0.14.1, which it comes from, copies.
# Seen, of files behind a cache: "store: copied; cached: AttributeError; simplekv, cached: copied".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check minimalkv==1.11.2 simplekv==0.14.1
cat >copied.py <<'PY'
import minimalkv.cache
import minimalkv.fs
import minimalkv.memory
import simplekv.cache
import simplekv.fs
import simplekv.memory

def copied(store):
    store.put("from", b"ada")
    try:
        store.copy("from", "to")
        return "copied" if store.get("to") == b"ada" else "lost"
    except AttributeError:
        return "AttributeError"

files = minimalkv.fs.FilesystemStore("minimal")
cached = minimalkv.cache.CacheDecorator(minimalkv.memory.DictStore(), files)
before = simplekv.cache.CacheDecorator(simplekv.memory.DictStore(), simplekv.fs.FilesystemStore("simple"))
print(f"store: {copied(files)}; cached: {copied(cached)}; simplekv, cached: {copied(before)}")
PY
said=$(venv/bin/python copied.py)
echo "$said"
[ "$said" = "store: copied; cached: AttributeError; simplekv, cached: copied" ]
