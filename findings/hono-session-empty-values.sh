#!/usr/bin/env bash
# hono-session 1.2.0: a list or an object that is empty is not kept, nor is null: a cart that the user has emptied is undefined at the next request, where one of one item is
# a list. With a store of one's own it is the same.
# Seen: "filled: ["pen"]; emptied: []; next request: undefined".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts hono-session@1.2.0 hono@4.13.19 >/dev/null
cat >empty.mjs <<'JS'
import { Hono } from "hono";
import session from "hono-session";

const app = new Hono();
app.use(session({ secret: "a secret of thirty-two characters", store: new Map() }));
app.get("/fill", (c) => ((c.session.cart = ["pen"]), c.text(JSON.stringify(c.session.cart))));
app.get("/empty", (c) => ((c.session.cart = []), c.text(JSON.stringify(c.session.cart))));
app.get("/", (c) => c.text(JSON.stringify(c.session.cart) ?? "undefined"));
let cookie = "";
const visit = async (path) => {
  const response = await app.request(path, { headers: { cookie } });
  cookie = response.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ") || cookie;
  return response.text();
};
console.log(`filled: ${await visit("/fill")}; emptied: ${await visit("/empty")}; next request: ${await visit("/")}`);
JS
said=$(node empty.mjs)
echo "$said"
[ "$said" = 'filled: ["pen"]; emptied: []; next request: undefined' ]
