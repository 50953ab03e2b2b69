#!/usr/bin/env bash
# Bun 1.4.5: `new Request(request, { headers })` with empty Headers keeps the headers of the first request. Fetch has them replaced
# ("If init["headers"] exists …", https://fetch.spec.whatwg.org/#dom-request), as Node does; with one header in it, Bun replaces all.
# Seen: Bun prints "empty: a=1, one: null", Node "empty: null, one: null". Who deletes the last header of a copy this way sends it on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
case "$(uname -m)" in x86_64) kind=x64-baseline ;; *) kind=aarch64 ;; esac
npm install --silent --no-audit --no-fund --ignore-scripts "@oven/bun-linux-$kind@1.4.5" >/dev/null
cat >request.mjs <<'JS'
const first = () => new Request("http://app.test/", { headers: { cookie: "a=1" } });
const empty = new Request(first(), { headers: new Headers() });
const one = new Request(first(), { headers: new Headers({ "x-own": "1" }) });
console.log(`empty: ${empty.headers.get("cookie")}, one: ${one.headers.get("cookie")}`);
JS
bun=$("node_modules/@oven/bun-linux-$kind/bin/bun" request.mjs)
node=$(node request.mjs)
echo "Bun:  $bun"
echo "Node: $node"
[ "$bun" = "empty: a=1, one: null" ] && [ "$node" = "empty: null, one: null" ]
