#!/usr/bin/env bash
# svelte-kit-sessions 0.4.0: after `await locals.session.regenerate()`, "a new Session will be initialized", and is only returned, as against the type in its documentation, `Promise<void>`:
# `locals.session` is still the destroyed one. What is saved by it, as by Express's `req.session`, is kept under the old id, which is what regenerating is there to end.
# Seen: "the same id: true".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts svelte-kit-sessions@0.4.0 >/dev/null
cat >regenerate.mjs <<'JS'
import { sveltekitSessionHandle } from "svelte-kit-sessions";

const jar = new Map();
const cookies = { get: (name) => jar.get(name), set: (name, value) => void jar.set(name, value), delete: (name) => void jar.delete(name) };
const handle = sveltekitSessionHandle({ secret: "a secret" });
const visit = async (page) => {
  const event = { cookies, locals: {} };
  let said;
  await handle({ event, resolve: async ({ locals }) => void (said = await page(locals)) });
  return said;
};
const save = async ({ session }, data) => (await session.setData(data), await session.save());
await visit((locals) => save(locals, { cart: 1 }));
const before = jar.get("connect.sid");
await visit(async (locals) => (await locals.session.regenerate(), await save(locals, { user: "ada" })));
console.log(`the same id: ${jar.get("connect.sid") === before}`);
JS
said=$(node --conditions=svelte regenerate.mjs)
echo "$said"
[ "$said" = "the same id: true" ]
