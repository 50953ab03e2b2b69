#!/usr/bin/env bash
# typed-flash 1.0.1: in its asynchronous half, reading one kind of message is over before the message is deleted: `flash(key)` doesn't wait for `saveData`, as `flash()` and a write do. A read that follows an awaited
# one gives the message again.
# Seen, with a store that takes 50 ms to write, each read twice: "by key hello hello; all hello none".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts typed-flash@1.0.1 >/dev/null
cat >again.mjs <<'JS'
import { setTimeout as wait } from "node:timers/promises";
import { StandaloneAsyncFlash } from "typed-flash/async";
const open = async () => {
  let kept = "{}";
  const user = new StandaloneAsyncFlash({
    getData: async () => JSON.parse(kept),
    saveData: async (data) => {
      const text = JSON.stringify(data);
      await wait(50);
      kept = text;
    },
  });
  await user.flash("info", "hello");
  return user;
};
const one = await open();
const byKey = [await one.flash("info"), await one.flash("info")];
const other = await open();
const all = [(await other.flash()).info, (await other.flash()).info ?? "none"];
console.log(`by key ${byKey.join(" ")}; all ${all.join(" ")}`);
JS
said=$(node again.mjs)
echo "$said"
[ "$said" = "by key hello hello; all hello none" ]
