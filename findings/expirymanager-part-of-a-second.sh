#!/usr/bin/env bash
# expirymanager 0.9.4: keys whose time has a part of a second are not found when they are over, as long as any key of whole seconds is still to come: ends are looked through in the order of an object's keys, up to the
# first that is not over, and in that order whole numbers come before all others.
# Seen, a second after: "alone half; beside one of a minute ".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts expirymanager@0.9.4 >/dev/null
cat >half.cjs <<'JS'
const { ExpiryManager } = require("expirymanager");
const alone = new ExpiryManager();
alone.expire(["half"], 0.5);
const beside = new ExpiryManager();
beside.expire(["half"], 0.5);
beside.expire(["minute"], 60);
const later = alone.now() + 2;
console.log(`alone ${alone.getExpiredKeys(later)}; beside one of a minute ${beside.getExpiredKeys(later)}`);
JS
said=$(node half.cjs)
echo "$said"
[ "$said" = "alone half; beside one of a minute " ]
