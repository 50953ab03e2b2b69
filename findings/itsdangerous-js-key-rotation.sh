#!/usr/bin/env bash
# itsdangerous.js 1.1.5, a port of Python's: of several keys, "oldest to newest", the newest one is to sign. A Signer that has checked a signature has turned its list round, and from then on,
# until the next check, signs with the oldest: who takes that key away after the rotation takes away what was signed meanwhile, too.
# Seen, of a Signer with an old and a new key: "at first: new; after a check: old; after another: new".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts itsdangerous.js@1.1.5 >/dev/null
cat >rotation.mjs <<'JS'
import { Signer } from "itsdangerous.js";
const signer = new Signer({ secretKey: ["the old key", "the new key"] });
const by = (signed) => (new Signer({ secretKey: "the new key" }).validate(signed) ? "new" : "old");
const first = signer.sign("ada");
signer.unsign(first);
const second = signer.sign("ada");
signer.unsign(first);
console.log(`at first: ${by(first)}; after a check: ${by(second)}; after another: ${by(signer.sign("ada"))}`);
JS
said=$(node rotation.mjs)
echo "$said"
[ "$said" = "at first: new; after a check: old; after another: new" ]
