#!/usr/bin/env bash
# fetch-cookie 3.2.0: of a Request that is redirected by 307 or 308, which have the method and the body kept (RFC 9110, section 15.4.8), nothing but the cookies goes on: it
# arrives as a GET without its body and its headers. The same given as a URL and options arrives as it was, and so does the Request by fetch itself.
# Seen: "fetch: POST application/json {"item":1}; fetch-cookie, URL and options: the same; fetch-cookie, Request: GET".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts fetch-cookie@3.2.0 >/dev/null
cat >redirect.mjs <<'JS'
import { once } from "node:events";
import { createServer } from "node:http";
import makeFetchCookie from "fetch-cookie";

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  if (request.url === "/old") response.writeHead(307, { location: "/new" }).end();
  else response.end([request.method, request.headers["content-type"], body].filter(Boolean).join(" "));
}).listen(0);
await once(server, "listening");
const url = `http://127.0.0.1:${server.address().port}/old`;
const options = { method: "POST", headers: { "content-type": "application/json" }, body: '{"item":1}' };
const withCookies = makeFetchCookie(fetch);
console.log(`fetch, Request: ${await (await fetch(new Request(url, options))).text()}`);
console.log(`fetch-cookie, URL and options: ${await (await withCookies(url, options)).text()}`);
console.log(`fetch-cookie, Request: ${await (await withCookies(new Request(url, options))).text()}`);
process.exit();
JS
said=$(node redirect.mjs)
echo "$said"
[ "$said" = 'fetch, Request: POST application/json {"item":1}
fetch-cookie, URL and options: POST application/json {"item":1}
fetch-cookie, Request: GET' ]
