#!/usr/bin/env bash
# @adonisjs/session 8.1.0: `session.flash({ … })` is merged into what was flashed in the same request down to the items of a list: one that is flashed after a longer one
# of the same key keeps that one's tail. `flash(key, list)` replaces it.
# Seen, of [1,2,3] and then [9]: "by an object: [9,2,3]; by a key: [9]".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @adonisjs/session@8.1.0 @adonisjs/core@7.5.2 >/dev/null
cat >flash.mjs <<'JS'
import { HttpContextFactory } from "@adonisjs/core/factories/http";
import { SessionMiddlewareFactory } from "@adonisjs/session/factories";

const middleware = await new SessionMiddlewareFactory().create();
async function next(flash) {
  const first = new HttpContextFactory().create();
  await middleware.handle(first, async () => flash(first.session));
  const second = new HttpContextFactory().create();
  second.request.cookie = () => first.session.sessionId;
  let seen;
  await middleware.handle(second, async () => (seen = JSON.stringify(second.session.flashMessages.get("failed"))));
  return seen;
}
const byObject = await next((session) => (session.flash({ failed: [1, 2, 3] }), session.flash({ failed: [9] })));
const byKey = await next((session) => (session.flash("failed", [1, 2, 3]), session.flash("failed", [9])));
console.log(`by an object: ${byObject}; by a key: ${byKey}`);
JS
said=$(node flash.mjs)
echo "$said"
[ "$said" = "by an object: [9,2,3]; by a key: [9]" ]
