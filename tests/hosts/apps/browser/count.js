// What the worker answers: a service worker's own visits, kept in IndexedDB. A browser keeps the cookie from it: it keeps it itself.
export function answer({ createSessions, indexedDBKV }) {
  const sessions = createSessions({ store: "kv", key: "_app_key", kv: indexedDBKV(indexedDB) });
  let cookie = "";
  const count = async () => {
    const session = await sessions.fetch(cookie);
    session.put("visits", session.get("visits", 0) + 1);
    const header = await sessions.commit(session);
    if (header) cookie = header.split(";")[0];
    return new Response(`visit ${session.get("visits")}`);
  };
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    if (new URL(event.request.url).pathname === "/count") event.respondWith(count());
  });
}
