#!/usr/bin/env bash
# cookies 0.9.2, by which Koa and koa-session keep signed cookies: when the first key is a new one, the `.sig` cookie is signed anew, as its README says, and loses its attributes: no Max-Age,
# Domain or Expires. After a key was rotated a cookie of 30 days holds until the browser is closed: it comes back without its signature, and counts for nothing.
# An open issue, pillarjs/cookies#22. Seen, of a cookie of an hour: "set: expires; renewed: no expires, read: ada", and after the browser was closed: "user.sig gone, read: undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookies@0.9.2 tough-cookie@6.1.0 >/dev/null
cat >renewed.mjs <<'JS'
import { createServer } from "node:http";
import { once } from "node:events";
import Cookies from "cookies";
import { CookieJar } from "tough-cookie";

let keys = ["old"];
const server = createServer((request, response) => {
  const cookies = new Cookies(request, response, { keys });
  if (request.url === "/login") cookies.set("user", "ada", { maxAge: 3_600_000, signed: true });
  response.end(String(request.url === "/" ? cookies.get("user", { signed: true }) : ""));
}).listen(0, "127.0.0.1");
await once(server, "listening");
const origin = `http://127.0.0.1:${server.address().port}`;
const jar = new CookieJar();
async function visit(path) {
  const answer = await fetch(origin + path, { headers: { cookie: await jar.getCookieString(origin) } });
  for (const line of answer.headers.getSetCookie()) await jar.setCookie(line, origin);
  return answer.text();
}
const signature = async () => (await jar.getCookies(origin)).find(({ key }) => key === "user.sig");
const expires = async () => ((await signature()).expires instanceof Date ? "expires" : "no expires");

await visit("/login");
const first = await expires();
keys = ["new", "old"];
const read = await visit("/");
console.log(`set: ${first}; renewed: ${await expires()}, read: ${read}`);
// What a browser does when it is closed: the cookies without an end of their own go.
for (const { key, domain, path, expires: end } of await jar.getCookies(origin)) if (!(end instanceof Date)) await jar.store.removeCookie(domain, path, key);
console.log(`started again: user.sig ${(await signature()) ? "there" : "gone"}, read: ${await visit("/")}`);
server.close();
JS
said=$(node renewed.mjs)
echo "$said"
[ "$said" = "set: expires; renewed: no expires, read: ada
started again: user.sig gone, read: undefined" ]
