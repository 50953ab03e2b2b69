#!/usr/bin/env bash
# @hapi/yar 11.0.3: `flash(type, message)` with a message of 0, false or "" appends nothing: it is taken for `flash(type)`, which gives the messages that wait and
# removes them. A count that is flashed on its way down is lost as a whole when it reaches zero.
# Seen: "flashed 2, 1: [2,1]; flashed 2, 1, 0: []".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @hapi/yar@11.0.3 @hapi/hapi@21.4.10 >/dev/null
cat >flash.cjs <<'JS'
const Hapi = require("@hapi/hapi");
(async () => {
  const server = Hapi.server();
  const cookieOptions = { password: "a secret of thirty-two characters", isSecure: false };
  await server.register({ plugin: require("@hapi/yar"), options: { cookieOptions } });
  server.route({ path: "/flash/{counts}", method: "GET", handler: ({ yar, params }) => (params.counts.split(",").forEach((left) => yar.flash("left", Number(left))), "") });
  server.route({ path: "/", method: "GET", handler: ({ yar }) => yar.flash("left") });
  const said = [];
  for (const counts of ["2,1", "2,1,0"]) {
    const flashed = await server.inject(`/flash/${counts}`);
    const headers = { cookie: flashed.headers["set-cookie"][0].split(";")[0] };
    said.push(`flashed ${counts.replaceAll(",", ", ")}: ${(await server.inject({ url: "/", headers })).payload}`);
  }
  console.log(said.join("; "));
})();
JS
said=$(node flash.cjs)
echo "$said"
[ "$said" = "flashed 2, 1: [2,1]; flashed 2, 1, 0: []" ]
