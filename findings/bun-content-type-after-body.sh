#!/usr/bin/env bash
# Bun 1.4.5: the Content-Type that a Request has from its body (`new Request(url, { method: "POST", body: new URLSearchParams(…) })`,
# https://fetch.spec.whatwg.org/#concept-bodyinit-extract) is there as long as nobody has read the body, and gone if the headers are looked at for
# the first time after that. Node keeps it. Seen: Bun "before: application/x-www-form-urlencoded;charset=UTF-8, after: null", Node the same type twice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
case "$(uname -m)" in x86_64) kind=x64-baseline ;; *) kind=aarch64 ;; esac
npm install --silent --no-audit --no-fund --ignore-scripts "@oven/bun-linux-$kind@1.4.5" >/dev/null
cat >type.mjs <<'JS'
const made = () => new Request("http://app.test/", { method: "POST", body: new URLSearchParams({ a: "1" }) });
const before = made();
const after = made();
await after.text();
console.log(`before: ${before.headers.get("content-type")}, after: ${after.headers.get("content-type")}`);
JS
bun=$("node_modules/@oven/bun-linux-$kind/bin/bun" type.mjs)
node=$(node type.mjs)
echo "Bun:  $bun"
echo "Node: $node"
type="application/x-www-form-urlencoded;charset=UTF-8"
[ "$bun" = "before: $type, after: null" ] && [ "$node" = "before: $type, after: $type" ]
