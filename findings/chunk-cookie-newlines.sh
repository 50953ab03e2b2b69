#!/usr/bin/env bash
# chunk-cookie 1.0.0: a value's line breaks are lost when it is cut into chunks, since its pattern's "." takes none, and a chunk ends early before each of them. `getCookie` gives the
# rest, run together, where "the value should equal" what was set.
# Seen, of the texts "dear ada," and "hello" on two lines: "dear ada,hello".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts chunk-cookie@1.0.0 >/dev/null
cat >lines.cjs <<'JS'
const { getCookie, setCookie } = require("chunk-cookie");
console.log(JSON.stringify(getCookie(setCookie("draft", "dear ada,\nhello"), "draft")));
JS
said=$(node lines.cjs)
echo "$said"
[ "$said" = '"dear ada,hello"' ]
