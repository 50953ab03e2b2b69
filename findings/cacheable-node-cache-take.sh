#!/usr/bin/env bash
# @cacheable/node-cache 3.1.1, NodeCacheStore: `take`, "get a value from the cache by key and delete it", gives one value to each that asks at once, and deletes nothing that another process has
# put into the store that they share: it is given for good. NodeCache's `take`, of the same package, is "for single use, such as OTP".
# Seen, of two at once, and of two one after the other in another process: "1234 and 1234; 1234 and 1234".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @cacheable/node-cache@3.1.1 keyv@5.6.0 >/dev/null
cat >take.mjs <<'JS'
import { NodeCacheStore } from "@cacheable/node-cache";
import Keyv from "keyv";
const shared = new Map();
const [one, other] = [0, 1].map(() => new NodeCacheStore({ store: new Keyv({ store: shared }) }));
await one.set("otp", "1234");
const atOnce = await Promise.all([one.take("otp"), one.take("otp")]);
await one.set("otp", "1234");
const elsewhere = [await other.take("otp"), await other.take("otp")];
console.log(`${atOnce.join(" and ")}; ${elsewhere.join(" and ")}`);
JS
said=$(node take.mjs)
echo "$said"
[ "$said" = "1234 and 1234; 1234 and 1234" ]
