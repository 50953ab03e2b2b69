#!/usr/bin/env bash
# cachettl 1.0.4: the decorator for coroutines looks a call up by its positional arguments alone. Two that differ in a keyword argument share one result for the whole time; by the decorator for plain
# functions, and by functools, they have one each.
# Seen, of greet("ada", language=…) in English and then in German: "plain: hello, hallo; coroutine: hello, hello".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cachettl==1.0.4
cat >keywords.py <<'PY'
import asyncio
from cachettl import async_cachettl, cachettl

words = {"en": "hello", "de": "hallo"}

@cachettl(ttl=3600)
def greet(name, language="en"):
    return words[language]

@async_cachettl(ttl=3600)
async def greet_soon(name, language="en"):
    return words[language]

async def main():
    plain = [greet("ada", language=language) for language in words]
    soon = [await greet_soon("ada", language=language) for language in words]
    print(f"plain: {', '.join(plain)}; coroutine: {', '.join(soon)}")

asyncio.run(main())
PY
said=$(venv/bin/python keywords.py)
echo "$said"
[ "$said" = "plain: hello, hallo; coroutine: hello, hello" ]
