#!/usr/bin/env bash
# node-fetch-cookies 2.1.1: a cookie with an attribute that it doesn't know is not kept at all, where the attribute is to be passed over (RFC 6265, section 5.2): those with Partitioned
# or Priority, as servers send them today, a log-in's, too. No error is told; `SameSite` is known.
# Seen, of four cookies: "kept: plain strict".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-fetch-cookies@2.1.1 >/dev/null
cat >attribute.mjs <<'JS'
import { once } from "node:events";
import { createServer } from "node:http";
import { CookieJar, fetch } from "node-fetch-cookies";
const cookies = ["plain=1", "strict=1; SameSite=Strict", "partitioned=1; Partitioned", "priority=1; Priority=High"];
const server = createServer((request, response) => response.setHeader("set-cookie", cookies).end());
server.listen(0, "127.0.0.1");
await once(server, "listening");
const jar = new CookieJar();
await fetch(jar, `http://127.0.0.1:${server.address().port}/`);
console.log("kept:", [...jar.cookiesAll()].map((cookie) => cookie.name).join(" "));
server.close();
JS
said=$(node --no-deprecation attribute.mjs)
echo "$said"
[ "$said" = "kept: plain strict" ]
