#!/usr/bin/env bash
# storage-manager-js 4.2.6: the `maxAge` of a cookie is never written: in its place stands a date, that of `expires`, or a day of 1969 if there is none, which no browser takes for a number of seconds. The cookie ends with the
# browser, whatever its age was to be.
# Seen, of a `maxAge` of 3600: "max-age=1969-12-31T23:59:59.000Z".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts storage-manager-js@4.2.6 >/dev/null
cat >age.cjs <<'JS'
let written;
globalThis.document = {
  get cookie() {
    return "";
  },
  set cookie(text) {
    written ??= text;
  },
};
const { Cookie } = require("storage-manager-js");
Cookie.set("theme", "dark", { maxAge: 3600 });
console.log(written.split(";").find((part) => part.startsWith("max-age")));
JS
said=$(node age.cjs)
echo "$said"
[ "$said" = "max-age=1969-12-31T23:59:59.000Z" ]
