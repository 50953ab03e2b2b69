#!/usr/bin/env bash
# Bun 1.4.5, `Bun.Cookie` and `request.cookies.set`: an `expires` that is a number, which its types take beside a Date and say no unit of, is in seconds, where JavaScript's times and Cookie
# Store's `expires` are milliseconds. `Date.now() + 3_600_000` is a date in a year of five digits, which browsers don't read (RFC 6265, section 5.1.1): a cookie of an hour ends with the browser.
# Seen, of an hour from the start of 2030: "number: 61971; Date: 2030".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
case "$(uname -m)" in x86_64) kind=x64-baseline ;; *) kind=aarch64 ;; esac
npm install --silent --no-audit --no-fund --ignore-scripts "@oven/bun-linux-$kind@1.4.5" >/dev/null
cat >expires.mjs <<'JS'
const time = Date.UTC(2030, 0, 1) + 3_600_000;
const year = (expires) => /Expires=\w+, \d+ \w+ (\d+)/.exec(new Bun.Cookie("sid", "a", { expires }).toString())[1];
console.log(`number: ${year(time)}; Date: ${year(new Date(time))}`);
JS
said=$("node_modules/@oven/bun-linux-$kind/bin/bun" expires.mjs)
echo "$said"
[ "$said" = "number: 61971; Date: 2030" ]
