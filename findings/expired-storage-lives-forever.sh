#!/usr/bin/env bash
# expired-storage 1.0.2: an item set without a time, which "will live forever", ends when the one before it under its key would have: the end is an entry of its own, and a `setItem` without one leaves it there.
# Seen, of a cart set for a second and then for good, read two seconds later: "null".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts expired-storage@1.0.2 >/dev/null
cat >forever.cjs <<'JS'
const ExpiredStorage = require("expired-storage");
const kept = new Map();
const storage = new ExpiredStorage({
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, String(value)),
  removeItem: (key) => kept.delete(key),
  clear: () => kept.clear(),
  keys: () => [...kept.keys()],
});
storage.setItem("cart", "a pen", 1);
storage.setItem("cart", "a pen and a book");
setTimeout(() => console.log(storage.getItem("cart")), 2000);
JS
said=$(node forever.cjs)
echo "$said"
[ "$said" = "null" ]
