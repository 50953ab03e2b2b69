#!/usr/bin/env bash
# workerd 1.20261023.1: its inspector (`--inspector-addr`) never answers `HeapProfiler.collectGarbage`, neither with a result nor with an error,
# and collects nothing; who awaits the answer waits for ever. What is asked before and after it on the same connection is answered.
# Seen: Runtime.getHeapUsage and HeapProfiler.enable answered, collectGarbage not within five seconds, and as much in use as before; taking a
# heap snapshot frees what is garbage.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts workerd@1.20261023.1 >/dev/null
cat >worker.js <<'JS'
export default {
  fetch() {
    let text = "";
    for (let at = 0; at < 20000; at += 1) text = JSON.stringify({ at, text: String(at) });
    return new Response(text);
  },
};
JS
cat >config.capnp <<'CAPNP'
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2026-01-01"))],
  sockets = [(name = "http", address = "127.0.0.1:18415", http = (), service = "main")],
);
CAPNP
workerd=$(ls node_modules/@cloudflare/workerd-linux-*/bin/workerd)
"$workerd" serve config.capnp --inspector-addr=127.0.0.1:18416 >/dev/null 2>&1 &
server=$!
for _ in $(seq 50); do curl -s -o /dev/null http://127.0.0.1:18415/ && break; sleep 0.1; done
cat >ask.mjs <<'JS'
const [target] = await (await fetch("http://127.0.0.1:18416/json")).json();
const socket = new WebSocket(target.webSocketDebuggerUrl);
await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
const waiting = new Map();
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  waiting.get(message.id)?.(message);
};
let last = 0;
const ask = (method, params = {}) =>
  new Promise((resolve) => {
    const id = (last += 1);
    waiting.set(id, resolve);
    setTimeout(resolve, 5000, undefined);
    socket.send(JSON.stringify({ id, method, params }));
  });
const used = async () => (await ask("Runtime.getHeapUsage")).result.usedSize;
await ask("HeapProfiler.enable");
await (await fetch("http://127.0.0.1:18415/")).text();
const before = await used();
const isAnswered = (await ask("HeapProfiler.collectGarbage")) !== undefined;
const after = await used();
await ask("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
const snapshot = await used();
console.log(`answered: ${isAnswered}; in use after it: ${after >= before ? "no less" : "less"}; after a snapshot: ${snapshot < before ? "less" : "no less"}`);
socket.close();
JS
seen=$(node ask.mjs)
echo "workerd: $seen"
[ "$seen" = "answered: false; in use after it: no less; after a snapshot: less" ]
