#!/usr/bin/env bash
# php-unserialize 0.0.1, `unserializeSession`: a text in a PHP session that has a "|" ends the reading of all of it: the session is cut at each "|", which is meant for the one after a
# key's name. PHP writes a text as it is, after its length. The same text is read by `unserialize`, which goes by the length.
# Seen, of a text "a | b": "a value: a | b", "a session: Parse error".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts php-unserialize@0.0.1 >/dev/null
cat >bar.cjs <<'JS'
const { unserialize, unserializeSession } = require("php-unserialize");
console.log(`a value: ${unserialize('s:5:"a | b";')}`);
try {
  console.log("a session:", unserializeSession('user|s:3:"ada";title|s:5:"a | b";').title);
} catch (error) {
  console.log("a session:", error.message.slice(0, 11));
}
JS
said=$(node bar.cjs)
echo "$said"
[ "$said" = "a value: a | b
a session: Parse error" ]
