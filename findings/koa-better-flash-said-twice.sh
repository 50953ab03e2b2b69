#!/usr/bin/env bash
# koa-better-flash 0.0.4: a message that is said twice is shown once: what is read is made a set. In the session both are kept; connect-flash, whose calls it has, shows both.
# Seen, of three messages, two of them equal: "kept 3, read 2".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts koa-better-flash@0.0.4 >/dev/null
cat >twice.cjs <<'JS'
const flash = require("koa-better-flash");
const context = { session: {} };
flash()(context, () => {
  context.flash("info", "A pen was added");
  context.flash("info", "A pen was added");
  context.flash("info", "A book was added");
  const kept = context.session.flash.info.length;
  console.log(`kept ${kept}, read ${context.flash("info").length}`);
});
JS
said=$(node twice.cjs)
echo "$said"
[ "$said" = "kept 3, read 2" ]
