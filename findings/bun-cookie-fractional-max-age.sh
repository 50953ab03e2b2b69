#!/usr/bin/env bash
# Bun 1.4.5, `Bun.Cookie` and `request.cookies.set`: a `maxAge` that isn't whole, as `(expires - Date.now()) / 1000` seldom is, is written as it is, and an attribute with
# anything but digits is none (RFC 6265, section 5.2.2): a cookie that is to last an hour ends with the browser. The packages cookie and cookie-es refuse it.
# Seen: "s=1; Path=/; Max-Age=3600.5; SameSite=Lax", which tough-cookie 6.1.0 keeps until "the browser ends", and Max-Age=3600 for 3600 s.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
case "$(uname -m)" in x86_64) kind=x64-baseline ;; *) kind=aarch64 ;; esac
npm install --silent --no-audit --no-fund --ignore-scripts "@oven/bun-linux-$kind@1.4.5" tough-cookie@6.1.0 >/dev/null
cat >age.mjs <<'JS'
import { CookieJar } from "tough-cookie";

for (const maxAge of [3600, 3600.5]) {
  const cookies = new Bun.CookieMap();
  cookies.set("s", "1", { maxAge });
  const [line] = cookies.toSetCookieHeaders();
  const jar = new CookieJar();
  await jar.setCookie(line, "https://app.test/");
  const [kept] = await jar.getCookies("https://app.test/");
  console.log(`${line}: kept ${kept.maxAge === null ? "until the browser ends" : `${kept.maxAge} s`}`);
}
JS
said=$("node_modules/@oven/bun-linux-$kind/bin/bun" age.mjs)
echo "$said"
[ "$said" = "s=1; Path=/; Max-Age=3600; SameSite=Lax: kept 3600 s
s=1; Path=/; Max-Age=3600.5; SameSite=Lax: kept until the browser ends" ]
