#!/usr/bin/env bash
# cookie-universal 2.2.2: `remove` writes `expires`, of 1970, into the options that it is given, where they stay: the next cookie that is set with the same object is a deletion. Options for all of an
# app's cookies are such an object.
# Seen, of `set("user", "ada", options)` before and after a `remove("old", options)`: "user=ada; Path=/" and "user=ada; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookie-universal@2.2.2 >/dev/null
cat >options.cjs <<'JS'
const cookieUniversal = require("cookie-universal");
const { IncomingMessage, ServerResponse } = require("node:http");
const options = { path: "/" };
const set = () => {
  const request = new IncomingMessage();
  const response = new ServerResponse(request);
  cookieUniversal(request, response).set("user", "ada", options);
  return response.getHeader("set-cookie").join();
};
console.log(set());
const request = new IncomingMessage();
cookieUniversal(request, new ServerResponse(request)).remove("old", options);
console.log(set());
JS
said=$(node options.cjs)
echo "$said"
[ "$said" = "user=ada; Path=/
user=ada; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT" ]
