#!/usr/bin/env bash
# workerd 1.20261023.1: with `durableObjectStorage = (inMemory = void)` what an object put into `state.storage` is gone once the object was
# idle for ten seconds or more. workerd.capnp says of this mode that objects shut down when idle, and that data stored with
# `state.storage` persists for the lifetime of the process. With `preventEviction = true` at the namespace it does.
# Seen: 1 after put, 1 three seconds later, and "undefined" after twenty seconds of rest; of the object that isn't evicted 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts workerd@1.20261023.1 >/dev/null
cat >worker.js <<'JS'
import { DurableObject } from "cloudflare:workers";
export class Box extends DurableObject {
  async fetch(request) {
    if (request.url.endsWith("/put")) await this.ctx.storage.put("kept", 1);
    return new Response(String(await this.ctx.storage.get("kept")));
  }
}
export class Pinned extends Box {}
export default {
  fetch(request, env) {
    const namespace = request.url.includes("pinned") ? env.PINNED : env.BOX;
    return namespace.get(namespace.idFromName("one")).fetch(request);
  },
};
JS
cat >config.capnp <<'CAPNP'
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2026-01-01",
    durableObjectNamespaces = [(className = "Box", uniqueKey = "box"), (className = "Pinned", uniqueKey = "pinned", preventEviction = true)],
    durableObjectStorage = (inMemory = void),
    bindings = [(name = "BOX", durableObjectNamespace = "Box"), (name = "PINNED", durableObjectNamespace = "Pinned")],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:18414", http = (), service = "main")],
);
CAPNP
workerd=$(ls node_modules/@cloudflare/workerd-linux-*/bin/workerd)
"$workerd" serve config.capnp &
server=$!
for _ in $(seq 50); do curl -s -o /dev/null http://127.0.0.1:18414/ && break; sleep 0.1; done
ask() { curl -s "http://127.0.0.1:18414/$1"; }
seen="$(ask put) $(ask pinned/put)"
sleep 3
seen="$seen, $(ask get) $(ask pinned/get)"
sleep 20
seen="$seen, $(ask get) $(ask pinned/get)"
echo "workerd: $seen"
[ "$seen" = "1 1, 1 1, undefined 1" ]
