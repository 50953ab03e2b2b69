#!/usr/bin/env bash
# iso-kv 3.2.0, `onChange(key, callback, true)`: the callback that is to be called once is taken from the list while that is walked, and the one after it misses the change.
# Seen, of two changes, "once" registered first: "once 1, always 1"; registered last: "once 1, always 2".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts iso-kv@3.2.0 >/dev/null
cat >once.mjs <<'JS'
import { KV } from "iso-kv";
for (const order of [["once", "always"], ["always", "once"]]) {
  const kv = new KV();
  const heard = { once: 0, always: 0 };
  for (const name of order) kv.onChange(["sid"], () => (heard[name] += 1), name === "once");
  await kv.set(["sid"], "ada");
  await kv.set(["sid"], "bob");
  console.log(`${order[0]} first: once ${heard.once}, always ${heard.always}`);
}
JS
said=$(node once.mjs)
echo "$said"
[ "$said" = "once first: once 1, always 1
always first: once 1, always 2" ]
