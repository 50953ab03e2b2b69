#!/usr/bin/env bash
# virtual-cookies 0.1.2: an answer that deletes a cookie, with `Max-Age=0` or a past `Expires`, deletes nothing: an answer's expired cookies are left out before it is stored, and the cookie of
# before stays (RFC 6265, section 5.3, step 11 replaces it). Who logs out stays logged in. Its successor, @mswjs/cookies 1.1.1, deletes it.
# Seen, of the session's cookie after the log-out: "virtual-cookies ada; @mswjs/cookies undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts virtual-cookies@0.1.2 @mswjs/cookies@1.1.1 >/dev/null
cat >logout.cjs <<'JS'
const request = new Request("https://app.test/", { credentials: "same-origin" });
const answer = (cookie) => new Response(null, { headers: { "set-cookie": cookie } });
const said = ["virtual-cookies", "@mswjs/cookies"].map((name) => {
  const { store } = require(name);
  store.add(request, answer("user=ada; Path=/; Max-Age=900"));
  store.add(request, answer("user=; Path=/; Max-Age=0"));
  return `${name} ${store.get(request).get("user")?.value}`;
});
console.log(said.join("; "));
JS
said=$(node logout.cjs)
echo "$said"
[ "$said" = "virtual-cookies ada; @mswjs/cookies undefined" ]
