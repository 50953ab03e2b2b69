#!/usr/bin/env bash
# node-cookie 2.1.2: `clear(response, name, options)` writes the past into the options that it is given (its README says so), which stay so: all cookies that the app makes with them later
# are over when they arrive. An app with one object for its options, which a cookie's end has to share, clears a notice, and logs nobody in from then on.
# Seen: "before: sid=1; Path=/", "after: sid=2; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-cookie@2.1.2 >/dev/null
cat >clear.cjs <<'JS'
const { ServerResponse } = require("node:http");
const cookie = require("node-cookie");
const options = { path: "/" };
const answer = (does) => {
  const response = new ServerResponse({ method: "GET" });
  does(response);
  return response.getHeader("set-cookie")[0];
};
console.log("before:", answer((response) => cookie.create(response, "sid", "1", options)));
answer((response) => cookie.clear(response, "notice", options));
console.log("after:", answer((response) => cookie.create(response, "sid", "2", options)));
JS
said=$(node clear.cjs)
echo "$said"
[ "$said" = "before: sid=1; Path=/
after: sid=2; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT" ]
