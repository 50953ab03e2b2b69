#!/usr/bin/env bash
# svelte-kit-cookie-session 4.1.1: `session.refresh(7)` is to take the "new expiration time in days" (README; the type's parameter is `expires_in_days`), and takes it
# in the unit of the option `expires_in`: where that is "minutes", who asks to be remembered for a week is logged out after seven minutes.
# Seen: "refresh(7) with expires_in days: 604800 s, minutes: 420 s".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts svelte-kit-cookie-session@4.1.1 >/dev/null
cat >refresh.mjs <<'JS'
import { handleSession } from "svelte-kit-cookie-session";

async function lifetime(unit) {
  let maxAge;
  const cookies = { get: () => undefined, getAll: () => [], delete() {}, set: (_name, _value, options) => void (maxAge = options.maxAge) };
  const handle = handleSession({ expires: 30, expires_in: unit, secret: "a secret of thirty-two characters".slice(0, 32) });
  const resolve = async ({ locals }) => {
    await locals.session.set({ user: "ada" });
    await locals.session.refresh(7);
    return new Response();
  };
  await handle({ event: { request: new Request("https://app.test/"), cookies, locals: {} }, resolve });
  return maxAge;
}
console.log(`refresh(7) with expires_in days: ${await lifetime("days")} s, minutes: ${await lifetime("minutes")} s`);
JS
said=$(node refresh.mjs)
echo "$said"
[ "$said" = "refresh(7) with expires_in days: 604800 s, minutes: 420 s" ]
