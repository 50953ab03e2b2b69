#!/usr/bin/env bash
# @scayle/h3-session 0.6.1 under h3 1.15.11: after `session.regenerate()` the event's `sessionId`, by which its README has one read the id, is that of the session that is gone; `session.id` is the new one. What is looked up or
# kept under it in this request is under an id that no cookie has.
# Seen, as to what the store has under each: "session.id there, sessionId nothing".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @scayle/h3-session@0.6.1 h3@1.15.11 unstorage@1.17.6 >/dev/null
cat >id.mjs <<'JS'
import { createApp, eventHandler, toWebHandler } from "h3";
import { UnstorageSessionStore, useSession } from "@scayle/h3-session";
import { createStorage } from "unstorage";
const app = createApp();
const store = new UnstorageSessionStore(createStorage());
app.use(eventHandler(async (event) => {
  await useSession(event, { store, secret: "a secret", saveUninitialized: true, generate: () => ({ visits: 1 }) });
  const { session } = event.context;
  await session.regenerate();
  const seen = async (id) => ((await store.get(id)) ? "there" : "nothing");
  return `session.id ${await seen(session.id)}, sessionId ${await seen(event.context.sessionId)}`;
}));
console.log(await (await toWebHandler(app)(new Request("http://shop.example/"))).text());
JS
said=$(node id.mjs)
echo "$said"
[ "$said" = "session.id there, sessionId nothing" ]
