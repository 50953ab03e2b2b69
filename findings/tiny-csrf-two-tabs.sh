#!/usr/bin/env bash
# tiny-csrf 1.1.6, "almost a drop-in replacement" of csurf: a page's token is refused as soon as another page of the same visitor has asked for one of its own: there is room for the last one
# alone. csurf 1.11.0 takes the tokens of all open pages. Who opens a form twice, or goes back to one, can't send it.
# Seen, of a form that is sent after another was opened: "tiny-csrf: refused; csurf: taken".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tiny-csrf@1.1.6 csurf@1.11.0 express@4.22.3 cookie-parser@1.4.7 >/dev/null
cat >tabs.cjs <<'JS'
const express = require("express");
const sent = async (csrf) => {
  const app = express();
  app.use(express.urlencoded({ extended: false }), require("cookie-parser")("a secret"), csrf);
  app.get("/form", (req, res) => res.send(req.csrfToken()));
  app.post("/form", (_, res) => res.send("taken"));
  app.use((_error, _req, res, _next) => res.status(403).send("refused"));
  const server = app.listen(0);
  await new Promise((listening) => server.once("listening", listening));
  const at = `http://localhost:${server.address().port}/form`;
  const jar = new Map();
  const cookie = () => [...jar].map((pair) => pair.join("=")).join("; ");
  const open = async () => {
    const page = await fetch(at, { headers: { cookie: cookie() } });
    for (const set of page.headers.getSetCookie()) jar.set(...set.split(";")[0].split(/=(.*)/s, 2));
    return page.text();
  };
  const first = await open();
  await open();
  const answer = await fetch(at, { method: "POST", headers: { cookie: cookie() }, body: new URLSearchParams({ _csrf: first }) });
  server.close();
  return answer.text();
};
(async () => {
  const tiny = await sent(require("tiny-csrf")("a secret of thirty-two characters".slice(0, 32)));
  console.log(`tiny-csrf: ${tiny}; csurf: ${await sent(require("csurf")({ cookie: true }))}`);
})();
JS
said=$(node tabs.cjs)
echo "$said"
[ "$said" = "tiny-csrf: refused; csurf: taken" ]
