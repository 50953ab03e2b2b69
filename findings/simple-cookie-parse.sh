#!/usr/bin/env bash
# simple-cookie 1.0.15: `stringify` encodes a cookie's value, and `parse`, which "will create object like" the one that was given (README), decodes it and then gives what it was before that.
# What goes through both twice is encoded twice.
# Seen, of the README's "cookie value": "cookie%20value", and at the second time "cookie%2520value".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts simple-cookie@1.0.15 >/dev/null
cat >parse.cjs <<'JS'
const { parse, stringify } = require("simple-cookie");
const once = parse(stringify({ name: "cookieName", value: "cookie value" }));
console.log(once.value, parse(stringify(once)).value);
JS
said=$(node parse.cjs)
echo "$said"
[ "$said" = "cookie%20value cookie%2520value" ]
