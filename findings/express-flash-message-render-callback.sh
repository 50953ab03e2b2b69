#!/usr/bin/env bash
# express-flash-message 3.0.2: `res.render(view, callback)`, Express's own short form, never calls the callback: the middleware spreads it as if it were the locals, and the page goes out at
# once, so that what the callback would have done to it isn't done.
# Seen: without it "<main>page</main>", with it "page".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts express-flash-message@3.0.2 express@4.22.3 express-session@1.19.0 >/dev/null
cat >callback.mjs <<'JS'
import { writeFileSync } from "node:fs";
import express from "express";
import session from "express-session";
import flash from "express-flash-message";

writeFileSync("page.txt", "page");
const visit = async (...middleware) => {
  const app = express();
  app.engine("txt", (_path, _locals, done) => done(null, "page")).set("views", ".");
  if (middleware.length) app.use(...middleware);
  app.get("/", (_, res) => res.render("page.txt", (error, html) => res.send(error ? "error" : `<main>${html}</main>`)));
  const server = app.listen(0);
  await new Promise((listening) => server.once("listening", listening));
  const text = await (await fetch(`http://localhost:${server.address().port}`)).text();
  server.close();
  return text;
};
const sessions = session({ secret: "a secret", resave: false, saveUninitialized: false });
console.log(`without: ${await visit()}; with: ${await visit(sessions, flash({ sessionKeyName: "flash" }))}`);
JS
said=$(node callback.mjs)
echo "$said"
[ "$said" = "without: <main>page</main>; with: page" ]
