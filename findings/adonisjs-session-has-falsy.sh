#!/usr/bin/env bash
# @adonisjs/session 8.1.0: `session.has(key)`, which is to say whether a key exists, says no of one whose value is 0, false, "" or [], though `get` and `all` give it.
# "Is the number of tries in the session?" is no when none are left, and an app that begins anew then gives three more.
# Seen: "put: {"left":0,"agreed":false,"cart":[]}; has: false false false".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @adonisjs/session@8.1.0 @adonisjs/core@7.5.2 >/dev/null
cat >has.mjs <<'JS'
import { HttpContextFactory } from "@adonisjs/core/factories/http";
import { SessionMiddlewareFactory } from "@adonisjs/session/factories";

const middleware = await new SessionMiddlewareFactory().create();
const ctx = new HttpContextFactory().create();
await middleware.handle(ctx, async () => {
  ctx.session.put("left", 0);
  ctx.session.put("agreed", false);
  ctx.session.put("cart", []);
  console.log(`put: ${JSON.stringify(ctx.session.all())}; has: ${["left", "agreed", "cart"].map((key) => ctx.session.has(key)).join(" ")}`);
});
JS
said=$(node has.mjs)
echo "$said"
[ "$said" = 'put: {"left":0,"agreed":false,"cart":[]}; has: false false false' ]
