#!/usr/bin/env bash
# keyv-file 5.3.5 under keyv 5.6.0: `await keyv.set(…)`, which waits for the file, is done for one that comes while the file is being written, when that write is, which
# began without it. Nothing writes it later: unless something else is set, it is gone after a restart.
# Seen: "acknowledged: first true, second true; after a restart: first ada, second nobody".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts keyv-file@5.3.5 keyv@5.6.0 >/dev/null
cat >write.mjs <<'JS'
import { Keyv } from "keyv";
import { KeyvFile } from "keyv-file";

const keyv = new Keyv({ store: new KeyvFile({ filename: "./kept.json", writeDelay: 20 }) });
const user = async (key) => (await keyv.get(key))?.user ?? "nobody";
if (process.argv[2] === "write") {
  const first = keyv.set("first", { user: "ada" });
  await Promise.resolve();
  // The file is written from a timer of 20 ms; this one is right behind it.
  const second = new Promise((resolve) => setTimeout(() => resolve(keyv.set("second", { user: "bob" })), 20));
  console.log(`acknowledged: first ${await first}, second ${await second}`);
  setTimeout(() => {}, 500);
} else console.log(`after a restart: first ${await user("first")}, second ${await user("second")}`);
JS
said="$(node write.mjs write); $(node write.mjs read)"
echo "$said"
[ "$said" = "acknowledged: first true, second true; after a restart: first ada, second nobody" ]
