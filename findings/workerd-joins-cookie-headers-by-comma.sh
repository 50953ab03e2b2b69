#!/usr/bin/env bash
# workerd 1.20261117.1: a request with two Cookie headers has them joined by ", " in `request.headers.get("cookie")`. HTTP/2 and 3 have
# several Cookie fields joined by "; " before they go on (RFC 9113, section 8.2.3), and Node's http, Deno and Bun join them so.
# Seen: "a=1, b=2". A parser that splits at semicolons reads one cookie, a, of the value "1, b=2".
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts workerd@1.20261117.1 >/dev/null
cat >worker.js <<'JS'
export default { fetch: (request) => new Response(request.headers.get("cookie")) };
JS
cat >config.capnp <<'CAPNP'
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2026-01-01"))],
  sockets = [(name = "http", address = "127.0.0.1:18412", http = (), service = "main")],
);
CAPNP
workerd=$(ls node_modules/@cloudflare/workerd-linux-*/bin/workerd)
"$workerd" serve config.capnp &
server=$!
for _ in $(seq 50); do curl -s -o /dev/null http://127.0.0.1:18412/ && break; sleep 0.1; done
seen=$(curl -s -H 'Cookie: a=1' -H 'Cookie: b=2' http://127.0.0.1:18412/)
echo "workerd: $seen"
[ "$seen" = "a=1, b=2" ]
