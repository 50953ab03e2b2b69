#!/usr/bin/env bash
# flash 1.1.0, for Express, with express-session 1.19.0: nothing ever removes a message: the page of its documentation, which loops over `flash`, shows it again on each visit, and a second
# log-in adds nothing to it. The page itself has to shift the messages out of the list.
# Seen, of three visits after one log-in: "1, 1, 1".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts flash@1.1.0 express@4.22.3 express-session@1.19.0 >/dev/null
cat >again.cjs <<'JS'
const express = require("express");
const app = express();
app.use(require("express-session")({ secret: "a secret", resave: false, saveUninitialized: false }), require("flash")());
app.get("/login", (req, res) => (req.flash("info", "Welcome"), res.redirect("/")));
app.get("/", (_, res) => {
  let shown = 0;
  for (const message of res.locals.flash) if (message.message === "Welcome") shown += 1;
  res.send(String(shown));
});
const server = app.listen(0, async () => {
  const at = `http://localhost:${server.address().port}`;
  const cookie = (await fetch(`${at}/login`, { redirect: "manual" })).headers.get("set-cookie").split(";")[0];
  const said = [];
  for (let visit = 0; visit < 3; visit += 1) said.push(await (await fetch(at, { headers: { cookie } })).text());
  console.log(said.join(", "));
  server.close();
});
JS
said=$(node again.cjs)
echo "$said"
[ "$said" = "1, 1, 1" ]
