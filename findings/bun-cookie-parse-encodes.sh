#!/usr/bin/env bash
# Bun 1.4.5, `Bun.Cookie.parse`: a cookie is another one when it is written again: its value is taken as it stands, and encoded by `toString`. Base64 loses its "=", and what was encoded is so
# twice. And it has attributes that it hadn't: Path=/ and SameSite=Lax. A proxy that reads Set-Cookie, and sends it on, breaks the session behind it.
# Seen, of "sid=YWRh%2F==; HttpOnly": "sid=YWRh%252F%3D%3D; Path=/; HttpOnly; SameSite=Lax".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
case "$(uname -m)" in x86_64) kind=x64-baseline ;; *) kind=aarch64 ;; esac
npm install --silent --no-audit --no-fund --ignore-scripts "@oven/bun-linux-$kind@1.4.5" >/dev/null
cat >parse.mjs <<'JS'
console.log(Bun.Cookie.parse("sid=YWRh%2F==; HttpOnly").toString());
JS
said=$("node_modules/@oven/bun-linux-$kind/bin/bun" parse.mjs)
echo "$said"
[ "$said" = "sid=YWRh%252F%3D%3D; Path=/; HttpOnly; SameSite=Lax" ]
