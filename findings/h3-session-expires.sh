#!/usr/bin/env bash
# @scayle/h3-session 0.6.1: `cookie.expires` has no effect, and no cookie ends with the browser: without a `maxAge`, whose default is null (README), each cookie is given
# a Max-Age of one day, which has precedence over Expires (RFC 6265, section 5.3). A session that is to be kept until 2035 is gone after a day without a visit.
# Seen: "expires in 2035: Max-Age=86400; by default: Max-Age=86400; maxAge of 60: Max-Age=60".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @scayle/h3-session@0.6.1 h3@1.15.11 unstorage@1.17.6 >/dev/null
cat >expires.mjs <<'JS'
import { UnstorageSessionStore, useSession } from "@scayle/h3-session";
import { createApp, eventHandler, toWebHandler } from "h3";
import { createStorage } from "unstorage";

async function maxAge(cookie) {
  const app = createApp();
  const store = new UnstorageSessionStore(createStorage());
  app.use(eventHandler((event) => useSession(event, { store, secret: "a secret of thirty-two characters", cookie, saveUninitialized: true }).then(() => "")));
  const response = await toWebHandler(app)(new Request("http://app.test/"));
  return /Max-Age=\d+/.exec(response.headers.get("set-cookie"))?.[0] ?? "none";
}
const expires = new Date("2035-01-01");
console.log(`expires in 2035: ${await maxAge({ expires })}; by default: ${await maxAge({})}; maxAge of 60: ${await maxAge({ maxAge: 60 })}`);
JS
said=$(node expires.mjs)
echo "$said"
[ "$said" = "expires in 2035: Max-Age=86400; by default: Max-Age=86400; maxAge of 60: Max-Age=60" ]
