#!/usr/bin/env bash
# @root/file-cookie-store 1.0.1 under tough-cookie 4.0.0: of a cookie with a Max-Age and no Expires the store writes no end at all, "0", and reads it as one without end, also in the same
# process, since it goes by its file. A session of a second is sent for good; one that the server has ended by Max-Age=0 is still there, with its empty value.
# Seen, 1.1 s after `short; Max-Age=1` and after `over; Max-Age=0`: "tough-cookie's own store: none; the file's: short=1 over=".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @root/file-cookie-store@1.0.1 tough-cookie@4.0.0 >/dev/null
cat >age.cjs <<'JS'
const { CookieJar, MemoryCookieStore } = require("tough-cookie");
const FileCookieStore = require("@root/file-cookie-store");
const url = "http://example.com/";
async function sent(store) {
  const jar = new CookieJar(store);
  for (const cookie of ["short=1; Max-Age=1", "over=1; Max-Age=60", "over=; Max-Age=0"]) await jar.setCookie(cookie, url);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  return (await jar.getCookies(url)).map((cookie) => cookie.cookieString()).join(" ") || "none";
}
(async () => {
  const own = await sent(new MemoryCookieStore());
  console.log(`tough-cookie's own store: ${own}; the file's: ${await sent(new FileCookieStore("cookies.txt"))}`);
})();
JS
said=$(node --no-deprecation age.cjs)
echo "$said"
[ "$said" = "tough-cookie's own store: none; the file's: short=1 over=" ]
