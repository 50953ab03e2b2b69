#!/usr/bin/env bash
# cookie-manager 0.0.19: a cookie with `Domain=example.com` goes to example.com alone, and one with `Domain=.example.com` to the hosts below it, too. The dot means nothing (RFC 6265,
# section 5.2.3): both are for all of them. A log-in at one host of a site is none at the next, unless the site writes the dot of old.
# Seen, for www.example.com: "Domain=.example.com: sid=1; Domain=example.com: none".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookie-manager@0.0.19 >/dev/null
cat >domain.cjs <<'JS'
const CookieManager = require("cookie-manager");
const said = ["Domain=.example.com", "Domain=example.com"].map((domain) => {
  const manager = new CookieManager();
  manager.store("http://login.example.com/", `sid=1; ${domain}; Path=/`);
  return `${domain}: ${manager.prepare("http://www.example.com/") || "none"}`;
});
console.log(said.join("; "));
JS
said=$(node --no-deprecation domain.cjs)
echo "$said"
[ "$said" = "Domain=.example.com: sid=1; Domain=example.com: none" ]
