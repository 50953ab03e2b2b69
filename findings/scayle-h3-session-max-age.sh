#!/usr/bin/env bash
# @scayle/h3-session 0.6.1 under h3 1.15.11: the session's cookie lives for a day, where "the default value is { …, maxAge: null }" and where `maxAge: null` or 0 is given: each is taken for no answer. A cookie that ends with
# the browser can't be had.
# Seen, of no option and of null: "Max-Age=86400 Max-Age=86400".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @scayle/h3-session@0.6.1 h3@1.15.11 unstorage@1.17.6 >/dev/null
cat >age.mjs <<'JS'
import { createApp, eventHandler, toWebHandler } from "h3";
import { UnstorageSessionStore, useSession } from "@scayle/h3-session";
import { createStorage } from "unstorage";
const seen = async (options) => {
  const app = createApp();
  const store = new UnstorageSessionStore(createStorage());
  app.use(eventHandler(async (event) => {
    await useSession(event, { store, secret: "a secret", ...options });
    return "";
  }));
  const response = await toWebHandler(app)(new Request("http://shop.example/"));
  return response.headers.getSetCookie().at(-1).split("; ").find((part) => part.startsWith("Max-Age"));
};
console.log(await seen({}), await seen({ cookie: { maxAge: null } }));
JS
said=$(node age.mjs)
echo "$said"
[ "$said" = "Max-Age=86400 Max-Age=86400" ]
