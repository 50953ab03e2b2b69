#!/usr/bin/env bash
# php-session-unserialize 0.2.2: a text is read up to its first quotation mark, not for as long as the length before it says: PHP doesn't escape them. What follows is passed over up to
# the next ";", and the rest of the session is read as usual: there is no error, and the text is shorter.
# Seen, of PHP's `note|s:15:"the "red" shoes";user|s:3:"ada";`: {"note":"the ","user":"ada"}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts php-session-unserialize@0.2.2 >/dev/null
cat >quote.cjs <<'JS'
const unserialize = require("php-session-unserialize");
console.log(JSON.stringify(unserialize('note|s:15:"the "red" shoes";user|s:3:"ada";')));
JS
said=$(node quote.cjs)
echo "$said"
[ "$said" = '{"note":"the ","user":"ada"}' ]
