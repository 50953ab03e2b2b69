#!/usr/bin/env bash
# req-flash 0.0.3 with express-session 1.19.0: a message that is flashed after `req.session.regenerate`, as a log-in does, is lost: `req.flash` goes on writing to the object of the session that
# was there when the request began.
# Seen, after a log-in that flashes "Welcome": "nothing", and without regenerate: "Welcome".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts req-flash@0.0.3 express@4.22.3 express-session@1.19.0 >/dev/null
cat >login.cjs <<'JS'
const express = require("express");
const app = express();
app.use(require("express-session")({ secret: "a secret", resave: false, saveUninitialized: false }), require("req-flash")());
app.get("/login", (req, res, next) => {
  const welcome = () => (req.flash("welcome", "Welcome"), res.redirect("/"));
  if (!req.query.regenerate) return welcome();
  req.session.regenerate((error) => (error ? next(error) : welcome()));
});
app.get("/", (req, res) => res.send(req.flash().welcome ?? "nothing"));
const server = app.listen(0, async () => {
  const at = `http://localhost:${server.address().port}`;
  const said = [];
  for (const query of ["", "?regenerate=1"]) {
    const login = await fetch(`${at}/login${query}`, { redirect: "manual" });
    const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
    said.push(await (await fetch(at, { headers: { cookie } })).text());
  }
  console.log(`without regenerate: ${said[0]}; with it: ${said[1]}`);
  server.close();
});
JS
said=$(node login.cjs)
echo "$said"
[ "$said" = "without regenerate: Welcome; with it: nothing" ]
