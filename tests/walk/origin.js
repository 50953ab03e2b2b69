// @ts-check
// The app behind the edge: what a Phoenix app with phx.gen.auth leaves in the session, on Node's own server, by the app's options.

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { createSessions } from "waxseal";
import { HEADER, phases } from "./options.js";

const SESSIONS = { signed: phases(false).map((options) => createSessions(options)), encrypted: phases(true).map((options) => createSessions(options)) };

/** What each path does to the session; and how it answers. @type {Record<string, (session: any, query: URLSearchParams) => Response>} */
const ACTIONS = {
  "/page": (session) => Response.json(view(session)),
  "/form": (session) => {
    if (!session.has("_csrf_token")) session.put("_csrf_token", "c".repeat(24));
    return Response.json(view(session));
  },
  "/log-in": (session, query) => {
    const token = new Uint8Array(32).fill(Number(query.get("user")));
    session.clear().put("user_token", token).put("live_socket_id", `users_sessions:${btoa(String.fromCharCode(...token))}`).renew();
    return Response.redirect("http://shop.test/page", 302);
  },
  "/log-out": (session) => {
    session.clear().renew();
    return Response.redirect("http://shop.test/page", 302);
  },
  "/drop": (session) => (session.drop(), new Response(null, { status: 204 })),
  "/flash": (session) => {
    session.put("phoenix_flash", { info: "saved" });
    return Response.redirect("http://shop.test/page", 303);
  },
  "/not-modified": () => new Response(null, { status: 304, headers: { etag: '"1"' } }),
  "/asset": () => new Response("body {}", { headers: { "cache-control": "public, max-age=31536000, immutable" } }),
  "/stream": (session) => {
    session.put("streamed", true);
    const body = new ReadableStream({
      async start(controller) {
        for (const part of ["one", "two", "three"]) {
          controller.enqueue(new TextEncoder().encode(part));
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        controller.close();
      },
    });
    return new Response(body);
  },
};

/** What a page shows; a flash is shown once. @param {any} session */
function view(session) {
  const flash = session.get("phoenix_flash")?.info ?? null;
  if (flash) session.delete("phoenix_flash");
  return { user: session.get("user_token")?.[0] ?? null, visits: session.get("visits", 0), flash };
}

/** @returns {Promise<{ origin: string, stop(): Promise<void> }>} */
export async function serveOrigin() {
  const server = createServer(async (incoming, outgoing) => {
    try {
      const url = new URL(incoming.url ?? "/", "http://shop.test");
      const [kind, , phase] = String(incoming.headers[HEADER]).split(" ");
      const sessions = SESSIONS[/** @type {"signed"} */ (kind)][Number(phase)];
      const session = sessions.fetch(incoming.headers.cookie ?? "");
      const response = sessions.send(session, ACTIONS[url.pathname](session, url.searchParams));
      outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), "set-cookie": response.headers.getSetCookie() });
      if (response.body) for await (const part of /** @type {any} */ (response.body)) outgoing.write(part);
      outgoing.end();
    } catch (error) {
      outgoing.writeHead(500).end(String(error));
    }
  });
  /** They are no connections of the server's any more. @type {Set<import("node:stream").Duplex>} */
  const sockets = new Set();
  // A socket that LiveView opens: the session is read, nothing is written.
  server.on("upgrade", (request, socket) => {
    const [kind, , phase] = String(request.headers[HEADER]).split(" ");
    const session = SESSIONS[/** @type {"signed"} */ (kind)][Number(phase)].fetch(request.headers.cookie ?? "");
    // RFC 6455, section 4.2.2.
    const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    const headers = ["Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`, `X-User: ${session.get("user_token")?.[0] ?? "none"}`];
    socket.on("error", () => {});
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("end", () => socket.destroy());
    socket.resume();
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join("\r\n")}\r\n\r\n`);
  });
  await new Promise((resolve) => void server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => void server.close(() => resolve(undefined)));
    },
  };
}
