#!/usr/bin/env bash
# cacheman-file 0.2.1: keys that differ in their colons alone are one entry: a key is made a file's name by leaving out what a name can't have. Colons are what cacheman's own keys are parted
# by: the 23rd page of section 1 is the third of section 12, too.
# Seen, after setting "section:1:23": "section:12:3" is "the 23rd of 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cacheman-file@0.2.1 >/dev/null
cat >keys.cjs <<'JS'
const FileStore = require("cacheman-file");
const cache = new FileStore({ tmpDir: "cache" });
cache.set("section:1:23", "the 23rd of 1", 60, () => cache.get("section:12:3", (_, value) => console.log(`section:12:3 is ${value}`)));
JS
said=$(node keys.cjs)
echo "$said"
[ "$said" = "section:12:3 is the 23rd of 1" ]
