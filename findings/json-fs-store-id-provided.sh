#!/usr/bin/env bash
# json-fs-store 1.0.1: an object that is added without an `id` is kept without one, though "one will be provided if it does not": it is put into words first, and given its id then. The file is named by the id, and the
# object in the caller's hands has it; what `list` gives after a restart can't be removed, or written again in its place.
# Seen: "added with an id, listed without".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts json-fs-store@1.0.1 >/dev/null
cat >id.cjs <<'JS'
const store = require("json-fs-store")("store");
const has = ({ id }) => (id ? "with an id" : "without");
const donkey = { name: "samuel" };
store.add(donkey, () => store.list((_, [listed]) => console.log(`added ${has(donkey)}, listed ${has(listed)}`)));
JS
said=$(node id.cjs)
echo "$said"
[ "$said" = "added with an id, listed without" ]
