#!/usr/bin/env bash
# @hattip/session 0.0.49: `cookieOptions.maxAge`, which is in seconds as in the package cookie, whose options these are, is kept in milliseconds for the store, and the cookie is given
# that number again as its Max-Age: a session of an hour has a cookie of forty-one days. Its default of five minutes has one of three and a half days.
# Seen, with `maxAge: 3600`: "in the store 3600 s, Max-Age=3600000".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @hattip/session@0.0.49 @hattip/cookie@0.0.49 @hattip/compose@0.0.49 @hattip/core@0.0.49 >/dev/null
cat >session.mjs <<'JS'
import { compose } from "@hattip/compose";
import { cookie } from "@hattip/cookie";
import { session, UnsafeMemorySessionStore } from "@hattip/session";
let kept;
class Store extends UnsafeMemorySessionStore {
  save(id, data, milliseconds) {
    kept = milliseconds / 1000;
    return super.save(id, data, milliseconds);
  }
}
const app = compose(cookie(), session({ store: new Store(), cookieOptions: { maxAge: 3600 } }), (context) => {
  context.session.data.user = "ada";
  return new Response("in");
});
const answer = await app({ request: new Request("http://127.0.0.1/"), ip: "127.0.0.1", waitUntil() {}, passThrough() {}, platform: {} });
console.log(`in the store ${kept} s, ${/Max-Age=\d+/.exec(answer.headers.get("set-cookie"))[0]}`);
JS
said=$(node session.mjs)
echo "$said"
[ "$said" = "in the store 3600 s, Max-Age=3600000" ]
