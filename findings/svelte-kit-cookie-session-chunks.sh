#!/usr/bin/env bash
# svelte-kit-cookie-session 4.1.1 with `chunked: true`: every cookie whose name begins with the session's is taken for a piece of it. With `key: "session"` a cookie
# `session_theme` of the same app ends the session, and is deleted, too.
# Seen: "alone: ada; beside session_theme: nobody, deleted: session.0,session_theme,session.meta".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts svelte-kit-cookie-session@4.1.1 >/dev/null
cat >chunks.mjs <<'JS'
import { handleSession } from "svelte-kit-cookie-session";

const jar = new Map();
const deleted = [];
const cookies = {
  get: (name) => jar.get(name),
  getAll: () => [...jar].map(([name, value]) => ({ name, value })),
  set: (name, value) => void jar.set(name, value),
  delete: (name) => void (jar.delete(name), deleted.push(name)),
};
const handle = handleSession({ key: "session", chunked: true, secret: "a secret of thirty-two characters".slice(0, 32) });
const visit = (resolve) => handle({ event: { request: new Request("https://app.test/"), cookies, locals: {} }, resolve: async ({ locals }) => new Response(await resolve(locals.session)) });
const user = async () => (await visit((session) => session.data.user ?? "nobody")).text();
await visit(async (session) => JSON.stringify(await session.set({ user: "ada" })));
const alone = await user();
jar.set("session_theme", "dark");
console.log(`alone: ${alone}; beside session_theme: ${await user()}, deleted: ${deleted.join()}`);
JS
said=$(node chunks.mjs)
echo "$said"
[ "$said" = "alone: ada; beside session_theme: nobody, deleted: session.0,session_theme,session.meta" ]
