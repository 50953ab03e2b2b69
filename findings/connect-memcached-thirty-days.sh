#!/usr/bin/env bash
# connect-memcached 3.0.0: a session whose cookie is to last more than 30 days is never there: the store hands its seconds to memcached as they are, which takes more than
# 30 days of them for a day in 1970 (protocol.txt, "Expiration times"). It says that the session was stored, and each request begins a new one.
# Seen: "30 days: stored, ada; 31 days: stored, nobody". Needs memcached (Debian: memcached).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts connect-memcached@3.0.0 express-session@1.19.0 >/dev/null
as=()
[ "$(id -u)" = 0 ] && as=(-u nobody)
chmod 0777 "$folder"
MEMCACHED_PORT_FILENAME="$folder/port" memcached "${as[@]}" -l 127.0.0.1 -p -1 2>/dev/null &
trap 'kill %1; rm -rf "$folder"' EXIT
cat >days.cjs <<'JS'
const { existsSync, readFileSync } = require("node:fs");
const { setTimeout: after } = require("node:timers/promises");
const { promisify } = require("node:util");
const session = require("express-session");
const MemcachedStore = require("connect-memcached")(session);
(async () => {
  while (!existsSync("port")) await after(50);
  const store = new MemcachedStore({ hosts: [`127.0.0.1:${/TCP INET: (\d+)/.exec(readFileSync("port", "utf8"))[1]}`] });
  const seen = [];
  for (const days of [30, 31]) {
    const cookie = new session.Cookie({ maxAge: days * 86_400_000 });
    const stored = await promisify(store.set.bind(store))(`of-${days}`, { cookie, user: "ada" }).then(() => "stored", (error) => error.message);
    const found = await promisify(store.get.bind(store))(`of-${days}`);
    seen.push(`${days} days: ${stored}, ${found?.user ?? "nobody"}`);
  }
  console.log(seen.join("; "));
  process.exit();
})();
JS
said=$(node days.cjs)
echo "$said"
[ "$said" = "30 days: stored, ada; 31 days: stored, nobody" ]
