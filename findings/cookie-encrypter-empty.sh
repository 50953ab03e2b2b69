#!/usr/bin/env bash
# cookie-encrypter 1.0.1: an empty value is encrypted as any other, and comes back as what was sent, "e:" and hexadecimal digits: what decrypts to nothing is taken for what doesn't decrypt. A page
# that shows a notice if there is one shows that.
# Seen, of cookies with "0" and with an empty value: "zero: 0; notice: still encrypted".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cookie-encrypter@1.0.1 cookie-parser@1.4.7 express@5.1.0 >/dev/null
cat >empty.cjs <<'JS'
const { once } = require("node:events");
const express = require("express");
const cookieParser = require("cookie-parser");
const cookieEncrypter = require("cookie-encrypter");

async function main() {
  const app = express();
  app.use(cookieParser(), cookieEncrypter("k".repeat(32)));
  app.get("/set", (request, response) => response.cookie("zero", "0").cookie("notice", "").end());
  app.get("/get", (request, response) => response.json(request.cookies));
  const server = app.listen(0);
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  const cookie = (await fetch(`${url}/set`)).headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const { zero, notice } = await (await fetch(`${url}/get`, { headers: { cookie } })).json();
  console.log(`zero: ${zero}; notice: ${/^e:[0-9a-f]{32}:/.test(notice) ? "still encrypted" : JSON.stringify(notice)}`);
  process.exit();
}
main();
JS
said=$(node --no-deprecation empty.cjs)
echo "$said"
[ "$said" = "zero: 0; notice: still encrypted" ]
