#!/usr/bin/env bash
# @shopify/shopify-app-session-storage-kv 8.0.0: each time a session is stored, its id is added to its shop's list once more: `findSessionsByShop` gives one session as often as it was saved,
# and the list, which is one value of Workers KV, grows with each save until KV refuses it (25 MiB). Run over the KV of cf-workers-kv 0.0.0.
# Seen, of one session that is stored three times: "offline, offline, offline".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @shopify/shopify-app-session-storage-kv@8.0.0 @shopify/shopify-api@15.0.0 cf-workers-kv@0.0.0 >/dev/null
cat >shop.mjs <<'JS'
import { Session } from "@shopify/shopify-api";
import { KVSessionStorage } from "@shopify/shopify-app-session-storage-kv";
import { KV } from "cf-workers-kv";
const storage = new KVSessionStorage(new KV(new Map()));
const session = new Session({ id: "offline", shop: "ada.myshopify.com", state: "", isOnline: false });
for (let i = 0; i < 3; i += 1) await storage.storeSession(session);
console.log((await storage.findSessionsByShop("ada.myshopify.com")).map(({ id }) => id).join(", "));
JS
said=$(node shop.mjs)
echo "$said"
[ "$said" = "offline, offline, offline" ]
