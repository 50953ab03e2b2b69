#!/usr/bin/env bash
# cache 3.0.0: a cache with a file, which "will be preloaded from the file when you instantiate it", starts empty: what is read is `ds.json`, the default of the library under it, whatever file was named. The first
# `put` then writes the named file anew, without what was in it.
# Seen, of a cache filled with two, opened again and given a third: "opened null null; file c".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cache@3.0.0 >/dev/null
cat >preload.cjs <<'JS'
const { readFileSync } = require("node:fs");
const Cache = require("cache");
const before = new Cache(0, "data.json");
before.put("a", 1);
before.put("b", 2);
const after = new Cache(0, "data.json");
const opened = `${after.get("a")} ${after.get("b")}`;
after.put("c", 3);
console.log(`opened ${opened}; file ${Object.keys(JSON.parse(readFileSync("data.json", "utf8")))}`);
JS
said=$(node preload.cjs)
echo "$said"
[ "$said" = "opened null null; file c" ]
